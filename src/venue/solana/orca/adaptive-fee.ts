import type { Oracle } from "./oracle.ts";
import { FEE_CAP_PPM, MAX_TICK, MIN_TICK } from "./program.ts";
import type { SwapRefusal } from "./refusals.ts";
import { sqrtPriceAtTick, tickAtSqrtPrice } from "./tick-math.ts";
import { ceilingOf } from "./token-math.ts";
import type { Whirlpool } from "./whirlpool.ts";

/**
 * The volatility fee of an adaptive pool: on top of the static rate comes
 * `ceil(control * (accumulator * groupSize)^2 / 1e13)`, together at most 10 %. The accumulator is the
 * reference volatility plus 10,000 for each tick group between the reference group and the present
 * one, so it changes while a swap crosses groups, and the reference decays with block time.
 * Source: Orca's developer documentation, "Understanding Whirlpool Fees".
 */
const VOLATILITY_PER_GROUP = 10_000;
const REDUCTION_DENOMINATOR = 10_000;
const FEE_SCALE = 10_000_000_000_000n;
const MAX_REFERENCE_AGE_SEC = 3600n;

/** One end of the groups within which the accumulator still moves; null where ticks end before it. */
interface CoreEdge {
  readonly group: number;
  readonly sqrtPrice: bigint;
}

/** The pool's volatility as every swap of one block time finds it. */
export interface Volatility {
  readonly staticPpm: bigint;
  readonly controlFactor: bigint;
  readonly maxAccumulator: number;
  readonly groupSize: number;
  readonly reference: number;
  readonly referenceGroup: number;
  readonly currentGroup: number;
  readonly coreLower: CoreEdge | null;
  readonly coreUpper: CoreEdge | null;
  /** What quotes have already computed, by group: its fee, and the price at its lower end. */
  readonly knownFees: Map<number, bigint>;
  readonly knownPrices: Map<number, bigint>;
}

/** Brings the reference up to `timeSec`, the block time at which the swap would execute. */
export function volatilityAt(pool: Whirlpool, oracle: Oracle, timeSec: bigint): Volatility | SwapRefusal {
  if (timeSec < oracle.tradeEnableSec) return "TradeIsNotEnabled";
  if (timeSec < pool.rewardUpdatedSec) return "InvalidTimestamp";
  const currentGroup = Math.floor(pool.tickCurrentIndex / oracle.tickGroupSize);
  const found = referenceAt(oracle, currentGroup, timeSec);
  if (typeof found === "string") return found;
  const headroom = Math.max(0, oracle.maxVolatilityAccumulator - found.reference);
  const reach = Math.ceil(headroom / VOLATILITY_PER_GROUP);
  const lower = found.group - reach;
  const upper = found.group + reach;
  const lowerTick = lower * oracle.tickGroupSize;
  const upperTick = (upper + 1) * oracle.tickGroupSize;
  return {
    staticPpm: BigInt(pool.feePpm),
    controlFactor: BigInt(oracle.controlFactor),
    maxAccumulator: oracle.maxVolatilityAccumulator,
    groupSize: oracle.tickGroupSize,
    reference: found.reference,
    referenceGroup: found.group,
    currentGroup,
    coreLower: lowerTick > MIN_TICK ? { group: lower, sqrtPrice: sqrtPriceAtTick(lowerTick) } : null,
    coreUpper: upperTick < MAX_TICK ? { group: upper, sqrtPrice: sqrtPriceAtTick(upperTick) } : null,
    knownFees: new Map(),
    knownPrices: new Map(),
  };
}

interface Reference {
  readonly group: number;
  readonly reference: number;
}

/** Kept within the filter period, reduced within the decay period, forgotten after it or after an hour. */
function referenceAt(oracle: Oracle, currentGroup: number, timeSec: bigint): Reference | "InvalidTimestamp" {
  const { lastReferenceUpdateSec, lastMajorSwapSec } = oracle;
  const last = lastReferenceUpdateSec > lastMajorSwapSec ? lastReferenceUpdateSec : lastMajorSwapSec;
  if (timeSec < last) return "InvalidTimestamp";
  const forgotten: Reference = { group: currentGroup, reference: 0 };
  if (timeSec - lastReferenceUpdateSec > MAX_REFERENCE_AGE_SEC) return forgotten;
  const elapsedSec = timeSec - last;
  if (elapsedSec < BigInt(oracle.filterPeriodSec)) {
    return { group: oracle.tickGroupReference, reference: oracle.volatilityReference };
  }
  if (elapsedSec >= BigInt(oracle.decayPeriodSec)) return forgotten;
  // At most 2^32 times 2^16: still exact in a double.
  const reduced = (oracle.volatilityAccumulator * oracle.reductionFactor) / REDUCTION_DENOMINATOR;
  return { group: currentGroup, reference: Math.floor(reduced) };
}

