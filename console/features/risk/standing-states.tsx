import { CircleCheck, Eye, Hourglass, Zap } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { PhraseField } from "../../components/phrase-field.tsx";
import { useStatus } from "../../lib/queries.ts";
import { useSetObserveOnly } from "../../lib/risk-queries.ts";
import { useMay } from "../../lib/session-context.tsx";
import type { Mode, RiskOverview } from "../../lib/wire.ts";
import { LiveDialog } from "./live-trading.tsx";

interface StandingProps {
  readonly risk: RiskOverview;
}

/** Whether the start-up reconciliation lets signals through. */
export function GateState({ risk }: StandingProps) {
  return (
    <Standing name="Start-up reconciliation" testId="gate-state">
      {risk.gate_open ? (
        <span className="inline-flex items-center gap-1.5">
          <CircleCheck aria-hidden className="size-4 text-success" /> Open: ledger and venues agree
        </span>
      ) : (
        <span className="inline-flex items-center gap-1.5 text-warning">
          <Hourglass aria-hidden className="size-4 shrink-0" /> Shut:{" "}
          {risk.gate_reason ?? "still reconciling"}
        </span>
      )}
    </Standing>
  );
}

/** Whether opportunities are only watched, and the switch of it where this mode has one. */
export function ObserveOnly({ risk }: StandingProps) {
  const { data: status } = useStatus();
  const [asked, setAsked] = useState(false);
  const close = useCallback(() => setAsked(false), []);
  // Real orders are an admin's to switch on; everything that makes it safer is any operator's.
  const may = useMay(status?.mode === "live" && risk.observe_only ? "admin" : "operator");
  const why = status === undefined ? "The mode is not known yet." : whyFixed(status.mode, risk.observe_only);
  return (
    <Standing
      name="Observe only"
      testId="observe-only"
      action={
        may && (
          <Button
            size="small"
            data-testid="observe-only-button"
            disabled={why !== null}
            onClick={() => setAsked(true)}
          >
            {buttonText(status?.mode, risk.observe_only)}
          </Button>
        )
      }
    >
      <span className="inline-flex items-center gap-1.5">
        {risk.observe_only ? (
          <Eye aria-hidden className="size-4 shrink-0 text-warning" />
        ) : (
          <Zap aria-hidden className="size-4 shrink-0 text-lime" />
        )}
        {risk.observe_only ? "On: nothing is sent to the venues" : "Off: opportunities are traded"}
      </span>
      {why !== null && <span className="block text-[12px] text-muted">{why}</span>}
      {asked &&
        (status?.mode === "live" && risk.observe_only ? (
          <LiveDialog checks={risk.live_checks ?? []} onClose={close} />
        ) : (
          <ObserveOnlyDialog on={!risk.observe_only} onClose={close} />
        ))}
    </Standing>
  );
}

function buttonText(mode: Mode | undefined, observeOnly: boolean): string {
  if (!observeOnly) return "Switch to observe only";
  return mode === "live" ? "Trade live" : "Switch trading on";
}

/** Why the switch cannot be used; null where it can. Switching on is always allowed. */
function whyFixed(mode: Mode, observeOnly: boolean): string | null {
  return observeOnly && mode === "observe" ? "Observe mode never trades. Start another mode for that." : null;
}

function ObserveOnlyDialog({ on, onClose }: { on: boolean; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const change = useSetObserveOnly();
  const phrase = on ? "observe only" : "trade";
  return (
    <ConfirmDialog
      title={on ? "Switch to observe only?" : "Switch trading on?"}
      confirmLabel={on ? "Observe only" : "Trade"}
      testId="observe-only-dialog"
      blocked={typed.trim().toLowerCase() !== phrase}
      busy={change.isPending}
      error={change.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => change.mutate(on, { onSuccess: onClose })}
    >
      <p className="text-soft">
        {on
          ? "Opportunities are still found and shown, but nothing new is sent to the venues. Trades that are under way are still brought home."
          : "Opportunities are traded on the demo's stand-in venues again. No real money moves."}
      </p>
      <PhraseField phrase={phrase} value={typed} onChange={setTyped} testId="observe-only-phrase" />
    </ConfirmDialog>
  );
}

interface StandingRowProps {
  readonly name: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly testId: string;
}

function Standing({ name, action, children, testId }: StandingRowProps) {
  return (
    <div
      data-testid={testId}
      className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2"
    >
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="w-44 text-muted">{name}</span>
        <div>{children}</div>
      </div>
      {action}
    </div>
  );
}
