import { address } from "@solana/kit";
import { edgeArrayStarts, type OrcaAddresses } from "./orca/index.ts";
import { TICKS_PER_ARRAY } from "./orca/program.ts";
import type { PoolIdentity } from "./pool-identity.ts";
import type { Role } from "./pool-parts.ts";

/** Which accounts make a pool whole around a tick. */
export interface PoolPlan {
  /** Start of the array that held the current tick when this was planned. */
  readonly centre: number;
  /** What each account is, by address: the pool, its oracle if it is adaptive, and its tick arrays. */
  readonly roles: ReadonlyMap<string, Role>;
}

/**
 * Arrays a side. One swap reaches two arrays beyond the current one; three more leave the price room to
 * move while the next plan is subscribed and read.
 */
export const ARRAYS_PER_SIDE = 5;

/** Plans the accounts of `pool` around `tick`; arrays that the chain does not have are planned as well. */
export async function planPool(
  pool: PoolIdentity,
  tick: number,
  addresses: OrcaAddresses,
): Promise<PoolPlan> {
  const whirlpool = address(pool.address);
  const roles = new Map<string, Role>([[pool.address, { kind: "pool" }]]);
  if (pool.adaptive) roles.set(await addresses.oracle(whirlpool), { kind: "oracle" });
  const starts = edgeArrayStarts({ tickCurrentIndex: tick, tickSpacing: pool.tickSpacing }, ARRAYS_PER_SIDE);
  for (const startTick of starts) {
    roles.set(await addresses.tickArray(whirlpool, startTick), { kind: "array", startTick });
  }
  return { centre: arrayStart(tick, pool.tickSpacing), roles };
}

/** True when the price has come so far from the plan's centre that its margin is being used up. */
export function needsReplan(plan: PoolPlan, pool: PoolIdentity, tick: number): boolean {
  const span = TICKS_PER_ARRAY * pool.tickSpacing;
  return Math.abs(arrayStart(tick, pool.tickSpacing) - plan.centre) >= 2 * span;
}

function arrayStart(tick: number, tickSpacing: number): number {
  const span = TICKS_PER_ARRAY * tickSpacing;
  return Math.floor(tick / span) * span;
}
