import type { DepthUpdate } from "#model";
import type { BookSide } from "./book-side.ts";

/** True where both sides hold exactly the reply's levels over the range that the reply covers. */
export function compareDepth(reply: DepthUpdate, bids: BookSide, asks: BookSide): boolean {
  return (
    sideEquals(reply.bidTicks, reply.bidLots, reply.bidCount, bids) &&
    sideEquals(reply.askTicks, reply.askLots, reply.askCount, asks)
  );
}

/** Each level of the reply is held with its size, and nothing else is held as far as its worst level. */
function sideEquals(ticks: Float64Array, lots: Float64Array, count: number, side: BookSide): boolean {
  let compared = 0;
  let reach = 0;
  for (let i = 0; i < count; i += 1) {
    if (lots[i] === 0) continue;
    if (side.lotsOf(ticks[i] as number) !== lots[i]) return false;
    compared += 1;
    reach = Math.max(reach, side.countThrough(ticks[i] as number));
  }
  // A side that the reply shows empty must be empty; else the worst level's rank counts what we hold.
  return compared === 0 ? side.count === 0 : reach === compared;
}
