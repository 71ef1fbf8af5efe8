import { MAX_TICK, MIN_TICK, TICKS_PER_ARRAY } from "./program.ts";

/**
 * Start ticks of the three arrays that a swap names, in trade direction from the one that it begins in;
 * where ticks end the last one is repeated. Upwards the current tick itself is never crossed, so that the
 * last spacing of an array already belongs to the next one, as tick-path.ts has it.
 */
export function swapArrayStarts(
  tick: number,
  tickSpacing: number,
  aToB: boolean,
): readonly [number, number, number] {
  const span = TICKS_PER_ARRAY * tickSpacing;
  const first = Math.floor((aToB ? tick : tick + tickSpacing) / span) * span;
  const next = (start: number): number => {
    const moved = aToB ? start - span : start + span;
    return moved + span > MIN_TICK && moved < MAX_TICK ? moved : start;
  };
  const second = next(first);
  return [first, second, next(second)];
}
