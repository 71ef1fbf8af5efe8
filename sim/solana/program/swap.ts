import { MASK_128 } from "../bytes.ts";
import type { FeeRule } from "./adaptive-fee.ts";
import { adaptiveFee, staticFee } from "./adaptive-fee.ts";
import type { FeeVariables } from "./oracle-account.ts";
import type { PoolState } from "./pool-state.ts";
import { tickAt } from "./pool-state.ts";
import { ProgramError } from "./program-error.ts";
import type { StepResult } from "./swap-step.ts";
import { swapStep } from "./swap-step.ts";
import type { Tick } from "./tick-array-account.ts";
import { MAX_SQRT_PRICE, MIN_SQRT_PRICE, sqrtPriceOfTick, tickOfSqrtPrice } from "./tick-math.ts";
import { createTickSequence } from "./tick-sequence.ts";

const PROTOCOL_FEE_DENOMINATOR = 10_000n;

export interface SwapRequest {
  readonly aToB: boolean;
  readonly exactIn: boolean;
  /** Base units of the input (exact in) or of the output (exact out). */
  readonly amount: bigint;
  /** Q64.64; 0 means none. */
  readonly sqrtPriceLimit: bigint;
  readonly blockTimeSec: bigint;
  /** How many tick arrays, from the current one on, the swap may look into; three where left out. */
  readonly arrays?: number;
}

interface CrossedTick {
  readonly index: number;
  readonly tick: Tick;
  readonly outsideA: bigint;
  readonly outsideB: bigint;
}

/** What a swap would do; `applySwap` makes it so. Amounts in base units, the fee within `amountIn`. */
export interface SwapOutcome {
  readonly aToB: boolean;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly lpFee: bigint;
  readonly protocolFee: bigint;
  readonly sqrtPrice: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  /** Fee growth of the input token. */
  readonly feeGrowth: bigint;
  readonly crossed: readonly CrossedTick[];
  readonly feeVariables: FeeVariables | undefined;
  readonly blockTimeSec: bigint;
  /** Stretches at one liquidity and fee that it took; each costs the program time. */
  readonly stretches: number;
}

interface Progress {
  remaining: bigint;
  calculated: bigint;
  lpFee: bigint;
  protocolFee: bigint;
  price: bigint;
  tick: number;
  liquidity: bigint;
  feeGrowth: bigint;
  readonly crossed: CrossedTick[];
  stretches: number;
}

function priceLimit(pool: PoolState, { aToB, sqrtPriceLimit }: SwapRequest): bigint {
  const limit = sqrtPriceLimit === 0n ? (aToB ? MIN_SQRT_PRICE : MAX_SQRT_PRICE) : sqrtPriceLimit;
  if (limit < MIN_SQRT_PRICE || limit > MAX_SQRT_PRICE) throw new ProgramError("SqrtPriceOutOfBounds");
  const price = pool.whirlpool.sqrtPrice;
  if (aToB ? limit > price : limit < price) throw new ProgramError("InvalidSqrtPriceLimitDirection");
  return limit;
}

function feeRule(pool: PoolState, { aToB, blockTimeSec }: SwapRequest): FeeRule {
  const { feeRate, tick } = pool.whirlpool;
  if (pool.oracle === undefined) return staticFee(feeRate);
  if (blockTimeSec < pool.oracle.tradeEnableSec) throw new ProgramError("TradeIsNotEnabled");
  return adaptiveFee(pool.oracle, { aToB, tick, feeRate, nowSec: blockTimeSec });
}

function begin(pool: PoolState, request: SwapRequest): Progress {
  const { whirlpool } = pool;
  return {
    remaining: request.amount,
    calculated: 0n,
    lpFee: 0n,
    protocolFee: 0n,
    price: whirlpool.sqrtPrice,
    tick: whirlpool.tick,
    liquidity: whirlpool.liquidity,
    feeGrowth: request.aToB ? whirlpool.feeGrowthA : whirlpool.feeGrowthB,
    crossed: [],
    stretches: 0,
  };
}

/** Books a stretch: the protocol takes its floored share of the fee, the rest is growth per liquidity. */
function book(progress: Progress, step: StepResult, pool: PoolState, exactIn: boolean): void {
  progress.remaining -= exactIn ? step.amountIn + step.fee : step.amountOut;
  progress.calculated += exactIn ? step.amountOut : step.amountIn + step.fee;
  if (progress.remaining < 0n) throw new ProgramError("AmountRemainingOverflow");
  const protocolFee = (step.fee * BigInt(pool.whirlpool.protocolFeeRate)) / PROTOCOL_FEE_DENOMINATOR;
  const lpFee = step.fee - protocolFee;
  progress.stretches += 1;
  progress.protocolFee += protocolFee;
  progress.lpFee += lpFee;
  if (progress.liquidity > 0n)
    progress.feeGrowth = (progress.feeGrowth + (lpFee << 64n) / progress.liquidity) & MASK_128;
}

