import type { HiddenMarket, Random } from "../../market/index.ts";
import { normal } from "../../market/index.ts";
import type { LivePool } from "../program/live-pool.ts";
import { quotePerBaseOf, sqrtPriceOf } from "../program/pool-price.ts";
import type { SwapRequest } from "../program/swap.ts";

/** More than any pool holds: an arbitrageur's swap ends at its price limit, not at its amount. */
const UNBOUNDED = 1n << 62n;
const NOISE_PROBABILITY = 0.25;
const MEDIAN_NOISE_USD = 150;
const MAX_NOISE_USD = 5_000;

export type SwapIdea = Omit<SwapRequest, "blockTimeSec">;

/** Dollars of one coin at the pool just now. */
function poolUsd(pool: LivePool, usdcUsd: number): number {
  return quotePerBaseOf(pool.orientation, pool.state.whirlpool.sqrtPrice) * usdcUsd;
}

/**
 * What an arbitrageur does: nothing while the pool is within its own fee of the target, else it trades the
 * price most of the way there, the further it is off the surer.
 */
export function arbitrage(pool: LivePool, market: HiddenMarket, random: Random): SwapIdea | undefined {
  const { whirlpool } = pool.state;
  const usdcUsd = market.fair("USDC");
  const price = poolUsd(pool, usdcUsd);
  const gap = market.target("solana", pool.base) / price - 1;
  const band = whirlpool.feeRate / 1e6;
  if (Math.abs(gap) < band || random() > 0.35 + Math.abs(gap) / (2 * band)) return undefined;
  const wanted = price * (1 + gap * (0.7 + 0.3 * random()));
  const sqrtPriceLimit = sqrtPriceOf(pool.orientation, wanted / usdcUsd);
  if (sqrtPriceLimit === whirlpool.sqrtPrice) return undefined;
  return { aToB: sqrtPriceLimit < whirlpool.sqrtPrice, exactIn: true, amount: UNBOUNDED, sqrtPriceLimit };
}

/** What everyone else does: a small swap in either direction, now and then, by exact output one time in four. */
export function noise(pool: LivePool, market: HiddenMarket, random: Random): SwapIdea | undefined {
  if (random() > NOISE_PROBABILITY) return undefined;
  const usd = Math.min(MAX_NOISE_USD, MEDIAN_NOISE_USD * Math.exp(normal(random)));
  const aToB = random() < 0.5;
  const exactIn = random() < 0.75;
  const { baseIsA, baseDecimals, quoteDecimals } = pool.orientation;
  const givesBase = (aToB === baseIsA) === exactIn;
  const usdcUsd = market.fair("USDC");
  const units = givesBase
    ? (usd / poolUsd(pool, usdcUsd)) * 10 ** baseDecimals
    : (usd / usdcUsd) * 10 ** quoteDecimals;
  const amount = BigInt(Math.round(units));
  return amount === 0n ? undefined : { aToB, exactIn, amount, sqrtPriceLimit: 0n };
}
