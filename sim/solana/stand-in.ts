import type { Address } from "@solana/kit";
import { USDC } from "./genesis/tokens.ts";
import type { RunningNode } from "./node.ts";
import type { PoolListing } from "./pool-listing.ts";
import { firstOfEachBase } from "./pool-listing.ts";
import type { Whirlpool } from "./program/whirlpool-account.ts";

/** A running node and what is true on its chain. */
export interface SolanaStandIn {
  readonly rpcUrl: string;
  readonly wsUrl: string;
  /** By base, against USDC; where a recording has several the newest, then deepest one. */
  readonly pools: Readonly<Record<string, PoolListing>>;
  /** Every pool of the chain. */
  readonly allPools: readonly PoolListing[];
  /** The pool as it was at the end of a slot; undefined before the chain's start or past its history of 600 slots. */
  poolAt(address: string, slot: number): Whirlpool | undefined;
  /** Any account's bytes as they were at the end of a slot. */
  accountAt(address: string, slot: number): Uint8Array | undefined;
  /** The newest slot. */
  slot(): number;
  /** Closes every socket and timer. */
  stop(): Promise<void>;
}

export function standInOf(node: RunningNode, allPools: readonly PoolListing[]): SolanaStandIn {
  const { chain } = node;
  return {
    rpcUrl: node.rpcUrl,
    wsUrl: node.wsUrl,
    pools: firstOfEachBase(allPools, USDC.mint),
    allPools,
    poolAt: (address, slot) => node.poolAt(address as Address, slot),
    accountAt: (address, slot) => chain.accounts.at(address as Address, slot)?.data,
    slot: () => chain.blocks.head.slot,
    stop: node.stop,
  };
}
