import { CircleCheck, CircleDot, CircleSlash, TriangleAlert, Undo2 } from "lucide-react";
import { NO_VALUE } from "../lib/format.ts";
import { STATUS_WORDS } from "../lib/trade-text.ts";
import type { Trade } from "../lib/wire.ts";
import { Badge } from "./badge.tsx";
import { Gain } from "./gain.tsx";
import { InjectedBadge } from "./injected-badge.tsx";
import { SimulatedBadge } from "./simulated-badge.tsx";

const LOOKS = {
  executing: { icon: CircleDot, tone: "lime" },
  completed: { icon: CircleCheck, tone: "success" },
  unwound: { icon: Undo2, tone: "warning" },
  failed: { icon: CircleSlash, tone: "neutral" },
  stranded: { icon: TriangleAlert, tone: "danger" },
} as const;

/** How it ended, or that it has not. */
export function StatusBadge({ row }: { row: Trade }) {
  const { icon: Icon, tone } = LOOKS[row.status];
  return (
    <span
      className="inline-flex"
      title={row.status_reason === "" ? STATUS_WORDS[row.status].meaning : row.status_reason}
    >
      <Badge tone={tone}>
        <Icon aria-hidden className="size-3" /> {STATUS_WORDS[row.status].label}
      </Badge>
    </span>
  );
}

/** Whether its money was real; an injected one is simulated too, and that it was injected says more. */
export function OriginBadge({ row }: { row: Trade }) {
  if (row.is_injected) return <InjectedBadge />;
  return row.is_simulated ? <SimulatedBadge /> : null;
}

/** The realised result; while a trade is under way one leg alone would pass for a loss, so nothing is said. */
export function Realised({ row, className }: { row: Trade; className?: string }) {
  if (row.status === "executing") {
    return (
      <span title="Known when it has ended" className="text-muted">
        {NO_VALUE}
      </span>
    );
  }
  return <Gain usd={row.pnl_usd} {...(className === undefined ? {} : { className })} />;
}
