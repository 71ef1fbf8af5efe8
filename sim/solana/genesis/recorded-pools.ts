import type { Address } from "@solana/kit";
import type { AccountStore } from "../chain/account-store.ts";
import { mintAccount, rentExemptLamports, tokenAccount } from "../chain/spl-accounts.ts";
import type { PoolListing } from "../pool-listing.ts";
import type { Whirlpool } from "../program/whirlpool-account.ts";
import { decodeWhirlpool, WHIRLPOOL_BYTES, WHIRLPOOL_DISCRIMINATOR } from "../program/whirlpool-account.ts";
import type { Recording } from "./read-recording.ts";
import { decimalsOf, symbolOf, USDC } from "./tokens.ts";

/** The dumps hold no vaults; their balances do not enter any quote, so they get a round one. */
const INVENTED_BALANCE = 10n ** 15n;

interface RecordedPool {
  readonly address: Address;
  readonly slot: number;
  readonly whirlpool: Whirlpool;
}

function poolsOf(recording: Recording): RecordedPool[] {
  const pools = new Map<Address, RecordedPool>();
  for (const { address, data, slot } of recording.accounts) {
    const isPool = data.length === WHIRLPOOL_BYTES && data.toString("hex", 0, 8) === WHIRLPOOL_DISCRIMINATOR;
    if (isPool) pools.set(address, { address, slot, whirlpool: decodeWhirlpool(data) });
  }
  return [...pools.values()];
}

/** Puts the recorded accounts on the chain, with the mints and vaults that the dumps lack. */
export function storeRecording(recording: Recording, accounts: AccountStore, slot: number): void {
  for (const { whirlpool, address } of poolsOf(recording)) {
    for (const mint of [whirlpool.mintA, whirlpool.mintB])
      accounts.put(mint, mintAccount(decimalsOf(mint)), slot);
    accounts.put(whirlpool.vaultA, tokenAccount(whirlpool.mintA, address, INVENTED_BALANCE), slot);
    accounts.put(whirlpool.vaultB, tokenAccount(whirlpool.mintB, address, INVENTED_BALANCE), slot);
  }
  for (const { address, owner, data } of recording.accounts)
    accounts.put(address, { owner, lamports: rentExemptLamports(data.length), data }, slot);
}

function listing({ address, whirlpool }: RecordedPool): PoolListing {
  const { mintA, mintB } = whirlpool;
  const aIsQuote = mintA === USDC.mint;
  const [baseMint, quoteMint] = aIsQuote ? [mintB, mintA] : [mintA, mintB];
  return { base: symbolOf(baseMint), address, baseMint, quoteMint };
}

/** Every recorded pool, the newest recording and then the deepest pool first. */
export function listRecordedPools(recording: Recording): PoolListing[] {
  const pools = poolsOf(recording);
  pools.sort((left, right) => {
    if (left.slot !== right.slot) return right.slot - left.slot;
    return left.whirlpool.liquidity < right.whirlpool.liquidity ? 1 : -1;
  });
  return pools.map(listing);
}
