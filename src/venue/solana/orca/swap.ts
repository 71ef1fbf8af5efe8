import type { PoolQuote } from "#model";
import { GroupWalk, type Volatility } from "./adaptive-fee.ts";
import { MAX_SQRT_PRICE, MIN_SQRT_PRICE, U64_MAX, U128_MAX } from "./program.ts";
import type { ProgramError, SwapRefusal } from "./refusals.ts";
import { computeStep, type SwapDirection, type SwapStep } from "./swap-step.ts";
import { tickAtSqrtPrice } from "./tick-math.ts";
import type { TickAhead, TickPath } from "./tick-path.ts";

/** One swap as the program's instruction takes it. */
export interface SwapOrder extends SwapDirection {
  /** Base units of what is given, 0 to 2^64 - 1. */
  readonly amount: bigint;
  /** The price at which the swap stops, filled or not; 0 for none. */
  readonly sqrtPriceLimit: bigint;
}

/** A quote and the liquidity that the pool would be left with. */
export interface SwapQuote extends PoolQuote {
  readonly liquidity: bigint;
}

/** The pool as a swap starts from it. */
export interface SwapStart {
  readonly sqrtPrice: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly feePpm: bigint;
  /** Null for a pool with a static fee. */
  readonly volatility: Volatility | null;
}

/** A swap under way. */
interface Run extends SwapStep {
  readonly order: SwapOrder;
  readonly staticPpm: bigint;
  readonly walk: GroupWalk | null;
  remaining: bigint;
  /** What comes out for a given input, or goes in with its fee for a given output. */
  calculated: bigint;
  fees: bigint;
  liquidity: bigint;
  tick: number;
  crossed: number;
}

/** Executes one swap the way the program does. Amounts are what the pool takes and gives. */
export function runSwap(start: SwapStart, path: TickPath, order: SwapOrder): SwapQuote | SwapRefusal {
  const invalid = refuseOrder(start.sqrtPrice, order);
  if (invalid !== null) return invalid;
  const limit = limitOf(order);
  const run = begin(start, order);
  for (let position = 0; run.remaining > 0n && run.sqrtPrice !== limit; position++) {
    const ahead = path.at(position);
    if (typeof ahead === "string") return ahead;
    const before = run.sqrtPrice;
    const failure = moveTowards(run, furthest(order.aToB, ahead.sqrtPrice, limit));
    if (failure !== null) return failure;
    if (run.sqrtPrice === ahead.sqrtPrice) {
      // The end of what was fetched: nobody knows whether a tick waits exactly here.
      if (!ahead.initialised && path.at(position + 1) === "TickArrayNotLoaded") return "TickArrayNotLoaded";
      const overflow = cross(run, ahead);
      if (overflow !== null) return overflow;
    } else if (run.sqrtPrice !== before) {
      run.tick = tickAtSqrtPrice(run.sqrtPrice);
    }
  }
  if (run.remaining > 0n && !order.exactIn && order.sqrtPriceLimit === 0n) return "PartialFillError";
  return quoteOf(run);
}

function limitOf({ aToB, sqrtPriceLimit }: SwapOrder): bigint {
  if (sqrtPriceLimit !== 0n) return sqrtPriceLimit;
  return aToB ? MIN_SQRT_PRICE : MAX_SQRT_PRICE;
}

/** What the program finds wrong with an order before it looks at time, fees or ticks; null for nothing. */
export function refuseOrder(sqrtPrice: bigint, order: SwapOrder): ProgramError | null {
  const limit = limitOf(order);
  if (limit < MIN_SQRT_PRICE || limit > MAX_SQRT_PRICE) return "SqrtPriceOutOfBounds";
  const behind = order.aToB ? limit > sqrtPrice : limit < sqrtPrice;
  if (behind) return "InvalidSqrtPriceLimitDirection";
  return order.amount === 0n ? "ZeroTradableAmount" : null;
}

function begin(start: SwapStart, order: SwapOrder): Run {
  return {
    order,
    staticPpm: start.feePpm,
    walk: start.volatility === null ? null : new GroupWalk(start.volatility, order.aToB),
    remaining: order.amount,
    calculated: 0n,
    fees: 0n,
    liquidity: start.liquidity,
    tick: start.tick,
    crossed: 0,
    amountIn: 0n,
    amountOut: 0n,
    fee: 0n,
    sqrtPrice: start.sqrtPrice,
  };
}

function furthest(aToB: boolean, tickPrice: bigint, limit: bigint): bigint {
  if (aToB) return tickPrice > limit ? tickPrice : limit;
  return tickPrice < limit ? tickPrice : limit;
}

/** Trades at constant liquidity until the target or the end of the amount. */
function moveTowards(run: Run, target: bigint): SwapRefusal | null {
  const { walk } = run;
  if (walk === null) return takeStep(run, run.staticPpm, target);
  do {
    const feePpm = walk.feePpm();
    const failure = takeStep(run, feePpm, walk.bound(target, run.liquidity));
    if (failure !== null) return failure;
    walk.advance(run.sqrtPrice);
  } while (run.remaining > 0n && run.sqrtPrice !== target);
  return null;
}

function takeStep(run: Run, feePpm: bigint, target: bigint): SwapRefusal | null {
  const failure = computeStep(run, run.order, run.remaining, feePpm, run.liquidity, run.sqrtPrice, target);
  if (failure !== null) return failure;
  const paid = run.amountIn + run.fee;
  run.remaining -= run.order.exactIn ? paid : run.amountOut;
  if (run.remaining < 0n) return "AmountRemainingOverflow";
  run.calculated += run.order.exactIn ? run.amountOut : paid;
  if (run.calculated > U64_MAX) return "AmountCalcOverflow";
  run.fees += run.fee;
  return null;
}

/** Having sold A down to a tick, the pool is below it; having sold B up to one, at it. */
function cross(run: Run, ahead: TickAhead): SwapRefusal | null {
  run.tick = run.order.aToB ? ahead.tick - 1 : ahead.tick;
  if (!ahead.initialised) return null;
  run.crossed += 1;
  run.liquidity += ahead.liquidityChange;
  if (run.liquidity < 0n) return "LiquidityUnderflow";
  return run.liquidity > U128_MAX ? "LiquidityOverflow" : null;
}

function quoteOf(run: Run): SwapQuote {
  const { order } = run;
  const done = order.amount - run.remaining;
  return {
    amountIn: order.exactIn ? done : run.calculated,
    amountOut: order.exactIn ? run.calculated : done,
    fee: run.fees,
    sqrtPrice: run.sqrtPrice,
    tick: run.tick,
    ticksCrossed: run.crossed,
    liquidity: run.liquidity,
  };
}
