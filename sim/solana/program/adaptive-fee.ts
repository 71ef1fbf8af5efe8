import type { FeeConstants, FeeVariables, Oracle } from "./oracle-account.ts";
import { ProgramError } from "./program-error.ts";
import { MAX_TICK, MIN_TICK, sqrtPriceOfTick, tickOfSqrtPrice } from "./tick-math.ts";

/**
 * The adaptive fee: it grows with the square of the distance, in groups of ticks, that the price has moved
 * away from a reference, and the reference follows and decays with block time.
 */
const ACCUMULATOR_PER_GROUP = 10_000;
const REDUCTION_DENOMINATOR = 10_000;
const FEE_RATE_LIMIT = 100_000n;
const CONTROL_DENOMINATOR = 10_000_000_000_000n;
const MAX_REFERENCE_AGE_SEC = 3_600n;

/** The fee rule that a swap asks at each stretch. */
export interface FeeRule {
  /** Millionths, for the stretch that begins now. */
  rate(): bigint;
  /** How far the stretch may go at this rate. `skipped`: the rate needs no look at each group. */
  bound(target: bigint, liquidity: bigint): { target: bigint; skipped: boolean };
  advance(skipped: boolean, price: bigint, nextTick: number, nextTickPrice: bigint): void;
  /** The oracle's variables after the swap, undefined in a static-fee pool. */
  finish(prePrice: bigint, postPrice: bigint): FeeVariables | undefined;
}

export function staticFee(feeRate: number): FeeRule {
  return {
    rate: () => BigInt(feeRate),
    bound: (target) => ({ target, skipped: true }),
    advance: () => {},
    finish: () => undefined,
  };
}

function moveReference(
  variables: FeeVariables,
  constants: FeeConstants,
  group: number,
  nowSec: bigint,
): void {
  const { lastReferenceUpdateSec, lastMajorSwapSec } = variables;
  const latestSec = lastMajorSwapSec > lastReferenceUpdateSec ? lastMajorSwapSec : lastReferenceUpdateSec;
  if (nowSec < latestSec) throw new ProgramError("InvalidTimestamp");
  const elapsedSec = nowSec - latestSec;
  const tooOld = nowSec - lastReferenceUpdateSec > MAX_REFERENCE_AGE_SEC;
  if (!tooOld && elapsedSec < BigInt(constants.filterPeriodSec)) return;
  const decays = !tooOld && elapsedSec < BigInt(constants.decayPeriodSec);
  variables.volatilityReference = decays
    ? Math.floor((variables.volatilityAccumulator * constants.reductionFactor) / REDUCTION_DENOMINATOR)
    : 0;
  variables.tickGroupReference = group;
  variables.lastReferenceUpdateSec = nowSec;
}

function accumulate(variables: FeeVariables, constants: FeeConstants, group: number): void {
  const distance = Math.abs(variables.tickGroupReference - group);
  const raw = variables.volatilityReference + distance * ACCUMULATOR_PER_GROUP;
  variables.volatilityAccumulator = Math.min(raw, constants.maxAccumulator);
}

/** A swap is major when the prices before and after are at least the threshold's ticks apart. */
function isMajor(prePrice: bigint, postPrice: bigint, constants: FeeConstants): boolean {
  const [low, high] = prePrice < postPrice ? [prePrice, postPrice] : [postPrice, prePrice];
  return high >= (low * sqrtPriceOfTick(constants.majorSwapThresholdTicks)) >> 64n;
}

const clampTick = (tick: number): number => Math.min(MAX_TICK, Math.max(MIN_TICK, tick));

/**
 * Outside these groups the accumulator is at its maximum, so the fee no longer changes. Undefined at an
 * end that lies beyond the greatest or least tick.
 */
function coreRange(variables: FeeVariables, constants: FeeConstants) {
  const headroom = constants.maxAccumulator - variables.volatilityReference;
  const reach = Math.ceil(headroom / ACCUMULATOR_PER_GROUP);
  const lowGroup = variables.tickGroupReference - reach;
  const highGroup = variables.tickGroupReference + reach;
  const lowTick = lowGroup * constants.tickGroupSize;
  const highTick = (highGroup + 1) * constants.tickGroupSize;
  return {
    low: lowTick > MIN_TICK ? { group: lowGroup, price: sqrtPriceOfTick(lowTick) } : undefined,
    high: highTick < MAX_TICK ? { group: highGroup, price: sqrtPriceOfTick(highTick) } : undefined,
  };
}

const least = (x: bigint, y: bigint): bigint => (x < y ? x : y);
const greatest = (x: bigint, y: bigint): bigint => (x > y ? x : y);

export interface AdaptiveFeeInput {
  readonly aToB: boolean;
  readonly tick: number;
  readonly feeRate: number;
  readonly nowSec: bigint;
}

/** Works on a copy of the oracle's variables. Throws `InvalidTimestamp` where block time went backwards. */
export function adaptiveFee(oracle: Oracle, swap: AdaptiveFeeInput): FeeRule {
  const { constants } = oracle;
  const { aToB } = swap;
  const size = constants.tickGroupSize;
  const variables = { ...oracle.variables };
  let group = Math.floor(swap.tick / size);
  moveReference(variables, constants, group, swap.nowSec);
  const core = coreRange(variables, constants);

  const rate = (): bigint => {
    accumulate(variables, constants, group);
    const crossed = BigInt(variables.volatilityAccumulator) * BigInt(size);
    const scaled = BigInt(constants.controlFactor) * crossed * crossed;
    const adaptive = (scaled + CONTROL_DENOMINATOR - 1n) / CONTROL_DENOMINATOR;
    return least(BigInt(swap.feeRate) + adaptive, FEE_RATE_LIMIT);
  };
  const bound = (target: bigint, liquidity: bigint) => {
    if (constants.controlFactor === 0 || liquidity === 0n) return { target, skipped: true };
    if (core.low && group < core.low.group)
      return { target: aToB ? target : least(target, core.low.price), skipped: true };
    if (core.high && group > core.high.group)
      return { target: aToB ? greatest(target, core.high.price) : target, skipped: true };
    const edge = sqrtPriceOfTick(clampTick(aToB ? group * size : (group + 1) * size));
    return { target: aToB ? greatest(target, edge) : least(target, edge), skipped: false };
  };
  const lastTraversedGroup = (price: bigint, nextTick: number, nextTickPrice: bigint): number => {
    const tick = price === nextTickPrice ? nextTick : tickOfSqrtPrice(price);
    const onEdge = tick % size === 0 && (price === nextTickPrice || price === sqrtPriceOfTick(tick));
    return onEdge && !aToB ? tick / size - 1 : Math.floor(tick / size);
  };
  return {
    rate,
    bound,
    advance(skipped, price, nextTick, nextTickPrice) {
      if (skipped) {
        const reached = lastTraversedGroup(price, nextTick, nextTickPrice);
        if (aToB ? reached < group : reached > group) {
          group = reached;
          accumulate(variables, constants, group);
        }
      }
      group += aToB ? -1 : 1;
    },
    finish(prePrice, postPrice) {
      if (isMajor(prePrice, postPrice, constants)) variables.lastMajorSwapSec = swap.nowSec;
      return variables;
    },
  };
}