function cross(progress: Progress, pool: PoolState, aToB: boolean, index: number): void {
  const tick = tickAt(pool, index);
  if (tick === undefined) return;
  const { whirlpool } = pool;
  const growthA = aToB ? progress.feeGrowth : whirlpool.feeGrowthA;
  const growthB = aToB ? whirlpool.feeGrowthB : progress.feeGrowth;
  progress.crossed.push({
    index,
    tick,
    outsideA: (growthA - tick.feeGrowthOutsideA) & MASK_128,
    outsideB: (growthB - tick.feeGrowthOutsideB) & MASK_128,
  });
  progress.liquidity += aToB ? -tick.liquidityNet : tick.liquidityNet;
  if (progress.liquidity < 0n || progress.liquidity > MASK_128) throw new ProgramError("LiquidityUnderflow");
}

function walk(progress: Progress, pool: PoolState, request: SwapRequest, fees: FeeRule): void {
  const { aToB, exactIn } = request;
  const limit = priceLimit(pool, request);
  const nextTickFrom = createTickSequence(pool, aToB, request.arrays);
  while (progress.remaining > 0n && progress.price !== limit) {
    const nextTick = nextTickFrom(progress.tick);
    const nextTickPrice = sqrtPriceOfTick(nextTick);
    const target = aToB === nextTickPrice > limit ? nextTickPrice : limit;
    do {
      const feeRate = fees.rate();
      const stretch = fees.bound(target, progress.liquidity);
      const { remaining, liquidity, price } = progress;
      const step = swapStep({ remaining, feeRate, liquidity, price, target: stretch.target, exactIn, aToB });
      book(progress, step, pool, exactIn);
      if (step.price === nextTickPrice) {
        cross(progress, pool, aToB, nextTick);
        progress.tick = aToB ? nextTick - 1 : nextTick;
      } else if (step.price !== price) {
        progress.tick = tickOfSqrtPrice(step.price);
      }
      progress.price = step.price;
      fees.advance(stretch.skipped, step.price, nextTick, nextTickPrice);
    } while (progress.remaining > 0n && progress.price !== target);
  }
}

/**
 * Executes a swap without changing the pool. Throws `ProgramError` with the program's own error name; an
 * exact input may stop at the price limit with less than `amount` taken.
 */
export function executeSwap(pool: PoolState, request: SwapRequest): SwapOutcome {
  if (request.amount === 0n) throw new ProgramError("ZeroTradableAmount");
  const fees = feeRule(pool, request);
  const progress = begin(pool, request);
  walk(progress, pool, request, fees);
  if (progress.remaining > 0n && !request.exactIn && request.sqrtPriceLimit === 0n)
    throw new ProgramError("PartialFillError");
  const specified = request.amount - progress.remaining;
  return {
    aToB: request.aToB,
    amountIn: request.exactIn ? specified : progress.calculated,
    amountOut: request.exactIn ? progress.calculated : specified,
    lpFee: progress.lpFee,
    protocolFee: progress.protocolFee,
    sqrtPrice: progress.price,
    tick: progress.tick,
    liquidity: progress.liquidity,
    feeGrowth: progress.feeGrowth,
    crossed: progress.crossed,
    feeVariables: fees.finish(pool.whirlpool.sqrtPrice, progress.price),
    blockTimeSec: request.blockTimeSec,
    stretches: progress.stretches,
  };
}

/** Writes a swap's outcome into the pool, the ticks that it crossed and the oracle. */
export function applySwap(pool: PoolState, outcome: SwapOutcome): void {
  const { whirlpool, oracle } = pool;
  for (const { tick, outsideA, outsideB } of outcome.crossed) {
    tick.feeGrowthOutsideA = outsideA;
    tick.feeGrowthOutsideB = outsideB;
  }
  whirlpool.sqrtPrice = outcome.sqrtPrice;
  whirlpool.tick = outcome.tick;
  whirlpool.liquidity = outcome.liquidity;
  whirlpool.rewardsUpdatedSec = outcome.blockTimeSec;
  if (outcome.aToB) {
    whirlpool.feeGrowthA = outcome.feeGrowth;
    whirlpool.protocolFeeOwedA += outcome.protocolFee;
  } else {
    whirlpool.feeGrowthB = outcome.feeGrowth;
    whirlpool.protocolFeeOwedB += outcome.protocolFee;
  }
  if (oracle !== undefined && outcome.feeVariables !== undefined) oracle.variables = outcome.feeVariables;
}
