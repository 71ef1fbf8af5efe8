import { amountOfUnits, assertNever, type DexEvidence, type TimelineEntry } from "#model";
import { type DexAttempt, type Filled, isTerminal, moved, NOTHING_FILLED } from "./attempt.ts";
import type { TradePlan } from "./plan.ts";

type Decimals = Pick<TradePlan, "baseDecimals" | "quoteDecimals">;

/**
 * A swap after one piece of evidence. `confirmed` fills or fails it, `finalized` settles it, a sighting that
 * vanished makes it unknown again, and expiry ends it. Once settled nothing changes it any more.
 */
export function applyDexEvidence(attempt: DexAttempt, evidence: DexEvidence, decimals: Decimals): DexAttempt {
  if (attempt.settlement !== null) return attempt;
  const { atMs } = evidence;
  const signature = attempt.signed?.signature ?? "";
  switch (evidence.kind) {
    case "dex-acked":
      if (isTerminal(attempt) || attempt.phase === "acked") return attempt;
      return moved(attempt, { phase: "acked" }, { atMs, what: "acked", ref: evidence.provider });
    case "dex-unknown":
      if (isTerminal(attempt) || attempt.phase === "unknown") return attempt;
      return moved(attempt, { phase: "unknown" }, { atMs, what: "unknown", ref: evidence.reason });
    case "dex-landed":
      return land(attempt, evidence, decimals);
    case "dex-vanished":
      if (attempt.phase === "unknown") return attempt;
      return moved(
        attempt,
        { phase: "unknown", filled: NOTHING_FILLED },
        { atMs, what: "vanished", ref: evidence.reason },
      );
    case "dex-expired": {
      const reason = "its blockhash expired before it landed";
      const entry: TimelineEntry = { atMs, what: "expired", ref: evidence.detail };
      return moved(
        attempt,
        { phase: "expired", filled: NOTHING_FILLED, settlement: { kind: "nothing" }, reason },
        entry,
      );
    }
    case "dex-not-sent":
      if (isTerminal(attempt)) return attempt;
      return moved(
        attempt,
        { phase: "rejected", settlement: { kind: "nothing" }, reason: evidence.reason },
        { atMs, what: "not_sent", ref: signature },
      );
    default:
      return assertNever(evidence);
  }
}

function land(
  attempt: DexAttempt,
  { atMs, slot, outcome, commitment, feeLamports }: DexEvidence & { kind: "dex-landed" },
  decimals: Decimals,
): DexAttempt {
  const final = commitment === "finalized";
  const deltas = outcome.ok ? outcome : { baseDelta: 0n, quoteDelta: 0n };
  const settlement = final
    ? ({ kind: "dex", baseDelta: deltas.baseDelta, quoteDelta: deltas.quoteDelta, feeLamports } as const)
    : null;
  const filled = magnitudes(deltas, decimals);
  const phase = outcome.ok ? "filled" : "rejected";
  if (!final && attempt.phase === phase && attempt.filled.base === filled.base) return attempt;
  const entry = { atMs, what: outcome.ok ? commitment : `failed_${commitment}`, ref: `slot ${slot}` };
  const reason = outcome.ok ? null : outcome.error;
  return moved(attempt, { phase, filled, settlement, reason }, entry);
}

function magnitudes(
  { baseDelta, quoteDelta }: { readonly baseDelta: bigint; readonly quoteDelta: bigint },
  { baseDecimals, quoteDecimals }: Decimals,
): Filled {
  return {
    base: amountOfUnits(baseDelta < 0n ? -baseDelta : baseDelta, baseDecimals),
    quote: amountOfUnits(quoteDelta < 0n ? -quoteDelta : quoteDelta, quoteDecimals),
  };
}
