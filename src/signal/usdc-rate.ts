import type { OrderBook } from "#book";
import type { PoolCurve, Ratio } from "#model";
import type { Refusal } from "./refusal.ts";
import { multiply, tenths, tickPrice } from "./scale.ts";

/** What one USDC is worth: `bid` is what ours fetch, `ask` what we would pay for more. Exact fractions. */
export interface UsdcRate {
  readonly bid: Ratio;
  readonly ask: Ratio;
  readonly mid: Ratio;
}

export type UsdcRefusal = Extract<Refusal, `usdc-${string}`>;

/** Reads the rate from the USDC/USD book, or says why there is none that may be traded on. */
export function readUsdcRate(book: OrderBook | null): UsdcRate | UsdcRefusal {
  if (book === null) return "usdc-rate-missing";
  if (book.state === "stale") return "usdc-rate-stale";
  if (book.state !== "live" || book.bestBidTicks === 0 || book.bestAskTicks === 0) return "usdc-rate-missing";
  const bid = tickPrice(book.instrument, book.bestBidTicks);
  const ask = tickPrice(book.instrument, book.bestAskTicks);
  const mid = { num: bid.num + ask.num, den: 2n * bid.den };
  const onPeg = mid.num * 1000n >= 995n * mid.den && mid.num * 1000n <= 1005n * mid.den;
  return onPeg ? { bid, ask, mid } : "usdc-off-peg";
}

/** Dollars of one whole coin at the pool's mid, its dollar token valued at `rate`; exact. */
export function poolPrice(curve: PoolCurve, rate: Ratio): Ratio {
  return multiply(multiply(curve.mid, tenths(1n, curve.baseDecimals, 1n, curve.quoteDecimals)), rate);
}
