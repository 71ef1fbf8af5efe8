import { TriangleAlert } from "lucide-react";
import { useCallback, useState } from "react";
import { useMay } from "../lib/session-context.tsx";
import type { Resolution } from "../lib/trade-api.ts";
import { useResolveTrade } from "../lib/trade-queries.ts";
import { residualText } from "../lib/trade-text.ts";
import type { Trade } from "../lib/wire.ts";
import { Button } from "./button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { ReasonField } from "./reason-field.tsx";

const CHOICES = {
  retry: {
    label: "Try again to close it",
    title: "Try again to close this trade?",
    meaning:
      "Tandem sends a new order for what is left, within its limits, as soon as both venues can be believed.",
  },
  accept: {
    label: "Accept what is left",
    title: "Accept what is left of this trade?",
    meaning: "Nothing more is sent. The residual stays on the account as it is, and its result is booked.",
  },
} as const;

/** A trade that did not end flat: the warning, and the two things that can be done about it. */
export function StrandedChoice({ row }: { row: Trade }) {
  const [action, setAction] = useState<Resolution["action"] | null>(null);
  const close = useCallback(() => setAction(null), []);
  const may = useMay("operator");
  return (
    <section
      aria-label="Stranded"
      data-testid="stranded-warning"
      className="flex flex-col gap-3 rounded-table border border-danger/40 bg-danger/10 px-4 py-3.5"
    >
      <div className="flex items-start gap-2.5">
        <TriangleAlert aria-hidden className="mt-px size-5 shrink-0 text-danger" />
        <p>
          <strong className="font-semibold text-danger">This trade is not flat: {residualText(row)}.</strong>{" "}
          <span className="text-soft">
            No new trade of {row.asset} starts until you decide. {row.status_reason}
          </span>
        </p>
      </div>
      {may && (
        <div className="flex flex-wrap gap-2">
          <Button data-testid="resolve-retry" onClick={() => setAction("retry")}>
            {CHOICES.retry.label}
          </Button>
          <Button data-testid="resolve-accept" onClick={() => setAction("accept")}>
            {CHOICES.accept.label}
          </Button>
        </div>
      )}
      {action !== null && <ResolveDialog key={action} row={row} action={action} onClose={close} />}
    </section>
  );
}

interface ResolveDialogProps {
  readonly row: Trade;
  readonly action: Resolution["action"];
  readonly onClose: () => void;
}

function ResolveDialog({ row, action, onClose }: ResolveDialogProps) {
  const [reason, setReason] = useState("");
  const resolve = useResolveTrade(row.id);
  const { title, label, meaning } = CHOICES[action];
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={label}
      testId="resolve-dialog"
      blocked={reason.trim() === ""}
      busy={resolve.isPending}
      error={resolve.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => resolve.mutate({ action, reason: reason.trim() }, { onSuccess: onClose })}
    >
      <p className="text-soft">{meaning}</p>
      <ReasonField
        value={reason}
        onChange={setReason}
        required
        placeholder="Kept in the audit trail"
        testId="resolve-reason"
      />
    </ConfirmDialog>
  );
}
