import { CircleCheck, CircleDot } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { InjectedBadge } from "../../components/injected-badge.tsx";
import type { Opportunity } from "../../lib/wire.ts";

/** Whether it is still there. */
export function StateBadge({ row }: { row: Opportunity }) {
  return row.closed_at === null ? (
    <Badge tone="lime">
      <CircleDot aria-hidden className="size-3" /> open
    </Badge>
  ) : (
    <Badge>
      <CircleCheck aria-hidden className="size-3" /> closed
    </Badge>
  );
}

export function AssetName({ row }: { row: Opportunity }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap font-semibold">
      {row.asset}
      {row.is_injected && <InjectedBadge />}
    </span>
  );
}
