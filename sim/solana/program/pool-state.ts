import type { Address } from "@solana/kit";
import type { Oracle } from "./oracle-account.ts";
import type { Tick, TickArray } from "./tick-array-account.ts";
import { arrayStart } from "./tick-array-account.ts";
import type { Whirlpool } from "./whirlpool-account.ts";

/** All that the program knows of one pool. */
export interface PoolState {
  readonly address: Address;
  readonly whirlpool: Whirlpool;
  /** By start index; an array that the chain does not have is absent and counts as uninitialised. */
  readonly arrays: Map<number, TickArray>;
  /** Adaptive-fee pools only. */
  readonly oracle: Oracle | undefined;
}

export function tickAt(pool: PoolState, tick: number): Tick | undefined {
  const { tickSpacing } = pool.whirlpool;
  const start = arrayStart(tick, tickSpacing);
  return pool.arrays.get(start)?.ticks.get((tick - start) / tickSpacing);
}
