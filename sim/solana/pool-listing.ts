import type { Address } from "@solana/kit";

/** Where a pool is and what it trades; which of the mints is token A is not told. */
export interface PoolListing {
  /** As an exchange names the coin: "SOL", "BTC"; the mint itself where it has no such name. */
  readonly base: string;
  readonly address: Address;
  readonly baseMint: Address;
  readonly quoteMint: Address;
}

/** The first listed pool of each base among those against this quote. */
export function firstOfEachBase(
  all: readonly PoolListing[],
  quoteMint: Address,
): Record<string, PoolListing> {
  const first: Record<string, PoolListing> = {};
  for (const pool of all) if (pool.quoteMint === quoteMint) first[pool.base] ??= pool;
  return first;
}
