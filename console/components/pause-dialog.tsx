import { useId, useState } from "react";
import { usePrices } from "../lib/live-context.tsx";
import { usePauseTrading, useRisk } from "../lib/risk-queries.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Asks why, and what is to stand still. */
export function PauseDialog({ onClose }: { onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [scope, setScope] = useState("all");
  const pause = usePauseTrading();
  const { data: risk } = useRisk();
  const standing = risk?.pauses.find((one) => one.reason === "manual" && one.scope === scope);
  return (
    <ConfirmDialog
      title="Pause trading?"
      confirmLabel="Pause"
      testId="pause-dialog"
      busy={pause.isPending}
      error={pause.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => pause.mutate({ reason: reason.trim(), scope }, { onSuccess: onClose })}
    >
      {standing !== undefined && (
        <p role="status" data-testid="pause-standing" className="text-warning [overflow-wrap:anywhere]">
          Paused already by {standing.by}: {standing.detail}. That pause and its reason stay as they are.
        </p>
      )}
      <p className="text-soft">
        No new trade starts from this moment. Trades that are under way are still brought home.
      </p>
      <ReasonField
        value={reason}
        onChange={setReason}
        placeholder="Shown on every screen and kept in the audit trail"
        testId="pause-reason"
      />
      <ScopeField value={scope} onChange={setScope} />
    </ConfirmDialog>
  );
}

function ScopeField({ value, onChange }: { value: string; onChange: (scope: string) => void }) {
  const id = useId();
  const assets = usePrices().map((price) => price.asset);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-[12px] text-muted">
        What stands still
      </label>
      <select
        id={id}
        data-testid="pause-scope"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 rounded-button border border-edge bg-bg px-2 text-fg"
      >
        <option value="all">Everything</option>
        <option value="venue:gemini">All that needs Gemini</option>
        <option value="venue:solana">All that needs Solana</option>
        {assets.map((asset) => (
          <option key={asset} value={`asset:${asset}`}>
            {asset} only
          </option>
        ))}
      </select>
    </div>
  );
}
