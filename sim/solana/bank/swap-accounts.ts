import type { Address } from "@solana/kit";
import type { Account } from "../chain/account-store.ts";
import { MEMO_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM, WHIRLPOOL_PROGRAM } from "../ids.ts";
import type { Oracle } from "../program/oracle-account.ts";
import { decodeOracle } from "../program/oracle-account.ts";
import { oracleAddress, tickArrayAddress } from "../program/pda.ts";
import type { PoolState } from "../program/pool-state.ts";
import { ProgramError } from "../program/program-error.ts";
import type { TickArray } from "../program/tick-array-account.ts";
import { arrayStart, decodeTickArray, isTickArray, TICKS_PER_ARRAY } from "../program/tick-array-account.ts";
import { ARRAYS_PER_SWAP } from "../program/tick-sequence.ts";
import type { Whirlpool } from "../program/whirlpool-account.ts";
import { decodeWhirlpool, WHIRLPOOL_BYTES, WHIRLPOOL_DISCRIMINATOR } from "../program/whirlpool-account.ts";
import type { GivenAccount, Invocation } from "./invocation.ts";
import type { SwapAccounts, SwapCall } from "./swap-call.ts";
import { readHolding } from "./token-program.ts";

/** A pool as read from the accounts that a swap was given. */
export interface LoadedPool {
  readonly state: PoolState;
  /** Of the three that the swap may want, how many were given without a gap. */
  readonly arrays: number;
}

function demand(holds: boolean, refusal: string): void {
  if (!holds) throw new ProgramError(refusal);
}

function readWhirlpool({ accounts }: Invocation, pool: GivenAccount): Whirlpool {
  const account = accounts.get(pool.address);
  if (account === undefined) throw new ProgramError("AccountNotInitialized");
  demand(account.owner === WHIRLPOOL_PROGRAM, "AccountOwnedByWrongProgram");
  const { data } = account;
  const isPool = data.length === WHIRLPOOL_BYTES && data.toString("hex", 0, 8) === WHIRLPOOL_DISCRIMINATOR;
  demand(isPool, "AccountDiscriminatorMismatch");
  return decodeWhirlpool(data);
}

function checkHolding({ accounts }: Invocation, holding: GivenAccount, mint: Address): void {
  const found = readHolding(accounts.get(holding.address));
  demand(found !== undefined, "AccountNotInitialized");
  demand(found?.mint === mint, "ConstraintRaw");
}

/** The checks that the program's account list declares, in its order. */
function checkNamed(invocation: Invocation, given: SwapAccounts, pool: Whirlpool): void {
  const { tokenProgramA, tokenProgramB, memo, authority, mints, holdingA, holdingB, vaultA, vaultB } = given;
  for (const program of [tokenProgramA, tokenProgramB])
    demand(program.address === TOKEN_PROGRAM, "InvalidProgramId");
  if (memo !== undefined) demand(memo.address === MEMO_PROGRAM, "InvalidProgramId");
  demand(authority.isSigner, "AccountNotSigner");
  const mutable = [given.pool, holdingA, vaultA, holdingB, vaultB, ...given.arrays, given.oracle];
  for (const account of mutable) demand(account.isWritable, "ConstraintMut");
  if (mints !== undefined) {
    demand(mints[0].address === pool.mintA, "ConstraintAddress");
    demand(mints[1].address === pool.mintB, "ConstraintAddress");
  }
  checkHolding(invocation, holdingA, pool.mintA);
  demand(vaultA.address === pool.vaultA, "ConstraintAddress");
  checkHolding(invocation, holdingB, pool.mintB);
  demand(vaultB.address === pool.vaultB, "ConstraintAddress");
}

/** The starts of the arrays that the swap goes through; going up, the last spacing already belongs to the next. */
function wantedStarts({ tick, tickSpacing }: Whirlpool, aToB: boolean): number[] {
  const first = arrayStart(aToB ? tick : tick + tickSpacing, tickSpacing);
  const span = TICKS_PER_ARRAY * tickSpacing * (aToB ? -1 : 1);
  return Array.from({ length: ARRAYS_PER_SWAP }, (_, step) => first + step * span);
}

function isUnmade({ owner, data }: Account): boolean {
  return owner === SYSTEM_PROGRAM && data.length === 0;
}

function readArray(
  { accounts }: Invocation,
  { address, isWritable }: GivenAccount,
  pool: Address,
): TickArray | undefined {
  demand(isWritable, "AccountNotMutable");
  const account = accounts.get(address);
  // An array that nobody has made yet counts as one without ticks, if it stands at the right address.
  if (account === undefined || isUnmade(account)) return undefined;
  demand(account.owner === WHIRLPOOL_PROGRAM, "AccountOwnedByWrongProgram");
  demand(isTickArray(account.data), "AccountDiscriminatorMismatch");
  const array = decodeTickArray(address, account.data);
  demand(array.pool === pool, "DifferentWhirlpoolTickArrayAccount");
  return array;
}

/**
 * All candidates have to be arrays of this pool or not made yet, in any order and also twice; those that the
 * swap does not want are ignored.
 */
function readArrays(invocation: Invocation, { accounts, aToB }: SwapCall, pool: Whirlpool) {
  const { address } = accounts.pool;
  const candidates = [...accounts.arrays, ...accounts.supplements];
  const found = candidates.map((given) => readArray(invocation, given, address));
  const arrays = new Map(found.flatMap((array) => (array === undefined ? [] : [[array.start, array]])));
  const empty = new Set(candidates.filter((_, i) => found[i] === undefined).map((one) => one.address));
  const starts = wantedStarts(pool, aToB);
  const isGiven = (start: number): boolean =>
    arrays.has(start) || (empty.size > 0 && empty.has(tickArrayAddress(address, start)));
  const gap = starts.findIndex((start) => !isGiven(start));
  demand(gap !== 0, "InvalidTickArraySequence");
  return { arrays, count: gap < 0 ? starts.length : gap };
}

function readOracle({ accounts }: Invocation, given: SwapAccounts, pool: Whirlpool): Oracle | undefined {
  demand(given.oracle.address === oracleAddress(given.pool.address), "ConstraintSeeds");
  if (pool.feeTierIndex === pool.tickSpacing) return undefined;
  const account = accounts.get(given.oracle.address);
  if (account === undefined) throw new ProgramError("AccountNotInitialized");
  return decodeOracle(given.oracle.address, account.data);
}

/** Checks every account of a swap and reads the pool from them; throws `ProgramError` at the first that is wrong. */
export function loadPool(invocation: Invocation, call: SwapCall): LoadedPool {
  const { accounts } = call;
  const whirlpool = readWhirlpool(invocation, accounts.pool);
  checkNamed(invocation, accounts, whirlpool);
  const oracle = readOracle(invocation, accounts, whirlpool);
  const { arrays, count } = readArrays(invocation, call, whirlpool);
  return { state: { address: accounts.pool.address, whirlpool, arrays, oracle }, arrays: count };
}
