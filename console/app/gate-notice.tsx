import { Hourglass } from "lucide-react";
import { useStatus } from "../lib/queries.ts";

/** Quietly, while the start-up reconciliation still keeps every signal back. */
export function GateNotice() {
  const { data: status } = useStatus();
  if (status === undefined || status.risk.gate_open) return null;
  return (
    <div
      role="status"
      data-testid="gate-notice"
      className="flex items-center gap-2 border-line border-b bg-raised px-3 py-1.5 text-[12px] text-soft md:px-5"
    >
      <Hourglass aria-hidden className="size-4 shrink-0 text-muted" />
      <span>
        Reconciling after start: {status.risk.gate_reason ?? "asking both venues"}. Nothing trades before.
      </span>
    </div>
  );
}
