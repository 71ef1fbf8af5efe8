import { type Attempt, moved } from "./attempt.ts";
import type { TradeEffect } from "./events.ts";

interface Pursuit {
  readonly attempts: readonly Attempt[];
  readonly effects: readonly TradeEffect[];
}

/**
 * After a restart nobody knows what the last process still sent: every intent on the disk that has no end may
 * have left, and is asked after. Only a swap that was never signed cannot have.
 */
export function pursueAll(
  attempts: readonly Attempt[],
  atMs: number,
  { mayResend }: { readonly mayResend: boolean },
): Pursuit {
  const taken = attempts.map((attempt) => pursue(attempt, atMs, mayResend));
  return { attempts: taken.map(({ attempt }) => attempt), effects: taken.flatMap(({ effects }) => effects) };
}

function pursue(
  attempt: Attempt,
  atMs: number,
  mayResend: boolean,
): { attempt: Attempt; effects: TradeEffect[] } {
  if (attempt.settlement !== null) return { attempt, effects: [] };
  if (attempt.venue === "gemini") {
    const intent = { attemptId: attempt.id, clientOrderId: attempt.id, order: attempt.order };
    return { attempt: doubted(attempt, atMs), effects: [{ kind: "pursue-cex", intent }] };
  }
  if (attempt.signed === null) {
    const reason = "the process ended before it was signed";
    const change = { phase: "rejected", settlement: { kind: "nothing" }, reason } as const;
    return { attempt: moved(attempt, change, { atMs, what: "not_sent", ref: reason }), effects: [] };
  }
  const intent = { attemptId: attempt.id, order: attempt.order, signed: attempt.signed };
  // The market has moved since a first leg was decided: it may still land, but it is not helped to.
  const rebroadcast = mayResend && attempt.purpose !== "entry";
  return { attempt: doubted(attempt, atMs), effects: [{ kind: "pursue-dex", intent, rebroadcast }] };
}

/** What had an end keeps it while its last figures are awaited; everything else is unknown. */
function doubted<A extends Attempt>(attempt: A, atMs: number): A {
  if (attempt.phase === "filled" || attempt.phase === "rejected" || attempt.phase === "expired")
    return attempt;
  return moved(attempt, { phase: "unknown" }, { atMs, what: "unknown", ref: "restarted" });
}
