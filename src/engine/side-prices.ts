import { type Direction, formatDecimal, formatSteps, type Ratio, USD_DECIMALS } from "#model";
import { floorUsd, poolPrice, spreadPct, tickPrice, type UsdcRate } from "#signal";
import type { AssetLane } from "./lane.ts";

/** Best price of a book side as decimal text, null where the side is empty. */
export function bookPrice({ book }: AssetLane, side: "bid" | "ask"): string | null {
  if (book === null || book.state !== "live") return null;
  const ticks = side === "bid" ? book.bestBidTicks : book.bestAskTicks;
  return ticks === 0 ? null : formatSteps(ticks, book.instrument.tickSize);
}

/** The pool's mid in dollars as decimal text. */
export function poolMid({ pool }: AssetLane, rate: UsdcRate | null): string | null {
  if (pool.curve === null) return null;
  return formatDecimal(floorUsd(poolPrice(pool.curve, rate?.mid ?? ONE)), USD_DECIMALS);
}

const ONE: Ratio = { num: 1n, den: 1n };

/** The better of both directions' gross spreads, 1e-6 percent points, signed; null where a side has no price. */
export function bestSpread(
  { book, pool }: AssetLane,
  rate: UsdcRate | null,
): { pct: bigint; direction: Direction } | null {
  if (book === null || pool.curve === null || rate === null) return null;
  if (book.bestAskTicks === 0 || book.bestBidTicks === 0) return null;
  const ask = tickPrice(book.instrument, book.bestAskTicks);
  const bid = tickPrice(book.instrument, book.bestBidTicks);
  const forward = spreadPct(poolPrice(pool.curve, rate.bid), ask);
  const backward = spreadPct(bid, poolPrice(pool.curve, rate.ask));
  if (forward >= backward) return { pct: forward, direction: "cex_to_dex" };
  return { pct: backward, direction: "dex_to_cex" };
}
