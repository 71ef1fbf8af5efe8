import { encodeJson } from "#execution";
import type { AuditNote } from "#ledger";
import { assertNever } from "#model";
import { type PauseScope, type RiskLimits, scopeText } from "#risk";
import type { BalanceDesk } from "./balance-desk.ts";
import type { RiskDesk } from "./risk-desk.ts";
import type { TradeDesk } from "./trade-desk.ts";
import type { CommandAnswer, OperatorCommand } from "./trading-events.ts";

/** What an operator's command acts on. */
interface Commanded {
  readonly risk: RiskDesk;
  readonly desk: TradeDesk;
  readonly balances: BalanceDesk;
}

type Audit = (entry: AuditNote) => void;

/** Carries out one command in this turn; pausing and resuming audit themselves, as tandem's own pauses do. */
export function answerCommand(
  on: Commanded,
  command: OperatorCommand,
  nowMs: number,
  audit: Audit,
): CommandAnswer {
  const { by } = command;
  switch (command.kind) {
    case "pause": {
      const detail = command.reason ?? `paused by ${by}`;
      on.risk.tell({ kind: "pause", by, detail, scope: command.scope }, nowMs);
      return { ok: true, reason: standingReason(on.risk, command.scope, nowMs) ?? detail };
    }
    case "resume": {
      const causes = on.risk.tell({ kind: "resume", by }, nowMs, command.reason);
      if (causes.length === 0) return { ok: true, reason: command.reason ?? "" };
      return {
        ok: false,
        kind: "conflict",
        detail: `cannot resume while the cause lasts: ${causes.join("; ")}`,
      };
    }
    case "observe-only": {
      const before = on.risk.view(nowMs).observeOnly;
      on.risk.tell({ kind: "observe-only", on: command.on, by }, nowMs);
      audit({ atMs: nowMs, by, action: "observe-only", before: String(before), after: String(command.on) });
      return { ok: true, reason: "" };
    }
    case "limits": {
      const before = on.risk.limits;
      on.risk.tell({ kind: "limits", limits: command.limits, by }, nowMs);
      audit({ atMs: nowMs, by, action: "limits", ...difference(before, command.limits) });
      return { ok: true, reason: "" };
    }
    case "resolve": {
      const answer = on.desk.resolve(command, nowMs);
      const { tradeId, action, reason } = command;
      if (answer.ok)
        audit({
          atMs: nowMs,
          by,
          action: "resolve",
          before: null,
          after: encodeJson({ tradeId, action, reason }),
        });
      return answer;
    }
    case "accept-drift": {
      if (!on.balances.accept(nowMs, `${nowMs}`))
        return { ok: false, kind: "conflict", detail: "ledger and venues agree: there is nothing to accept" };
      audit({
        atMs: nowMs,
        by,
        action: "accept-drift",
        before: null,
        after: encodeJson({ reason: command.reason }),
      });
      return { ok: true, reason: command.reason };
    }
    default:
      return assertNever(command);
  }
}

/** Who pauses what is paused already is told the reason that stands, for his own is not kept. */
function standingReason(risk: RiskDesk, scope: PauseScope, nowMs: number): string | null {
  const { pauses } = risk.view(nowMs);
  const same = pauses.find(
    (pause) => pause.reason === "manual" && scopeText(pause.scope) === scopeText(scope),
  );
  return same?.detail ?? null;
}

/** Only what changed, as JSON texts. */
function difference(before: RiskLimits, after: RiskLimits): Pick<AuditNote, "before" | "after"> {
  const names = (Object.keys(after) as (keyof RiskLimits)[]).filter((name) => before[name] !== after[name]);
  const pick = (limits: RiskLimits) =>
    encodeJson(Object.fromEntries(names.map((name) => [name, limits[name]])));
  return { before: pick(before), after: pick(after) };
}
