import { argmax, lastWhere } from "./concave.ts";
import { PCT_ONE } from "./config.ts";
import type { Ladder } from "./ladder.ts";
import type { Refusal } from "./refusal.ts";
import type { PricedSize, SizePricer } from "./size-pricer.ts";

export interface SizeLimits {
  readonly minLots: number;
  /** At least as many lots as the position limit can pay for; bounds the search. */
  readonly maxLots: number;
  /** Largest payment of the buying leg, 1e-9 USD. */
  readonly maxPaymentUsd: bigint;
  /** Least net over payment, 1e-6 percent points. */
  readonly thresholdPct: bigint;
}

/** Why there is no size; `detail` is the pool's own word where it was the pool that refused. */
export interface SizeRefusal {
  readonly refused: Refusal;
  readonly detail: string;
}

/** Chords that are tried before the exact end is searched for; each gains about two digits. */
const CHORDS = 4;

/** Ten base units of the pool's dollar token, 1e-9 USD: more than all roundings of a net together. */
const ROUNDING_USD = 10_000n;

/**
 * The size with the greatest net. Proceeds are concave and payments convex in the size and every cost is
 * linear in one of them, so the net is concave and so is net less threshold times payment. Where the
 * best size's own average is below the threshold, the sizes that clear it are one interval which ends
 * before the best size, and its far end is the largest net among them.
 */
export function bestSize(pricer: SizePricer, ladder: Ladder, limits: SizeLimits): PricedSize | SizeRefusal {
  const low = Math.max(1, limits.minLots);
  const high = Math.min(ladder.depthLots, limits.maxLots);
  if (high < low) return { refused: "below-minimum-size", detail: `${high} of ${low} lots` };
  const smallest = pricer.at(low);
  if (smallest === null) return poolRefusal(pricer.refusal);
  if (smallest.paymentUsd > limits.maxPaymentUsd) {
    return { refused: "below-minimum-size", detail: "the smallest order exceeds the position limit" };
  }
  const affordable = largestAffordable(pricer, smallest, high, limits.maxPaymentUsd);
  const best = greatestNet(pricer, ladder, low, affordable) ?? smallest;
  if (surplus(best, limits.thresholdPct) >= 0n) return best;
  return largestEarning(pricer, limits.thresholdPct, low, best.lots);
}

/** The pool's `TickArrayNotLoaded` is our own gap in knowledge; any other word is the program's. */
function poolRefusal(reason: string): SizeRefusal {
  const refused = reason === "TickArrayNotLoaded" ? "pool-depth-unloaded" : "pool-refused";
  return { refused, detail: reason };
}

/**
 * The largest size that the pool quotes and the limit pays for, from one that it does. Payments are
 * convex, so the chord from a size within the limit to one beyond it meets the limit too early, never
 * too late: each step lands within the limit and, payments being nearly straight, close to it.
 */
function largestAffordable(pricer: SizePricer, from: PricedSize, high: number, limitUsd: bigint): number {
  const quoted =
    pricer.at(high) === null ? lastWhere(from.lots, high, (lots) => pricer.at(lots) !== null) : high;
  const affords = (lots: number): boolean => (pricer.at(lots)?.paymentUsd ?? limitUsd + 1n) <= limitUsd;
  const end = pricer.at(quoted);
  if (end === null || end.paymentUsd <= limitUsd) return quoted;
  let within = from;
  for (let step = 0; step < CHORDS; step += 1) {
    const reach = (limitUsd - within.paymentUsd) * BigInt(end.lots - within.lots);
    const next = within.lots + Number(reach / (end.paymentUsd - within.paymentUsd));
    const size = next === within.lots ? null : pricer.at(next);
    if (size === null || size.paymentUsd > limitUsd) break;
    within = size;
  }
  // Doubling strides close what the chords and the rounding leave.
  let stride = 1;
  while (within.lots + stride < end.lots && affords(within.lots + stride)) stride *= 2;
  return lastWhere(within.lots, Math.min(within.lots + stride, end.lots) - 1, affords);
}

/**
 * A best size often lies where a level ends. Rounding can hide such a corner by a few lots, so the ends
 * of the level found and of the one above it are looked at as well; of equals the smaller size wins.
 */
function greatestNet(pricer: SizePricer, ladder: Ladder, low: number, high: number): PricedSize | null {
  const net = (lots: number): bigint | null => pricer.at(lots)?.netUsd ?? null;
  const found = argmax(risingEnd(low, high, net), high, net);
  const level = ladder.levelOf(found);
  let best: PricedSize | null = null;
  for (const lots of [ladder.lots[level - 1] ?? low, found, ladder.lots[level] ?? high, high]) {
    if (lots < low || lots > high) continue;
    const size = pricer.at(lots);
    if (size === null) continue;
    if (best === null || size.netUsd > best.netUsd) best = size;
  }
  return best;
}

/**
 * Where the net still rises before `high`, by more than rounding can feign, all smaller sizes are lower
 * and the search may start there: the usual case of a position limit below the best size.
 */
function risingEnd(low: number, high: number, net: (lots: number) => bigint | null): number {
  const before = high - Math.max(1, Math.floor((high - low) / 1024));
  if (before <= low) return low;
  return (net(high) ?? 0n) - (net(before) ?? 0n) > ROUNDING_USD ? before : low;
}

function largestEarning(
  pricer: SizePricer,
  thresholdPct: bigint,
  low: number,
  high: number,
): PricedSize | SizeRefusal {
  const surplusAt = (lots: number): bigint | null => {
    const size = pricer.at(lots);
    return size === null ? null : surplus(size, thresholdPct);
  };
  const peak = argmax(low, high, surplusAt);
  if ((surplusAt(peak) ?? -1n) < 0n) return { refused: "net-below-threshold", detail: "" };
  const last = lastWhere(peak, high, (lots) => (surplusAt(lots) ?? -1n) >= 0n);
  return pricer.at(last) ?? { refused: "net-below-threshold", detail: "" };
}

/** Net less the threshold's share of the payment, times PCT_ONE: at least zero where the size earns. */
function surplus(size: PricedSize, thresholdPct: bigint): bigint {
  return size.netUsd * PCT_ONE - thresholdPct * size.paymentUsd;
}
