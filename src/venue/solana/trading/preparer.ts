import { type DexOrder, isRefusal, type PoolCurve, type Random, type SignedSwap } from "#model";
import type { PrepareRefusal } from "../../trading-client.ts";
import { type CurvePool, whirlpoolOf } from "../orca/index.ts";
import { U64_MAX } from "../orca/program.ts";
import type { BlockhashCache } from "./blockhash-cache.ts";
import type { PoolAccounts } from "./pool-accounts.ts";
import type { ComputeBudget, SwapCosts } from "./swap-costs.ts";
import { signSwap } from "./transaction.ts";
import type { UsedSignatures } from "./used-signatures.ts";
import type { Wallet } from "./wallet.ts";

export interface PreparerParts {
  readonly wallet: Wallet;
  readonly pools: ReadonlyMap<string, PoolAccounts>;
  readonly blockhashes: BlockhashCache;
  readonly costs: SwapCosts;
  readonly used: UsedSignatures;
  readonly random: Random;
}

/** Turns an order into signed bytes from what is cached, in one turn. */
export function prepareSwap(
  parts: PreparerParts,
  order: DexOrder,
  curve: PoolCurve,
  nowMs: number,
): SignedSwap | PrepareRefusal {
  const pool = parts.pools.get(order.pool);
  const start = whirlpoolOf(curve);
  const lifetime = parts.blockhashes.usable(nowMs);
  if (pool === undefined || curve.pool !== order.pool) return { refused: "unknown-pool" };
  if (start === undefined) return { refused: "unknown-tick" };
  if (!isAmount(order.baseUnits) || !isAmount(order.limitQuoteUnits)) return { refused: "bad-amount" };
  if (lifetime === null) return { refused: "no-blockhash" };
  const instruction = pool.swap({
    amount: order.baseUnits,
    otherAmountThreshold: order.limitQuoteUnits,
    amountIsInput: order.side === "sell",
    tick: start.whirlpool.tickCurrentIndex,
  });
  const crossings = crossingsOf(order, curve, start);
  for (let again = 0; again < SALT; again++) {
    const budget = parts.costs.budget(order.pool, order.side, crossings, saltUnits(parts.random, again));
    if (budget === null) return { refused: "no-fee-estimate" };
    const signed = signSwap({ instruction, lifetime, ...cheaper(budget, parts.random) }, parts.wallet);
    if (parts.used.add(signed.signature)) return signed;
  }
  return { refused: "no-unique-bytes" };
}

function isAmount(units: bigint): boolean {
  return units > 0n && units <= U64_MAX;
}

/**
 * The program works a step for each initialised tick, and on an adaptive pool for each volatility group that
 * the price passes, which the order does not tell: the curve knows where the swap ends.
 */
function crossingsOf(order: DexOrder, curve: PoolCurve, { whirlpool, oracle }: CurvePool): number {
  if (!whirlpool.adaptive || oracle === null) return order.ticksCrossed;
  const quote = order.side === "sell" ? curve.sellBase(order.baseUnits) : curve.buyBase(order.baseUnits);
  if (isRefusal(quote)) return order.ticksCrossed;
  const ticks = Math.abs(quote.tick - whirlpool.tickCurrentIndex);
  return order.ticksCrossed + Math.ceil(ticks / oracle.tickGroupSize);
}

/**
 * Two equal orders within one blockhash would be the same transaction, and the chain runs it once. A few
 * more units and a price that is a little lower keep the bytes of each attempt its own, even where an
 * earlier process has signed the same order. They are worth some lamports at most.
 */
const SALT = 1_000;

function saltUnits(random: Random, again: number): number {
  return Math.floor(random() * SALT) + again;
}

function cheaper(budget: ComputeBudget, random: Random): ComputeBudget {
  const atMost = budget.unitPrice / 100n;
  return { ...budget, unitPrice: budget.unitPrice - BigInt(Math.floor(random() * Number(atMost))) };
}
