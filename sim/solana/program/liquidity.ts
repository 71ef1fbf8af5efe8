import { MASK_128 } from "../bytes.ts";
import type { PoolState } from "./pool-state.ts";
import { tickAt } from "./pool-state.ts";
import { ProgramError } from "./program-error.ts";
import type { Tick } from "./tick-array-account.ts";
import { arrayStart } from "./tick-array-account.ts";
import { sqrtPriceOfTick } from "./tick-math.ts";
import { deltaA, deltaB } from "./token-delta.ts";

/** A liquidity provider's position, or the part of it that comes or goes. */
export interface LiquidityChange {
  readonly lowerTick: number;
  readonly upperTick: number;
  /** Added where positive, taken away where negative. */
  readonly liquidity: bigint;
}

/** Base units that go into the vaults (positive, rounded up) or leave them (negative, rounded down). */
export interface LiquidityAmounts {
  readonly amountA: bigint;
  readonly amountB: bigint;
}

/** The tokens behind a change at the pool's present price. */
function amountsOf(pool: PoolState, change: LiquidityChange): LiquidityAmounts {
  const { tick, sqrtPrice } = pool.whirlpool;
  const adds = change.liquidity > 0n;
  const size = adds ? change.liquidity : -change.liquidity;
  const sign = adds ? 1n : -1n;
  const rounding = adds ? "up" : "down";
  const low = sqrtPriceOfTick(change.lowerTick);
  const high = sqrtPriceOfTick(change.upperTick);
  const fromA = tick < change.lowerTick ? low : sqrtPrice;
  const toB = tick >= change.upperTick ? high : sqrtPrice;
  return {
    amountA: tick >= change.upperTick ? 0n : sign * deltaA(fromA, high, size, rounding),
    amountB: tick < change.lowerTick ? 0n : sign * deltaB(low, toB, size, rounding),
  };
}

/** A tick that comes to life below the price counts all growth so far as outside, above it none. */
function newTick(pool: PoolState, index: number): Tick {
  const { tick, feeGrowthA, feeGrowthB } = pool.whirlpool;
  const below = tick >= index;
  return {
    liquidityNet: 0n,
    liquidityGross: 0n,
    feeGrowthOutsideA: below ? feeGrowthA : 0n,
    feeGrowthOutsideB: below ? feeGrowthB : 0n,
  };
}

function changeTick(pool: PoolState, index: number, liquidity: bigint, isUpper: boolean): void {
  const { tickSpacing } = pool.whirlpool;
  const start = arrayStart(index, tickSpacing);
  const array = pool.arrays.get(start);
  if (array === undefined) throw new ProgramError("InvalidTickArraySequence");
  const tick = tickAt(pool, index) ?? newTick(pool, index);
  tick.liquidityGross += liquidity;
  tick.liquidityNet += isUpper ? -liquidity : liquidity;
  const offset = (index - start) / tickSpacing;
  if (tick.liquidityGross === 0n) array.ticks.delete(offset);
  else array.ticks.set(offset, tick);
}

function checkChange(pool: PoolState, { lowerTick, upperTick, liquidity }: LiquidityChange): void {
  const { tickSpacing } = pool.whirlpool;
  if (liquidity === 0n) throw new ProgramError("LiquidityZero");
  const aligned = lowerTick % tickSpacing === 0 && upperTick % tickSpacing === 0;
  if (!aligned || lowerTick >= upperTick) throw new ProgramError("InvalidTickIndex");
  for (const index of [lowerTick, upperTick]) {
    if ((tickAt(pool, index)?.liquidityGross ?? 0n) + liquidity < 0n)
      throw new ProgramError("LiquidityTooHigh");
  }
}

/**
 * Adds or takes away a position's liquidity: both end ticks, and the pool's own liquidity where the price
 * is inside. The pool is stamped with the block time either way, so its account always changes too. The
 * arrays of both ends must exist. Throws `ProgramError`, and then changes nothing.
 */
export function changeLiquidity(
  pool: PoolState,
  change: LiquidityChange,
  blockTimeSec: bigint,
): LiquidityAmounts {
  checkChange(pool, change);
  const amounts = amountsOf(pool, change);
  changeTick(pool, change.lowerTick, change.liquidity, false);
  changeTick(pool, change.upperTick, change.liquidity, true);
  const { whirlpool } = pool;
  whirlpool.rewardsUpdatedSec = blockTimeSec;
  if (whirlpool.tick >= change.lowerTick && whirlpool.tick < change.upperTick)
    whirlpool.liquidity = (whirlpool.liquidity + change.liquidity) & MASK_128;
  return amounts;
}
