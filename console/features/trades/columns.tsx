import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Direction } from "../../components/direction.tsx";
import { Signed } from "../../components/signed.tsx";
import { OriginBadge, Realised, StatusBadge } from "../../components/trade-marks.tsx";
import {
  formatCost,
  formatMid,
  formatMs,
  formatSignedUsd,
  formatSizeBrief,
  formatUsd,
  NO_VALUE,
} from "../../lib/format.ts";
import type { Trade } from "../../lib/wire.ts";
import { TimeLink } from "./time-link.tsx";

export const features = tableFeatures({});
const column = createColumnHelper<typeof features, Trade>();

/** Words stand left, numbers right so that their digits line up. */
export const LEFT_ALIGNED: ReadonlySet<string> = new Set(["time", "asset", "direction", "status"]);

/** The list's columns in their order. Numbers are rounded down for reading; the pointer shows them in full. */
export const columns = column.columns([
  column.display({ id: "time", header: "Time", cell: ({ row }) => <TimeLink row={row.original} /> }),
  column.display({
    id: "asset",
    header: "Asset",
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-2 whitespace-nowrap font-semibold">
        {original.asset}
        <OriginBadge row={original} />
      </span>
    ),
  }),
  column.display({
    id: "direction",
    header: "Direction",
    cell: ({ row }) => <Direction direction={row.original.direction} brief />,
  }),
  column.display({
    id: "size",
    header: "Size",
    cell: ({ row }) => <Plain exact={row.original.size}>{formatSizeBrief(row.original.size)}</Plain>,
  }),
  column.display({
    id: "size-usd",
    header: "Size USD",
    cell: ({ row }) => <Plain exact={row.original.size_usd}>{formatUsd(row.original.size_usd)}</Plain>,
  }),
  column.display({
    id: "prices",
    header: "Buy \u2192 sell",
    cell: ({ row }) => <Prices row={row.original} />,
  }),
  column.display({ id: "pnl", header: "PnL", cell: ({ row }) => <Realised row={row.original} /> }),
  column.display({
    id: "predicted",
    header: "Predicted",
    cell: ({ row: { original } }) => (
      <Signed
        value={original.predicted_pnl_usd}
        text={formatSignedUsd(original.predicted_pnl_usd)}
        className="opacity-80"
      />
    ),
  }),
  column.display({
    id: "fees",
    header: "Fees",
    cell: ({ row }) => <Plain exact={row.original.fees_usd}>{formatCost(row.original.fees_usd)}</Plain>,
  }),
  column.display({
    id: "latency",
    header: "Latency",
    cell: ({ row }) => <Plain>{latencyText(row.original)}</Plain>,
  }),
  column.display({ id: "status", header: "Status", cell: ({ row }) => <StatusBadge row={row.original} /> }),
]);

/** From the decision to flat; a trade that is under way has none yet. */
export function latencyText(row: Trade): string {
  return row.status === "executing" ? NO_VALUE : `${formatMs(row.latency_ms)} ms`;
}

/** Average price bought at and sold at. */
export function Prices({ row: { entry_price, exit_price } }: { row: Trade }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Plain exact={entry_price}>{formatMid(entry_price)}</Plain>
      <ArrowRight role="img" aria-label="sold at" className="size-3 shrink-0 text-muted" />
      <Plain exact={exit_price}>{formatMid(exit_price)}</Plain>
    </span>
  );
}

function Plain({ exact, children }: { exact?: string; children: ReactNode }) {
  return (
    <span title={exact} className="num text-soft">
      {children}
    </span>
  );
}
