/** What a pool would do with one swap, in token base units. */
export interface PoolQuote {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** Part of amountIn that the pool keeps. */
  readonly fee: bigint;
  readonly sqrtPrice: bigint;
  readonly tick: number;
  readonly ticksCrossed: number;
}

/** Why there is no quote; the words of the program where it has one. Never a guess. */
export interface PoolRefusal {
  readonly refused: string;
}

/** An exact positive fraction. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

/**
 * A pool at one slot as a curve, seen from the asset's side: pure, immutable, in token base units.
 * Venue code makes it, `book/` wraps it with liveness, `signal/` walks it.
 */
export interface PoolCurve {
  readonly pool: string;
  readonly slot: number;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
  /** Fee that a small swap pays now, in millionths. */
  readonly feePpm: number;
  /** Quote base units per base base unit at the current price, without fee. */
  readonly mid: Ratio;
  /** Sells exactly `baseIn` to the pool for quote. */
  sellBase(baseIn: bigint): PoolQuote | PoolRefusal;
  /** Buys exactly `baseOut` from the pool, paying quote. */
  buyBase(baseOut: bigint): PoolQuote | PoolRefusal;
}

/** Narrows a quote's answer. */
export function isRefusal(answer: PoolQuote | PoolRefusal): answer is PoolRefusal {
  return "refused" in answer;
}
