import { smallestClosable } from "#execution";
import { AMOUNT_DECIMALS, formatDecimal, type TradeSummary } from "#model";
import type { KeptTransfer } from "./kept.ts";
import { isOwn, type Movements, trueMovements } from "./movements.ts";
import type { TradeStory } from "./trade-story.ts";
import type { Truth } from "./truth.ts";

/**
 * What is left of trades and should not be: a trade whose real fills do not sum to the residual that it names, or
 * that leaves as much as the exchange would still take; an asset of which the ledger holds other than the trades name.
 */
export function unexplainedResiduals(
  stories: readonly TradeStory[],
  records: readonly TradeSummary[],
  transfers: readonly KeptTransfer[],
  truth: Truth,
): readonly string[] {
  const named = new Map(records.map(({ id, residual }) => [id, residual]));
  const { byAttempt } = trueMovements(stories, truth);
  const trades = stories.flatMap((story) => {
    const { tradeId, base } = story.plan;
    const left = story.attempts.reduce((sum, { id }) => sum + baseOf(byAttempt.get(id), base), 0n);
    return judge(tradeId, { left, named: named.get(tradeId), smallest: smallestClosable(story.plan) });
  });
  return [...trades, ...assetDifferences(stories, named, transfers)];
}

function judge(
  tradeId: string,
  { left, named, smallest }: { left: bigint; named: bigint | undefined; smallest: bigint },
): readonly string[] {
  if (named === undefined) return [`trade ${tradeId} is in the journal and not among the trades`];
  if (left !== named)
    return [`trade ${tradeId} names a residual of ${text(named)}, its fills leave ${text(left)}`];
  const magnitude = left < 0n ? -left : left;
  return magnitude < smallest ? [] : [`trade ${tradeId} leaves ${text(left)}, which could be closed`];
}

function assetDifferences(
  stories: readonly TradeStory[],
  named: ReadonlyMap<string, bigint>,
  transfers: readonly KeptTransfer[],
): readonly string[] {
  const baseOfTrade = new Map(stories.map(({ plan }) => [plan.tradeId, plan.base]));
  const bases = [...new Set(baseOfTrade.values())];
  return bases.flatMap((base) => {
    const trades = stories.filter(({ plan }) => plan.base === base);
    const told = trades.reduce((sum, { plan }) => sum + (named.get(plan.tradeId) ?? 0n), 0n);
    const held = transfers
      .filter(({ tradeId, asset, kind }) => tradeId !== null && asset === base && kind === "fill")
      .reduce(
        (sum, { from, to, amount }) => sum + (isOwn(to) ? amount : 0n) - (isOwn(from) ? amount : 0n),
        0n,
      );
    return told === held ? [] : [`${base}: trades name ${text(told)}, the ledger holds ${text(held)}`];
  });
}

function baseOf(movements: Movements | undefined, base: string): bigint {
  return (movements?.get(`gemini ${base} fill`) ?? 0n) + (movements?.get(`solana ${base} fill`) ?? 0n);
}

function text(amount: bigint): string {
  return formatDecimal(amount, AMOUNT_DECIMALS);
}
