import { CircleCheck, CircleX, Hourglass } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { PhraseField } from "../../components/phrase-field.tsx";
import { useTradeLive } from "../../lib/risk-queries.ts";
import { LIVE_PHRASE, type LiveCheck } from "../../lib/wire.ts";

const LOOKS = {
  ok: { icon: CircleCheck, className: "text-success" },
  pending: { icon: Hourglass, className: "text-warning" },
  failed: { icon: CircleX, className: "text-danger" },
} as const;

interface LiveDialogProps {
  readonly checks: readonly LiveCheck[];
  readonly onClose: () => void;
}

/** Switches real orders on, for who types the phrase. Whether somebody may is the server's to say. */
export function LiveDialog({ checks, onClose }: LiveDialogProps) {
  const [typed, setTyped] = useState("");
  const change = useTradeLive();
  return (
    <ConfirmDialog
      title="Trade with real money?"
      confirmLabel="Trade live"
      testId="live-dialog"
      blocked={typed !== LIVE_PHRASE}
      busy={change.isPending}
      error={change.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => change.mutate(typed, { onSuccess: onClose })}
    >
      <p className="text-soft">
        From then on every opportunity that clears the limits is traded with real orders. It takes an admin
        whose login is at most five minutes old. A restart switches it off again.
      </p>
      <CheckList checks={checks} />
      <PhraseField phrase={LIVE_PHRASE} value={typed} onChange={setTyped} testId="live-phrase" />
    </ConfirmDialog>
  );
}

/** What has to be so before, as it is now. */
function CheckList({ checks }: { readonly checks: readonly LiveCheck[] }) {
  return (
    <ul className="flex flex-col gap-1 text-[12px]" data-testid="live-checks">
      {checks.map(({ check, state, detail }) => {
        const { icon: Icon, className } = LOOKS[state];
        return (
          <li key={check} className="flex items-start gap-1.5">
            <Icon aria-label={state} className={`mt-0.5 size-3.5 shrink-0 ${className}`} />
            <span>
              {check.replaceAll("_", " ")}: <span className="text-muted">{detail}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
