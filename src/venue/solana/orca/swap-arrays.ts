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
  const { first, forward } = beginning(tick, tickSpacing, aToB);
  const next = (start: number): number =>
    startsWithinTicks(start + forward, tickSpacing) ? start + forward : start;
  const second = next(first);
  return [first, second, next(second)];
}

/**
 * Start ticks of the arrays on either side of those three, the one behind first, as far as ticks go. Between
 * signing and landing the price may cross an array's edge either way: then the program begins one array
 * behind, without which it refuses the swap, or one further on, and finds as many ahead as it would have had.
 */
export function supplementalArrayStarts(tick: number, tickSpacing: number, aToB: boolean): readonly number[] {
  const { first, forward } = beginning(tick, tickSpacing, aToB);
  return [first - forward, first + 3 * forward].filter((start) => startsWithinTicks(start, tickSpacing));
}

/** Where the first array starts, and how far it is from there to the next one. */
function beginning(tick: number, tickSpacing: number, aToB: boolean): { first: number; forward: number } {
  const span = TICKS_PER_ARRAY * tickSpacing;
  const first = Math.floor((aToB ? tick : tick + tickSpacing) / span) * span;
  return { first, forward: aToB ? -span : span };
}

function startsWithinTicks(start: number, tickSpacing: number): boolean {
  return start + TICKS_PER_ARRAY * tickSpacing > MIN_TICK && start < MAX_TICK;
}
