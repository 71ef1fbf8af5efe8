import type { Oracle } from "./orca/oracle.ts";
import { TICKS_PER_ARRAY } from "./orca/program.ts";
import type { TickArrayState } from "./orca/tick-array.ts";
import type { PoolPart } from "./pool-parts.ts";

/** A pool whole at one slot. */
export interface PoolSnapshot {
  readonly slot: number;
  readonly pool: PoolPart;
  readonly oracle: Oracle | null;
  /** By start tick; an array that is not in here was not fetched. */
  readonly arrays: ReadonlyMap<number, TickArrayState>;
}

/** Which accounts were notified between two snapshots. */
export interface Arrived {
  readonly pool: boolean;
  readonly oracle: boolean;
  readonly arrays: boolean;
}

/**
 * How sure it is that `after` is whole, given what arrived since `before`.
 * - `contradiction`: what arrived cannot be all that changed. Frames are missing.
 * - `certain`: all that this change must have touched is there; emit at once.
 * - `likely`: only accounts are absent that may have stayed as they are; emit after a short settling.
 * - `open`: something may still follow; wait until the stream has moved on to a later slot.
 */
export type Consistency =
  | { readonly kind: "contradiction"; readonly reason: string }
  | { readonly kind: "certain" | "likely" | "open" };

/**
 * Notifications of one slot arrive one by one and carry no count, so wholeness is inferred from what the
 * program does:
 * 1. Whatever writes an array or the oracle writes the pool as well. So a slot without a notification of
 *    the pool is not whole, and the price that is emitted is always the one of the slot that it claims.
 * 2. Ticks that a swap crosses change only their fee growth, never `liquidity_net`,
 *    which is all that a quote needs of them. So after a swap the arrays held remain right.
 * 3. Liquidity is a function of the tick: L(after) = L(before) + nets up to the new tick - nets up to the
 *    old one. A change of liquidity in range whose arrays are absent breaks this equation.
 * 4. A change of liquidity leaves no trace in price and fee growth. Where the pool was written without
 *    one, or an array with other nets is there already, more arrays may follow: the slot stays open.
 * 5. A swap in an adaptive pool writes the oracle, though perhaps with the same content, of which
 *    some nodes do not notify. It must have changed where the price moved by tick groups.
 * What remains: a swap and an out-of-range change of liquidity in one slot, with the pool's notification
 * ahead of the array's. Price and liquidity are right even then; the assembler voids the pool when the
 * array comes.
 */
export function examine(before: PoolSnapshot, after: PoolSnapshot, arrived: Arrived): Consistency {
  const reason = contradiction(before, after, arrived);
  if (reason !== null) return { kind: "contradiction", reason };
  const swapped = before.pool.swapTrace !== after.pool.swapTrace;
  if (!swapped || !ticksKept(before, after)) return { kind: "open" };
  return { kind: after.oracle === null || arrived.oracle ? "certain" : "likely" };
}

function contradiction(before: PoolSnapshot, after: PoolSnapshot, arrived: Arrived): string | null {
  if (!arrays(after, after.pool.whirlpool.tickCurrentIndex)) return "price left the loaded tick arrays";
  if (after.pool.whirlpool.liquidity !== expectedLiquidity(before, after))
    return "liquidity without its ticks";
  const swapped = before.pool.swapTrace !== after.pool.swapTrace;
  if (!arrived.pool) return "accounts of a pool without the pool";
  if (swapped && !arrived.oracle && oracleMustChange(before, after)) return "swap without its oracle";
  return null;
}

function arrays({ pool, arrays }: PoolSnapshot, tick: number): boolean {
  const span = TICKS_PER_ARRAY * pool.whirlpool.tickSpacing;
  return arrays.has(Math.floor(tick / span) * span);
}

function expectedLiquidity(before: PoolSnapshot, after: PoolSnapshot): bigint {
  const oldTick = before.pool.whirlpool.tickCurrentIndex;
  const newTick = after.pool.whirlpool.tickCurrentIndex;
  const spacing = after.pool.whirlpool.tickSpacing;
  const [low, high] = oldTick < newTick ? [oldTick, newTick] : [newTick, oldTick];
  let liquidity = before.pool.whirlpool.liquidity;
  for (const [startTick, ticks] of after.arrays) {
    const old = before.arrays.get(startTick);
    const untouched = old === ticks && (startTick > high || startTick + TICKS_PER_ARRAY * spacing <= low);
    if (untouched || old === undefined) continue;
    liquidity += netsUpTo(ticks, spacing, newTick) - netsUpTo(old, spacing, oldTick);
  }
  return liquidity;
}

function netsUpTo(array: TickArrayState, spacing: number, tick: number): bigint {
  let sum = 0n;
  if (array === "uninitialised") return sum;
  for (let i = 0; i < array.nets.length; i++) {
    if (array.startTick + (array.offsets[i] ?? 0) * spacing > tick) break;
    sum += array.nets[i] ?? 0n;
  }
  return sum;
}

function ticksKept(before: PoolSnapshot, after: PoolSnapshot): boolean {
  for (const [startTick, ticks] of after.arrays) {
    const old = before.arrays.get(startTick);
    if (old !== undefined && !sameTicks(old, ticks)) return false;
  }
  return true;
}

/** True where two states of an array give the same quotes; fee growth may differ. */
export function sameTicks(one: TickArrayState, other: TickArrayState): boolean {
  if (one === other) return true;
  const [a, b] = [nets(one), nets(other)];
  if (a.length !== b.length) return false;
  return a.every(([offset, net], i) => b[i]?.[0] === offset && b[i]?.[1] === net);
}

function nets(array: TickArrayState): readonly (readonly [number | undefined, bigint])[] {
  return array === "uninitialised" ? [] : array.nets.map((net, i) => [array.offsets[i], net] as const);
}

/**
 * The program keeps the distance in tick groups between the price and the reference in the accumulator,
 * up to a cap. A price that sits on a group's edge may count for either neighbour, so only a distance that
 * changed by more than both edges is proof.
 */
function oracleMustChange(before: PoolSnapshot, after: PoolSnapshot): boolean {
  const oracle = before.oracle;
  if (oracle === null || oracle.volatilityAccumulator >= oracle.maxVolatilityAccumulator) return false;
  const distance = ({ pool }: PoolSnapshot): number =>
    Math.abs(Math.floor(pool.whirlpool.tickCurrentIndex / oracle.tickGroupSize) - oracle.tickGroupReference);
  return Math.abs(distance(before) - distance(after)) > 2;
}
