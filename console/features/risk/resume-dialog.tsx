import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ReasonField } from "../../components/reason-field.tsx";
import { useResumeTrading } from "../../lib/risk-queries.ts";
import { reasonText, scopeText } from "../../lib/risk-text.ts";
import type { RiskOverview } from "../../lib/wire.ts";

/** Names what will no longer hold trading back. A refusal stays on screen in the server's own words. */
export function ResumeDialog({ risk, onClose }: { risk: RiskOverview; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const resume = useResumeTrading();
  return (
    <ConfirmDialog
      title="Resume trading?"
      confirmLabel="Resume"
      testId="resume-dialog"
      blocked={risk.pauses.length === 0}
      busy={resume.isPending}
      error={resume.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => resume.mutate(reason.trim(), { onSuccess: onClose })}
    >
      {risk.pauses.length === 0 ? (
        <p role="status" data-testid="resume-nothing" className="text-soft">
          Nothing is paused any more: somebody else resumed trading, or the cause is gone.
        </p>
      ) : (
        <div className="text-soft">
          <p>These pauses are lifted, and new trades may start at once:</p>
          <ul className="mt-1 list-inside list-disc text-fg">
            {risk.pauses.map((pause) => (
              <li key={`${pause.reason} ${pause.scope} ${pause.since}`}>
                {reasonText(pause.reason)}, {scopeText(pause.scope)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <ReasonField
        value={reason}
        onChange={setReason}
        placeholder="What was found and checked"
        testId="resume-reason"
      />
    </ConfirmDialog>
  );
}
