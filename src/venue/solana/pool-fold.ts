import { InvariantError } from "#model";
import type { PoolSnapshot } from "./consistency.ts";
import type { Oracle } from "./orca/oracle.ts";
import type { TickArrayState } from "./orca/tick-array.ts";
import type { Part, PoolPart } from "./pool-parts.ts";

/** Accounts of a pool by address. */
export type Parts = ReadonlyMap<string, Part>;

/** Lays later states of accounts upon earlier ones; accounts that `base` does not have are left out. */
export function foldParts(base: Parts, changes: Parts): Parts {
  if (changes.size === 0) return base;
  const folded = new Map(base);
  for (const [address, part] of changes) if (folded.has(address)) folded.set(address, part);
  return folded;
}

/** Sorts a pool's accounts by what they are. Throws InvariantError where the pool itself is missing. */
export function snapshotOf(slot: number, parts: Parts): PoolSnapshot {
  let pool: PoolPart | undefined;
  let oracle: Oracle | null = null;
  const arrays = new Map<number, TickArrayState>();
  for (const part of parts.values()) {
    if (part.kind === "pool") pool = part;
    else if (part.kind === "oracle") oracle = part.oracle;
    else arrays.set(part.startTick, part.ticks);
  }
  if (pool === undefined) throw new InvariantError("no-pool-part", "a pool was read without its own account");
  return { slot, pool, oracle, arrays };
}
