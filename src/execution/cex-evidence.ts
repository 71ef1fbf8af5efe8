import { assertNever, baseOfLots, type CexEvidence, quoteOf } from "#model";
import { type CexAttempt, type Filled, filledOf, isTerminal, moved } from "./attempt.ts";

/**
 * An order after one piece of evidence. Nothing but evidence ends it, an end is never overwritten by what comes
 * later, and the amounts of an end give way only to the venue's own record of each fill.
 */
export function applyCexEvidence(attempt: CexAttempt, evidence: CexEvidence): CexAttempt {
  const { atMs } = evidence;
  if (evidence.kind === "cex-settled") return settle(attempt, evidence);
  if (isTerminal(attempt)) return attempt;
  switch (evidence.kind) {
    case "cex-acked": {
      const orderId = evidence.orderId ?? attempt.orderId;
      const phase = attempt.filled.base > 0n ? "partial" : "acked";
      if (attempt.phase === phase && attempt.orderId === orderId) return attempt;
      return moved(attempt, { phase, orderId }, { atMs, what: "acked", ref: orderId ?? attempt.id });
    }
    case "cex-unknown":
      return doubted(attempt, atMs, evidence.reason);
    case "cex-partial":
      return partly(attempt, evidence);
    case "cex-ended":
      return end(attempt, evidence);
    case "cex-absent":
      if (attempt.filled.base > 0n) return doubted(attempt, atMs, `said to be absent: ${evidence.detail}`);
      return moved(
        attempt,
        { phase: "expired", settlement: { kind: "nothing" }, reason: "the exchange never got it" },
        { atMs, what: "absent", ref: evidence.detail },
      );
    case "cex-not-sent":
      if (attempt.filled.base > 0n) return doubted(attempt, atMs, `said not to be sent: ${evidence.reason}`);
      return moved(
        attempt,
        { phase: "rejected", settlement: { kind: "nothing" }, reason: evidence.reason },
        { atMs, what: "not_sent", ref: evidence.reason },
      );
    default:
      return assertNever(evidence);
  }
}

/** What has filled cannot be absent: such a contradiction ends nothing, and an operator is told of an unknown leg. */
function doubted(attempt: CexAttempt, atMs: number, why: string): CexAttempt {
  if (attempt.phase === "unknown") return attempt;
  return moved(attempt, { phase: "unknown" }, { atMs, what: "unknown", ref: why });
}

function partly(attempt: CexAttempt, evidence: CexEvidence & { kind: "cex-partial" }): CexAttempt {
  const filled = atLimit(evidence.filledLots, attempt);
  if (filled.base <= attempt.filled.base) return attempt;
  const { orderId, atMs } = evidence;
  return moved(attempt, { phase: "partial", orderId, filled }, { atMs, what: "partial", ref: orderId });
}

function end(attempt: CexAttempt, evidence: CexEvidence & { kind: "cex-ended" }): CexAttempt {
  const seen = atLimit(evidence.filledLots, attempt);
  // A fill that was evidenced cannot be taken back by a shorter account of the same order.
  const filled = seen.base >= attempt.filled.base ? seen : attempt.filled;
  const orderId = evidence.orderId ?? attempt.orderId;
  const some = filled.base > 0n;
  const what = some ? "filled" : "rejected";
  const settlement = some ? null : ({ kind: "nothing" } as const);
  const { atMs, reason } = evidence;
  return moved(
    attempt,
    { phase: what, orderId, filled, settlement, reason },
    {
      atMs,
      what: some && filled.base < baseOfLots(attempt.order.lots, attempt.order) ? "filled_in_part" : what,
      ref: orderId ?? reason ?? "",
    },
  );
}

function settle(attempt: CexAttempt, evidence: CexEvidence & { kind: "cex-settled" }): CexAttempt {
  if (attempt.settlement !== null) return attempt;
  const { orderId, fills, atMs } = evidence;
  const filled = filledOf(fills, attempt.order);
  // A record that holds less than was evidenced, or nothing, is not complete yet.
  if (filled.base === 0n || filled.base < attempt.filled.base) return attempt;
  return moved(
    attempt,
    { phase: "filled", orderId, filled, settlement: { kind: "cex", fills } },
    { atMs, what: "settled", ref: fills.map(({ fillId }) => fillId).join(" ") },
  );
}

/** Fills whose prices are not known yet count at the limit, which is the worst that they can be. */
function atLimit(lots: number, { order }: CexAttempt): Filled {
  return { base: baseOfLots(lots, order), quote: quoteOf(order.limitTicks, lots, order) };
}
