import type { Address } from "@solana/kit";
import { USDC } from "./genesis/tokens.ts";
import type { RunningNode } from "./node.ts";
import type { PoolListing } from "./pool-listing.ts";
import { firstOfEachBase } from "./pool-listing.ts";
import type { Whirlpool } from "./program/whirlpool-account.ts";
import type { Grant, TradingWallet } from "./trading/trading-wallet.ts";
import type { WalletTruth } from "./trading/wallet-truth.ts";
import { walletTruth } from "./trading/wallet-truth.ts";

/** A running node and what is true on its chain. */
export interface SolanaStandIn {
  /** The first provider's. */
  readonly rpcUrl: string;
  readonly wsUrl: string;
  /** Of both providers of the same chain. */
  readonly rpcUrls: readonly [string, string];
  readonly wsUrls: readonly [string, string];
  /** The funded key pair to trade with; undefined where recorded accounts are played. */
  readonly wallet: TradingWallet | undefined;
  /** By base, against USDC; where a recording has several the newest, then deepest one. */
  readonly pools: Readonly<Record<string, PoolListing>>;
  /** Every pool of the chain. */
  readonly allPools: readonly PoolListing[];
  /** The pool as it was at the end of a slot; undefined before the chain's start or past its history of 600 slots. */
  poolAt(address: string, slot: number): Whirlpool | undefined;
  /** Any account's bytes as they were at the end of a slot. */
  accountAt(address: string, slot: number): Uint8Array | undefined;
  /** What the trading wallet really has and did; nothing where there is none. */
  truth(): WalletTruth;
  /** The newest slot. */
  slot(): number;
  /** Closes every socket and timer. */
  stop(): Promise<void>;
}

/** Who trades on a node, and the tokens that it was given. */
export interface TradingAccount {
  readonly wallet: TradingWallet;
  readonly grants: readonly Grant[];
}

const NO_TRUTH: WalletTruth = { balances: {}, transactions: [] };

export function standInOf(
  node: RunningNode,
  allPools: readonly PoolListing[],
  account?: TradingAccount,
): SolanaStandIn {
  const { chain } = node;
  return {
    rpcUrl: node.rpcUrls[0],
    wsUrl: node.wsUrls[0],
    rpcUrls: node.rpcUrls,
    wsUrls: node.wsUrls,
    wallet: account?.wallet,
    pools: firstOfEachBase(allPools, USDC.mint),
    allPools,
    poolAt: (address, slot) => node.poolAt(address as Address, slot),
    accountAt: (address, slot) => chain.accounts.at(address as Address, slot)?.data,
    truth: () =>
      account === undefined ? NO_TRUTH : walletTruth(chain, account.wallet.address, account.grants),
    slot: () => chain.blocks.head.slot,
    stop: node.stop,
  };
}
