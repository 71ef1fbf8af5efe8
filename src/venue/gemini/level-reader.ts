import type { DepthUpdate } from "#model";
import { CLIPPED, NOT_A_NUMBER, OFF_STEP, readSteps } from "./step-scale.ts";
import type { Listing } from "./symbol-table.ts";

/**
 * Levels that one side of a frame may have. The largest real snapshot had 2,564; a hostile frame of a
 * million would keep the loop busy for minutes.
 */
export const MAX_LEVELS = 32_768;

type Levels = readonly (readonly [string, string])[];

/**
 * Fills an update from parsed levels. Returns null, or the reason why the whole frame is refused: one
 * bad level makes all of it doubtful. The buffers then hold half of the frame and must not be used.
 */
export function fillLevels(update: DepthUpdate, listing: Listing, bids: Levels, asks: Levels): string | null {
  const longest = Math.max(bids.length, asks.length);
  if (longest > MAX_LEVELS) return `${longest} levels on a side`;
  enlarge(update, longest);
  update.symbol = listing.symbol;
  update.clipped = 0;
  update.bidCount = fillSide(update, listing, bids, update.bidTicks, update.bidLots);
  update.askCount = fillSide(update, listing, asks, update.askTicks, update.askLots);
  const badLevel = bids[-update.bidCount - 1] ?? asks[-update.askCount - 1];
  return badLevel === undefined ? null : refusalOf(badLevel, listing);
}

/** Reads a price: positive ticks, CLIPPED, or a refusal as in readSteps (zero is no price). */
export function readPrice(text: string, listing: Listing): number {
  const ticks = readSteps(text, listing.price, "exact");
  return ticks === 0 ? NOT_A_NUMBER : ticks;
}

/** Reads a quantity: lots rounded down, CLIPPED or NOT_A_NUMBER. */
export function readSize(text: string, listing: Listing): number {
  return readSteps(text, listing.lot, "floor");
}

/** True for a value that may be used or left out; false for one that spoils its frame. */
export function isReadable(steps: number): boolean {
  return steps >= 0 || steps === CLIPPED;
}

/** The count of levels held, or -1 - i where level i is bad. */
function fillSide(
  update: DepthUpdate,
  listing: Listing,
  levels: Levels,
  ticks: Float64Array,
  lots: Float64Array,
): number {
  let count = 0;
  for (const [index, [priceText, sizeText]] of levels.entries()) {
    const price = readPrice(priceText, listing);
    const size = readSize(sizeText, listing);
    if (!isReadable(price) || !isReadable(size)) return -1 - index;
    if (price === CLIPPED || size === CLIPPED) {
      update.clipped += 1;
      continue;
    }
    ticks[count] = price;
    lots[count] = size;
    count += 1;
  }
  return count;
}

function refusalOf([price, size]: readonly [string, string], listing: Listing): string {
  const isOffTick = readPrice(price, listing) === OFF_STEP;
  return `${isOffTick ? "price off tick" : "bad level"} [${price.slice(0, 40)}, ${size.slice(0, 40)}]`;
}

function enlarge(update: DepthUpdate, levels: number): void {
  if (levels > update.bidTicks.length) {
    update.bidTicks = new Float64Array(levels);
    update.bidLots = new Float64Array(levels);
  }
  if (levels > update.askTicks.length) {
    update.askTicks = new Float64Array(levels);
    update.askLots = new Float64Array(levels);
  }
}