/** Static and volatility fee of a swap's step within one tick group, in millionths. */
export function feeInGroup(volatility: Volatility, group: number): bigint {
  return remembered(volatility.knownFees, group, () => {
    const away = Math.abs(volatility.referenceGroup - group) * VOLATILITY_PER_GROUP;
    const accumulator = Math.min(volatility.maxAccumulator, volatility.reference + away);
    const crossed = BigInt(accumulator * volatility.groupSize);
    const fee = volatility.staticPpm + ceilingOf(volatility.controlFactor * crossed * crossed, FEE_SCALE);
    return fee > FEE_CAP_PPM ? FEE_CAP_PPM : fee;
  });
}

/** Square root price at the lower end of a tick group, or at the end of all ticks. */
function priceBelowGroup({ knownPrices, groupSize }: Volatility, group: number): bigint {
  return remembered(knownPrices, group, () =>
    sqrtPriceAtTick(Math.min(Math.max(group * groupSize, MIN_TICK), MAX_TICK)),
  );
}

function remembered(known: Map<number, bigint>, group: number, compute: () => bigint): bigint {
  const found = known.get(group);
  if (found !== undefined) return found;
  const computed = compute();
  known.set(group, computed);
  return computed;
}

/**
 * Walks the tick groups of one swap. Before each step: `feePpm`, then `bound`, which cuts the step at
 * the end of the present group; after it: `advance`. Where the fee cannot change on the way (no
 * volatility fee, no liquidity, or a fee that is at its most outside the core groups) the step is
 * not cut, and the group is found again from the price that it ended on.
 */
export class GroupWalk {
  readonly #volatility: Volatility;
  readonly #aToB: boolean;
  #group: number;
  #skipping = false;

  constructor(volatility: Volatility, aToB: boolean) {
    this.#volatility = volatility;
    this.#aToB = aToB;
    this.#group = volatility.currentGroup;
  }

  feePpm(): bigint {
    return feeInGroup(this.#volatility, this.#group);
  }

  /** Where a step towards `target` has to end at this liquidity. */
  bound(target: bigint, liquidity: bigint): bigint {
    const skipTo = this.#skipTarget(target, liquidity);
    this.#skipping = skipTo !== null;
    if (skipTo !== null) return skipTo;
    const below = this.#aToB ? this.#group : this.#group + 1;
    return nearer(this.#aToB, target, priceBelowGroup(this.#volatility, below));
  }

  #skipTarget(target: bigint, liquidity: bigint): bigint | null {
    const { controlFactor, coreLower, coreUpper } = this.#volatility;
    if (controlFactor === 0n || liquidity === 0n) return target;
    if (coreLower !== null && this.#group < coreLower.group) {
      return this.#aToB ? target : nearer(false, target, coreLower.sqrtPrice);
    }
    if (coreUpper !== null && this.#group > coreUpper.group) {
      return this.#aToB ? nearer(true, target, coreUpper.sqrtPrice) : target;
    }
    return null;
  }

  /** To be called with the price on which the step ended. */
  advance(sqrtPrice: bigint): void {
    if (this.#skipping) {
      const last = this.#lastGroupTraversed(sqrtPrice);
      const moved = this.#aToB ? last < this.#group : last > this.#group;
      if (moved) this.#group = last;
    }
    this.#group += this.#aToB ? -1 : 1;
  }

  #lastGroupTraversed(sqrtPrice: bigint): number {
    const { groupSize } = this.#volatility;
    const tick = tickAtSqrtPrice(sqrtPrice);
    const group = Math.floor(tick / groupSize);
    // A rising price that stopped exactly on a group's first tick has not been in that group.
    const onBoundary = tick % groupSize === 0 && sqrtPriceAtTick(tick) === sqrtPrice;
    return onBoundary && !this.#aToB ? group - 1 : group;
  }
}

function nearer(aToB: boolean, target: bigint, boundary: bigint): bigint {
  if (aToB) return target > boundary ? target : boundary;
  return target < boundary ? target : boundary;
}
