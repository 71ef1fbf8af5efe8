import { ArrowRight } from "lucide-react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { isDecimal } from "../../lib/decimal-text.ts";
import { formatSize } from "../../lib/format.ts";
import type { LimitChange } from "../../lib/limits.ts";
import { useChangeLimits } from "../../lib/risk-queries.ts";
import type { RiskPatch } from "../../lib/wire.ts";

interface LimitsDialogProps {
  readonly changes: readonly LimitChange[];
  readonly patch: RiskPatch;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly onRefused: (error: Error) => void;
}

/** What each limit is and what it will be, before anything is sent. */
export function LimitsDialog({ changes, patch, onDone, onClose, onRefused }: LimitsDialogProps) {
  const change = useChangeLimits();
  return (
    <ConfirmDialog
      title={changes.length === 1 ? "Change this limit?" : `Change these ${changes.length} limits?`}
      confirmLabel="Change"
      testId="limits-dialog"
      busy={change.isPending}
      error={change.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => change.mutate(patch, { onSuccess: onDone, onError: onRefused })}
    >
      <ul className="divide-y divide-line border-line border-y">
        {changes.map(({ key, label, unit, before, after }) => (
          <li key={key} className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 py-1">
            <span>{label}</span>
            <span className="num inline-flex items-center gap-1.5">
              <span className="text-muted">{plain(before)}</span>
              <ArrowRight role="img" aria-label="becomes" className="size-3.5 text-muted" />
              <span className="text-fg">{plain(after)}</span>
              <span className="text-muted">{unit}</span>
            </span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}

function plain(text: string): string {
  return isDecimal(text) ? formatSize(text) : text;
}
