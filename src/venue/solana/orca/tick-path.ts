import { MAX_TICK, MIN_TICK, TICKS_PER_ARRAY } from "./program.ts";
import type { SwapRefusal } from "./refusals.ts";
import type { TickArray, TickArrayState } from "./tick-array.ts";
import { sqrtPriceAtTick } from "./tick-math.ts";

/** A place at which a swap's step has to end: an initialised tick, or the last tick it may reach. */
export interface TickAhead {
  readonly tick: number;
  readonly sqrtPrice: bigint;
  readonly initialised: boolean;
  /** Liquidity gained (or lost) by crossing it in the path's direction. */
  readonly liquidityChange: bigint;
}

/** Looks up the array that starts at a tick; undefined where it was never fetched. */
export type TickArrays = (startTick: number) => TickArrayState | undefined;

/** One `swap_v2` is given this many arrays. */
const ARRAYS_PER_SWAP = 3;

/**
 * The ticks ahead of the current one in one direction, in the order in which a swap meets them, up
 * to the end of the arrays that one `swap_v2` takes. `at` returns the refusal beyond the last one.
 * Prices are computed when first asked for, as most swaps see one or two.
 */
export interface TickPath {
  at(position: number): TickAhead | SwapRefusal;
}

export function createTickPath(
  currentTick: number,
  tickSpacing: number,
  aToB: boolean,
  arrays: TickArrays,
): TickPath {
  const route = aToB
    ? routeDown(currentTick, tickSpacing, arrays)
    : routeUp(currentTick, tickSpacing, arrays);
  const seen: TickAhead[] = [];
  return {
    at(position) {
      const known = seen[position];
      if (known !== undefined) return known;
      const stop = route.stops[position];
      if (stop === undefined) return route.end;
      const { tick, initialised, net } = stop;
      const ahead: TickAhead = {
        tick,
        sqrtPrice: sqrtPriceAtTick(tick),
        initialised,
        liquidityChange: aToB ? -net : net,
      };
      seen[position] = ahead;
      return ahead;
    },
  };
}

interface Stop {
  readonly tick: number;
  readonly initialised: boolean;
  readonly net: bigint;
}

interface Route {
  readonly stops: readonly Stop[];
  readonly end: SwapRefusal;
}

function stopAt(array: TickArray, place: number, tickSpacing: number): Stop {
  const tick = array.startTick + (array.offsets[place] ?? 0) * tickSpacing;
  return { tick, initialised: true, net: array.nets[place] ?? 0n };
}

const bare = (tick: number): Stop => ({ tick, initialised: false, net: 0n });

/** Selling A: from the array that holds the current tick downwards, its own tick included. */
function routeDown(currentTick: number, tickSpacing: number, arrays: TickArrays): Route {
  const span = TICKS_PER_ARRAY * tickSpacing;
  const stops: Stop[] = [];
  let start = Math.floor(currentTick / span) * span;
  if (!startsWithinTicks(start, span)) return { stops, end: "InvalidTickArraySequence" };
  for (let index = 0; index < ARRAYS_PER_SWAP; index++) {
    if (index > 0) start -= span;
    const array = arrays(start);
    if (array === undefined) return unknownFrom(stops, index === 0 ? null : start + span);
    if (array !== "uninitialised") {
      for (let place = array.offsets.length - 1; place >= 0; place--) {
        const stop = stopAt(array, place, tickSpacing);
        if (stop.tick <= currentTick && stop.tick >= MIN_TICK) stops.push(stop);
      }
    }
    if (start <= MIN_TICK) return outOfArrays(stops, MIN_TICK);
  }
  return outOfArrays(stops, start);
}

/** Selling B: upwards, the current tick excluded, so that the last spacing belongs to the next array. */
function routeUp(currentTick: number, tickSpacing: number, arrays: TickArrays): Route {
  const span = TICKS_PER_ARRAY * tickSpacing;
  const stops: Stop[] = [];
  let start = Math.floor((currentTick + tickSpacing) / span) * span;
  if (!startsWithinTicks(start, span)) return { stops, end: "InvalidTickArraySequence" };
  for (let index = 0; index < ARRAYS_PER_SWAP; index++) {
    if (index > 0) start += span;
    const array = arrays(start);
    if (array === undefined) return unknownFrom(stops, index === 0 ? null : start);
    if (array !== "uninitialised") {
      for (let place = 0; place < array.offsets.length; place++) {
        const stop = stopAt(array, place, tickSpacing);
        if (stop.tick > currentTick && stop.tick <= MAX_TICK) stops.push(stop);
      }
    }
    if (start + span > MAX_TICK) break;
  }
  // Having crossed the last place of the last array, the program looks for one more array at once.
  if (stops.at(-1)?.tick === start + span - tickSpacing)
    return { stops, end: "TickArraySequenceInvalidIndex" };
  return outOfArrays(stops, Math.min(start + span - 1, MAX_TICK));
}

/** Nothing is known from `boundary` on (null: nothing at all), so a swap that reaches it is refused. */
function unknownFrom(stops: Stop[], boundary: number | null): Route {
  if (boundary !== null && stops.at(-1)?.tick !== boundary) stops.push(bare(boundary));
  return { stops, end: "TickArrayNotLoaded" };
}

/** The price may still move to `lastTick`, the end of the last array (or of all ticks), but not on. */
function outOfArrays(stops: Stop[], lastTick: number): Route {
  if (stops.at(-1)?.tick !== lastTick) stops.push(bare(lastTick));
  return { stops, end: "TickArraySequenceInvalidIndex" };
}

function startsWithinTicks(start: number, span: number): boolean {
  return start + span > MIN_TICK && start < MAX_TICK;
}

/**
 * Start ticks of the arrays to fetch: the one that holds the current tick and `perSide` more in each
 * direction, as far as ticks go, ascending. Two a side are enough for any swap that starts here, one
 * more keeps quotes alive while the price moves into the next array.
 */
export function edgeArrayStarts(
  pool: { readonly tickCurrentIndex: number; readonly tickSpacing: number },
  perSide: number,
): number[] {
  const span = TICKS_PER_ARRAY * pool.tickSpacing;
  const home = Math.floor(pool.tickCurrentIndex / span);
  const starts: number[] = [];
  for (let index = home - perSide; index <= home + perSide; index++) {
    if (startsWithinTicks(index * span, span)) starts.push(index * span);
  }
  return starts;
}
