import type { PoolState } from "./pool-state.ts";
import { ProgramError } from "./program-error.ts";
import { arrayStart, TICKS_PER_ARRAY } from "./tick-array-account.ts";
import { MAX_TICK, MIN_TICK } from "./tick-math.ts";

/** The arrays that one `swap_v2` takes without supplements. */
export const ARRAYS_PER_SWAP = 3;

/**
 * The next initialised tick in the direction of a swap, among the `count` arrays that begin with the current
 * one. Going up, a price in the last spacing of an array already belongs to the next array. Where no tick
 * is left the edge of the last array is returned; searching on from there throws
 * `TickArraySequenceInvalidIndex`.
 */
export function createTickSequence(
  pool: PoolState,
  aToB: boolean,
  count = ARRAYS_PER_SWAP,
): (fromTick: number) => number {
  const { tickSpacing } = pool.whirlpool;
  const span = TICKS_PER_ARRAY * tickSpacing;
  const shift = aToB ? 0 : tickSpacing;
  const first = arrayStart(pool.whirlpool.tick + shift, tickSpacing);

  const searchDown = (start: number, from: number): number | undefined => {
    const ticks = pool.arrays.get(start)?.ticks;
    if (ticks === undefined) return undefined;
    const highest = Math.min(TICKS_PER_ARRAY - 1, Math.floor((from - start) / tickSpacing));
    for (let index = highest; index >= 0; index -= 1)
      if (ticks.has(index)) return start + index * tickSpacing;
    return undefined;
  };
  const searchUp = (start: number, from: number): number | undefined => {
    const ticks = pool.arrays.get(start)?.ticks;
    if (ticks === undefined) return undefined;
    const lowest = Math.max(0, Math.floor((from - start) / tickSpacing) + 1);
    for (let index = lowest; index < TICKS_PER_ARRAY; index += 1)
      if (ticks.has(index)) return start + index * tickSpacing;
    return undefined;
  };

  return (fromTick) => {
    const begin = arrayStart(fromTick + shift, tickSpacing);
    const last = first + (aToB ? -1 : 1) * (count - 1) * span;
    if (aToB ? begin < last : begin > last) throw new ProgramError("TickArraySequenceInvalidIndex");
    const direction = aToB ? -span : span;
    for (let start = begin; aToB ? start >= last : start <= last; start += direction) {
      const found = aToB ? searchDown(start, fromTick) : searchUp(start, fromTick);
      if (found !== undefined) return found;
    }
    return aToB ? Math.max(last, MIN_TICK) : Math.min(last + span - 1, MAX_TICK);
  };
}
