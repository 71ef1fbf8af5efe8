import { formatDecimal, formatSteps, type Ratio, USD_DECIMALS } from "#model";
import { floorUsd, poolPrice, type UsdcRate } from "#signal";
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
