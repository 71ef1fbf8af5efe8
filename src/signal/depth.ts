import type { DepthPoint, OpportunityDepth, Ratio } from "#model";
import type { CostRates } from "./cost-rates.ts";
import type { FindTradeInputs } from "./find-trade.ts";
import { type Ladder, readLadder } from "./ladder.ts";
import { ceilMul, createScale, floorMul, type Scale } from "./scale.ts";
import { SizePricer } from "./size-pricer.ts";

/** At most so many levels of the book, and so many sizes that the pool is asked for. */
const LEVELS = 20;
const SAMPLES = 12;
const SAMPLES_TO_SIZE = BigInt(SAMPLES / 2);

/** The pool's curve alone: what is charged beside it stands in the opportunity's costs. */
const NO_CHARGES: CostRates = { cexFee: 0n, dexExtra: 0n, slippage: 0n, networkUsd: 0n };

export type DepthInputs = Pick<FindTradeInputs, "direction" | "book" | "curve" | "rate">;

/**
 * What stands on both sides from the best price to twice `size` (1e-9 of a coin, of a trade that was just found), by
 * the same ladder and pricer that found it. Prices are rounded against us: what is paid up, what is fetched down.
 */
export function readDepth({ direction, book, curve, rate }: DepthInputs, size: bigint): OpportunityDepth {
  const buying = direction === "cex_to_dex";
  const scale = createScale(book.instrument, curve.baseDecimals);
  const lots = Number(ceilMul(size, inverse(scale.lotSize)));
  const ladder = readLadder(book, buying ? "ask" : "bid", 2 * lots);
  const usdcRate = buying ? rate.bid : rate.ask;
  const pricer = new SizePricer({ direction, ladder, curve, scale, usdcRate, rates: NO_CHARGES });
  return {
    book: bookPoints(ladder, scale, buying ? ceilMul : floorMul),
    pool: poolPoints(pricer, lots, { scale, buying }),
  };
}

/** Of more levels than are kept every so many, counted from the last one, and always the best. */
function bookPoints(ladder: Ladder, scale: Scale, round: typeof ceilMul): DepthPoint[] {
  const count = ladder.lots.length;
  const stride = Math.max(1, Math.ceil((count - 1) / (LEVELS - 1)));
  return ladder.lots.flatMap((lots, level) => {
    if (level > 0 && (count - 1 - level) % stride !== 0) return [];
    return [{ size: sizeOf(lots, scale), price: round(BigInt(ladder.ticksOf(level)), scale.tickUsd) }];
  });
}

/**
 * The pool in equal steps, the chosen size at half of them: a step's price is what its coins alone would fetch or cost.
 * It is never told better than that of the step before, which the rounding to the token's unit could feign.
 */
function poolPoints(
  pricer: SizePricer,
  chosen: number,
  { scale, buying }: { readonly scale: Scale; readonly buying: boolean },
): DepthPoint[] {
  const points: DepthPoint[] = [];
  let before = { lots: 0, usd: 0n };
  for (let step = 1; step <= SAMPLES; step += 1) {
    const lots = Number((BigInt(chosen) * BigInt(step)) / SAMPLES_TO_SIZE);
    if (lots === before.lots) continue;
    const usd = pricer.poolUsd(lots);
    if (usd === null) break;
    const price = stepPrice(usd - before.usd, lots - before.lots, { scale, buying });
    const last = points.at(-1)?.price ?? price;
    const isWorse = buying ? price < last : price > last;
    points.push({ size: sizeOf(lots, scale), price: isWorse ? price : last });
    before = { lots, usd };
  }
  return points;
}

/** Dollars (1e-9) a coin of some lots. Coins that are sold to the pool fetch less, those bought from it cost more. */
function stepPrice(
  usd: bigint,
  lots: number,
  { scale, buying }: { readonly scale: Scale; readonly buying: boolean },
): bigint {
  const perCoin = { num: 10n ** 9n * scale.lotSize.den, den: BigInt(lots) * scale.lotSize.num };
  return buying ? floorMul(usd, perCoin) : ceilMul(usd, perCoin);
}

function sizeOf(lots: number, { lotSize }: Scale): bigint {
  return floorMul(BigInt(lots), lotSize);
}

function inverse({ num, den }: Ratio): Ratio {
  return { num: den, den: num };
}
