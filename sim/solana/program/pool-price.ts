import { MAX_TICK, MIN_TICK, tickOfSqrtPrice } from "./tick-math.ts";

/**
 * Which token of a pool is the base, and the decimals of both; enough to turn dollars into the pool's
 * price. Floats: this is how a trader thinks, the engine executes integers.
 */
export interface Orientation {
  readonly baseIsA: boolean;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
}

/** Q64.64 square-root price (token B per token A, base units) at which one base coin costs `quotePerBase`. */
export function sqrtPriceOf(orientation: Orientation, quotePerBase: number): bigint {
  const rawQuotePerBase = quotePerBase * 10 ** (orientation.quoteDecimals - orientation.baseDecimals);
  const price = orientation.baseIsA ? rawQuotePerBase : 1 / rawQuotePerBase;
  return BigInt(Math.round(Math.sqrt(price) * 2 ** 64));
}

export function quotePerBaseOf(orientation: Orientation, sqrtPrice: bigint): number {
  const price = (Number(sqrtPrice) / 2 ** 64) ** 2;
  const raw = orientation.baseIsA ? price : 1 / price;
  return raw * 10 ** (orientation.baseDecimals - orientation.quoteDecimals);
}

/** The liquidity that is as deep as this many dollars: quote = L sqrt(P) where the quote is B, L / sqrt(P) where A. */
export function liquidityOfDepth(orientation: Orientation, depthUsd: number, sqrtPrice: bigint): bigint {
  const units = depthUsd * 10 ** orientation.quoteDecimals;
  const root = Number(sqrtPrice) / 2 ** 64;
  return BigInt(Math.round(orientation.baseIsA ? units / root : units * root));
}

/** The ticks of a price range given in quote per base, widened outwards to the spacing. */
export function tickRange(orientation: Orientation, low: number, high: number, tickSpacing: number) {
  const ticks = [low, high].map((price) => tickOfSqrtPrice(sqrtPriceOf(orientation, price)));
  const floor = Math.floor(Math.min(...ticks) / tickSpacing) * tickSpacing;
  const ceil = Math.ceil((Math.max(...ticks) + 1) / tickSpacing) * tickSpacing;
  const least = Math.ceil(MIN_TICK / tickSpacing) * tickSpacing;
  const greatest = Math.floor(MAX_TICK / tickSpacing) * tickSpacing;
  return { lowerTick: Math.max(least, floor), upperTick: Math.min(greatest, ceil) };
}
