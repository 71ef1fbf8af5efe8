import type { Address } from "@solana/kit";
import type { AccountStore } from "../chain/account-store.ts";
import { rentExemptLamports, tokenAccount } from "../chain/spl-accounts.ts";
import { WHIRLPOOL_PROGRAM } from "../ids.ts";
import type { LiquidityAmounts, LiquidityChange } from "./liquidity.ts";
import { changeLiquidity } from "./liquidity.ts";
import { encodeOracle } from "./oracle-account.ts";
import { tickArrayAddress } from "./pda.ts";
import type { Orientation } from "./pool-price.ts";
import type { PoolState } from "./pool-state.ts";
import type { SwapOutcome } from "./swap.ts";
import { applySwap } from "./swap.ts";
import { arrayStart, encodeTickArray } from "./tick-array-account.ts";
import { encodeWhirlpool } from "./whirlpool-account.ts";

/** A pool that traders trade with: the engine's state, its vaults, and what the accounts still lack of it. */
export interface LivePool {
  readonly base: string;
  readonly state: PoolState;
  readonly orientation: Orientation;
  readonly baseMint: Address;
  readonly quoteMint: Address;
  readonly vaults: { a: bigint; b: bigint };
  swap(outcome: SwapOutcome): void;
  /** Makes the tick arrays that the change needs, where the chain does not have them yet. */
  provide(change: LiquidityChange, blockTimeSec: bigint): LiquidityAmounts;
  /** Takes over what someone else did to the accounts since the last flush: swaps, which make no new tick. */
  adopt(after: PoolState, vaults: Readonly<Record<"a" | "b", bigint>>): void;
  /** Writes every account that changed since the last call, as of this slot. */
  flush(accounts: AccountStore, slot: number): void;
}

export interface LivePoolOptions {
  readonly base: string;
  readonly state: PoolState;
  readonly orientation: Orientation;
  readonly baseMint: Address;
  readonly quoteMint: Address;
  /** Arrays with an odd number (start / span) are made as dynamic accounts. */
  readonly someDynamic: boolean;
}

function writeAccounts(pool: LivePool, changed: Changes, accounts: AccountStore, slot: number): void {
  const { state, vaults } = pool;
  const { whirlpool, oracle } = state;
  const put = (address: Address, data: Buffer): void =>
    accounts.put(
      address,
      { owner: WHIRLPOOL_PROGRAM, lamports: rentExemptLamports(data.length), data },
      slot,
    );
  if (changed.pool) put(state.address, encodeWhirlpool(whirlpool));
  if (changed.oracle && oracle !== undefined) put(oracle.address, encodeOracle(oracle));
  for (const start of changed.arrays) {
    const array = state.arrays.get(start);
    if (array !== undefined) put(array.address, encodeTickArray(array));
  }
  if (!changed.vaults) return;
  accounts.put(whirlpool.vaultA, tokenAccount(whirlpool.mintA, state.address, vaults.a), slot);
  accounts.put(whirlpool.vaultB, tokenAccount(whirlpool.mintB, state.address, vaults.b), slot);
}

interface Changes {
  pool: boolean;
  oracle: boolean;
  vaults: boolean;
  readonly arrays: Set<number>;
}

function ensureArray(state: PoolState, tick: number, someDynamic: boolean): void {
  const { tickSpacing } = state.whirlpool;
  const start = arrayStart(tick, tickSpacing);
  if (state.arrays.has(start)) return;
  const isOdd = (start / (88 * tickSpacing)) % 2 !== 0;
  state.arrays.set(start, {
    address: tickArrayAddress(state.address, start),
    pool: state.address,
    layout: someDynamic && isOdd ? "dynamic" : "fixed",
    start,
    ticks: new Map(),
  });
}

export function createLivePool(options: LivePoolOptions): LivePool {
  const { state, someDynamic, ...identity } = options;
  const { whirlpool } = state;
  const changed: Changes = { pool: true, oracle: true, vaults: true, arrays: new Set() };
  const startOf = (tick: number): number => arrayStart(tick, whirlpool.tickSpacing);

  const pool: LivePool = {
    ...identity,
    state,
    vaults: { a: 0n, b: 0n },
    swap(outcome) {
      applySwap(state, outcome);
      const { aToB, amountIn, amountOut } = outcome;
      pool.vaults.a += aToB ? amountIn : -amountOut;
      pool.vaults.b += aToB ? -amountOut : amountIn;
      Object.assign(changed, { pool: true, oracle: true, vaults: true });
      for (const { index } of outcome.crossed) changed.arrays.add(startOf(index));
    },
    provide(change, blockTimeSec) {
      const ends = [change.lowerTick, change.upperTick];
      for (const tick of ends) ensureArray(state, tick, someDynamic);
      const amounts = changeLiquidity(state, change, blockTimeSec);
      pool.vaults.a += amounts.amountA;
      pool.vaults.b += amounts.amountB;
      Object.assign(changed, { pool: true, vaults: true });
      for (const tick of ends) changed.arrays.add(startOf(tick));
      return amounts;
    },
    adopt(after, vaults) {
      Object.assign(whirlpool, after.whirlpool);
      if (state.oracle !== undefined && after.oracle !== undefined)
        state.oracle.variables = after.oracle.variables;
      for (const [start, { ticks }] of after.arrays) {
        const own = state.arrays.get(start)?.ticks;
        for (const [offset, tick] of ticks) Object.assign(own?.get(offset) ?? {}, tick);
      }
      Object.assign(pool.vaults, vaults);
    },
    flush(accounts, slot) {
      writeAccounts(pool, changed, accounts, slot);
      Object.assign(changed, { pool: false, oracle: false, vaults: false });
      changed.arrays.clear();
    },
  };
  return pool;
}
