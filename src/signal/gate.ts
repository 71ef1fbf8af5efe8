import { type Instrument, MAX_EXACT, type Ratio } from "#model";
import { PCT_ONE } from "./config.ts";

/**
 * Whether a book's best prices could pass, as two integers: buying on the exchange passes at any ask up
 * to `maxAskTicks`, selling there at any bid from `minBidTicks`. Recomputed when the pool, the USDC rate
 * or the configuration moves, so that a book frame costs two compares.
 *
 * These bounds are exact, not merely safe. Buying passes where (sell - buy) / buy >= s, that is where
 * buy <= sell / (1 + s); prices being whole ticks, where ticks <= floor(sell / ((1 + s) tick)). Selling
 * passes where sell >= buy (1 + s), that is where ticks >= ceil(buy (1 + s) / tick). Floor and ceiling
 * of the exact quotients keep every tick count that the fraction test accepts and no other.
 */
export interface TickBounds {
  maxAskTicks: number;
  minBidTicks: number;
}

/** Bounds that nothing passes. */
export function closedBounds(): TickBounds {
  return { maxAskTicks: -1, minBidTicks: Number.POSITIVE_INFINITY };
}

/**
 * Writes the bounds for a gross spread of at least `spreadPct` (1e-6 percent points, above -100 %) into
 * `bounds`. `sellUsd` and `buyUsd` are the pool's mid in dollars as we would sell to it and buy from it.
 */
export function setBounds(
  bounds: TickBounds,
  prices: { readonly sellUsd: Ratio; readonly buyUsd: Ratio; readonly instrument: Instrument },
  spreadPct: bigint,
): void {
  const { units, decimals } = prices.instrument.tickSize;
  const perTick = 10n ** BigInt(decimals);
  const wanted = PCT_ONE + spreadPct;
  const { sellUsd, buyUsd } = prices;
  bounds.maxAskTicks = toTicks((sellUsd.num * perTick * PCT_ONE) / (sellUsd.den * units * wanted));
  const numerator = buyUsd.num * perTick * wanted;
  const denominator = buyUsd.den * units * PCT_ONE;
  bounds.minBidTicks = toTicks((numerator + denominator - 1n) / denominator);
}

/** Books hold ticks below 2^53 only, so a bound beyond is as good as infinite. */
function toTicks(ticks: bigint): number {
  return ticks > BigInt(MAX_EXACT) ? Number.POSITIVE_INFINITY : Number(ticks);
}
