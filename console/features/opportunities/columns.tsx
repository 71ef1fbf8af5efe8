import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Direction } from "../../components/direction.tsx";
import { Signed } from "../../components/signed.tsx";
import { formatCount, formatPct, formatSignedUsd, formatSizeBrief, formatUsd } from "../../lib/format.ts";
import { lastedMs } from "../../lib/opportunity-list.ts";
import { formatDuration } from "../../lib/time.ts";
import type { Opportunity } from "../../lib/wire.ts";
import { AssetName, StateBadge } from "./marks.tsx";
import { TimeLink } from "./time-link.tsx";
import { detectionText } from "./wording.ts";

export const features = tableFeatures({});
const column = createColumnHelper<typeof features, Opportunity>();

/** Words stand left, numbers right so that their digits line up. */
export const LEFT_ALIGNED: ReadonlySet<string> = new Set(["time", "asset", "direction", "state"]);

/** The list's columns in their order. Numbers are rounded down for reading; the pointer shows them in full. */
export const columns = column.columns([
  column.display({ id: "time", header: "Time", cell: ({ row }) => <TimeLink row={row.original} /> }),
  column.display({ id: "asset", header: "Asset", cell: ({ row }) => <AssetName row={row.original} /> }),
  column.display({
    id: "direction",
    header: "Direction",
    cell: ({ row }) => <Direction direction={row.original.direction} />,
  }),
  column.display({
    id: "spread",
    header: "Spread",
    cell: ({ row }) => (
      <Plain exact={`${row.original.spread_pct} %`}>{formatPct(row.original.spread_pct)}</Plain>
    ),
  }),
  column.display({
    id: "net",
    header: "Net",
    cell: ({ row: { original } }) => (
      <Signed value={original.predicted_pnl_pct} text={formatPct(original.predicted_pnl_pct)} />
    ),
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
    id: "predicted",
    header: "Predicted",
    cell: ({ row: { original } }) => (
      <Signed value={original.predicted_pnl_usd} text={formatSignedUsd(original.predicted_pnl_usd)} />
    ),
  }),
  column.display({
    id: "lasted",
    header: "Lasted",
    cell: ({ row }) => <Plain>{formatDuration(lastedMs(row.original))}</Plain>,
  }),
  column.display({
    id: "updates",
    header: "Updates",
    cell: ({ row }) => <Plain>{formatCount(row.original.updates)}</Plain>,
  }),
  column.display({
    id: "latency",
    header: "Detected in",
    cell: ({ row }) => <Plain>{detectionText(row.original)}</Plain>,
  }),
  column.display({ id: "state", header: "State", cell: ({ row }) => <StateBadge row={row.original} /> }),
]);

function Plain({ exact, children }: { exact?: string; children: ReactNode }) {
  return (
    <span title={exact} className="num text-soft">
      {children}
    </span>
  );
}
