import type { Attempt, TradePlan } from "#execution";
import { type Transfer, transfersOfCexFills, transfersOfSwap } from "#ledger";

/** What the ledger books of a settled attempt; [] where nothing ever moved. */
export function transfersOfAttempt(plan: TradePlan, attempt: Attempt, atMs: number): readonly Transfer[] {
  const { settlement } = attempt;
  const ids = { tradeId: plan.tradeId, attemptId: attempt.id, base: plan.base, atMs };
  if (settlement?.kind === "cex" && attempt.venue === "gemini")
    return transfersOfCexFills({ ...ids, order: attempt.order, fills: settlement.fills });
  if (settlement?.kind !== "dex") return [];
  const { baseDelta, quoteDelta, feeLamports } = settlement;
  const { baseDecimals, quoteDecimals } = plan;
  return transfersOfSwap({
    ...ids,
    quote: "USDC",
    baseDecimals,
    quoteDecimals,
    baseDelta,
    quoteDelta,
    feeLamports,
  });
}

/** Everything that a trade's settled attempts booked, as they did when they were settled: same ids, same amounts. */
export function transfersOfTrade(plan: TradePlan, attempts: readonly Attempt[]): readonly Transfer[] {
  return attempts.flatMap((attempt) => transfersOfAttempt(plan, attempt, settledAt(attempt)));
}

function settledAt({ timeline }: Attempt): number {
  return timeline.at(-1)?.atMs ?? 0;
}
