import { CircleCheck, Scale, TriangleAlert } from "lucide-react";
import { useCallback, useState } from "react";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ReasonField } from "../../components/reason-field.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useAcceptDrift } from "../../lib/inventory-queries.ts";
import { useRisk } from "../../lib/risk-queries.ts";
import { useMay } from "../../lib/session-context.tsx";
import type { KillSwitch } from "../../lib/wire.ts";

/** Whether the venues hold what the ledger says, and what the shares are measured against. */
export function DriftCard() {
  const { data: risk } = useRisk();
  const drift = risk?.switches.find(({ reason }) => reason === "ledger drift");
  return (
    <Card title="Drift" hint="ledger against the venues" testId="drift" className="flex-1">
      {risk === undefined && <SkeletonRows rows={3} label="The comparison is being read" />}
      {drift !== undefined && <Comparison drift={drift} />}
      <div
        data-testid="no-target-split"
        className="mt-4 flex items-start gap-2.5 border-line border-t px-4 py-3.5"
      >
        <Scale aria-hidden className="mt-px size-4 shrink-0 text-muted" />
        <p className="text-[12px] text-muted leading-relaxed">
          <strong className="font-semibold text-soft">No target split is configured.</strong> "Against
          opening" is how far a venue's share of an asset moved, in percent points, since the ledger opened
          with the venues' balances. A target will be set by the rebalancing settings (
          <span className="num">AUTO_REBALANCE</span>), which this build does not use.
        </p>
      </div>
    </Card>
  );
}

function Comparison({ drift }: { drift: KillSwitch }) {
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const may = useMay("operator");
  const tripped = drift.state === "tripped";
  const agrees = drift.current === "none";
  return (
    <div className="flex flex-col items-start gap-3 px-4 pt-1">
      <div className="flex flex-wrap items-center gap-2.5">
        {agrees ? (
          <CircleCheck aria-hidden className="size-5 text-success" />
        ) : (
          <TriangleAlert aria-hidden className="size-5 text-danger" />
        )}
        <p data-testid="drift-state" className="font-medium text-[15px]">
          {agrees ? "Ledger and venues agree" : "Ledger and venues differ"}
        </p>
        {tripped && <Badge tone="danger">{agrees ? "still paused" : "trading is paused"}</Badge>}
      </div>
      {!agrees && (
        <p data-testid="drift-current" className="min-w-0 break-words text-soft">
          {drift.current}
        </p>
      )}
      <p className="text-[12px] text-muted leading-relaxed">
        Both venues are asked whenever nothing of ours is open there, and every unit counts. Trading pauses
        where it is {drift.threshold}.
      </p>
      {tripped && (
        <p className="text-[12px] text-muted">
          {agrees ? "Nothing speaks against a resume any more." : `May be resumed: ${drift.resume_rule}`}
        </p>
      )}
      {may && !agrees && (
        <Button data-testid="accept-drift" onClick={() => setAsking(true)}>
          Take the venues' word
        </Button>
      )}
      {asking && <AcceptDialog onClose={close} />}
    </div>
  );
}

function AcceptDialog({ onClose }: { onClose: () => void }) {
  const [reason, setReason] = useState("");
  const accept = useAcceptDrift();
  return (
    <ConfirmDialog
      title="Take the venues' word for the difference?"
      confirmLabel="Book the difference"
      testId="accept-drift-dialog"
      blocked={reason.trim() === ""}
      busy={accept.isPending}
      error={accept.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => accept.mutate(reason.trim(), { onSuccess: onClose })}
    >
      <p className="text-soft">
        The difference is booked against the outside world, as a deposit or a withdrawal would be. It counts
        in no PnL. Resume trading afterwards.
      </p>
      <ReasonField
        value={reason}
        onChange={setReason}
        required
        placeholder="Kept in the audit trail"
        testId="accept-drift-reason"
      />
    </ConfirmDialog>
  );
}
