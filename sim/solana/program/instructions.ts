import { createHash } from "node:crypto";
import type { Address } from "@solana/kit";
import { writeU128 } from "../bytes.ts";
import { MEMO_PROGRAM, TOKEN_PROGRAM } from "../ids.ts";
import type { LiquidityAmounts, LiquidityChange } from "./liquidity.ts";
import { oracleAddress, tickArrayAddress } from "./pda.ts";
import type { PoolState } from "./pool-state.ts";
import type { SwapOutcome, SwapRequest } from "./swap.ts";
import { arrayStart } from "./tick-array-account.ts";

export interface Instruction {
  readonly name: string;
  readonly accounts: readonly Address[];
  readonly writable: ReadonlySet<Address>;
  readonly data: Buffer;
}

/** Who sends it, from which token accounts. */
export interface Parties {
  readonly authority: Address;
  readonly holdingA: Address;
  readonly holdingB: Address;
}

/** The three arrays of a swap, in its direction; going up a price in the last spacing starts one further. */
function swapArrays(pool: PoolState, tick: number, aToB: boolean): Address[] {
  const { tickSpacing } = pool.whirlpool;
  const first = arrayStart(aToB ? tick : tick + tickSpacing, tickSpacing);
  const span = 88 * tickSpacing * (aToB ? -1 : 1);
  return [0, 1, 2].map((step) => addressOfArray(pool, first + step * span));
}

function addressOfArray(pool: PoolState, start: number): Address {
  return pool.arrays.get(start)?.address ?? tickArrayAddress(pool.address, start);
}

/** What a swap was asked for, at the tick where it began, and what came of it. */
export interface ExecutedSwap {
  readonly request: Pick<SwapRequest, "exactIn" | "sqrtPriceLimit">;
  readonly startTick: number;
  readonly outcome: SwapOutcome;
}

/**
 * `swap_v2`: discriminator 2b04ed0b1ac91e62, amount u64, threshold u64, price limit u128, exact in u8,
 * a to b u8, no remaining accounts. Amount and threshold are what was really swapped.
 */
export function swapInstruction(pool: PoolState, from: Parties, swap: ExecutedSwap): Instruction {
  const { whirlpool } = pool;
  const { outcome, request } = swap;
  const data = Buffer.alloc(43);
  data.write("2b04ed0b1ac91e62", 0, "hex");
  data.writeBigUInt64LE(request.exactIn ? outcome.amountIn : outcome.amountOut, 8);
  data.writeBigUInt64LE(request.exactIn ? outcome.amountOut : outcome.amountIn, 16);
  writeU128(data, 24, request.sqrtPriceLimit);
  data[40] = request.exactIn ? 1 : 0;
  data[41] = outcome.aToB ? 1 : 0;
  const holdings = [from.holdingA, whirlpool.vaultA, from.holdingB, whirlpool.vaultB];
  const arrays = swapArrays(pool, swap.startTick, outcome.aToB);
  const oracle = pool.oracle?.address ?? oracleAddress(pool.address);
  const programs = [TOKEN_PROGRAM, TOKEN_PROGRAM, MEMO_PROGRAM];
  const mints = [whirlpool.mintA, whirlpool.mintB];
  const accounts = [...programs, from.authority, pool.address, ...mints, ...holdings, ...arrays, oracle];
  const writable = new Set([from.authority, pool.address, ...holdings, ...arrays, oracle]);
  return { name: "SwapV2", accounts, writable, data };
}

function discriminatorOf(name: string): Buffer {
  return createHash("sha256").update(`global:${name}`).digest().subarray(0, 8);
}

/** `increase_liquidity_v2` or `decrease_liquidity_v2`: liquidity u128, limits of A and B u64, no remaining accounts. */
export function liquidityInstruction(
  pool: PoolState,
  from: Parties,
  change: LiquidityChange,
  amounts: LiquidityAmounts,
): Instruction {
  const { whirlpool } = pool;
  const adds = change.liquidity > 0n;
  const size = adds ? change.liquidity : -change.liquidity;
  const data = Buffer.alloc(41);
  discriminatorOf(adds ? "increase_liquidity_v2" : "decrease_liquidity_v2").copy(data);
  writeU128(data, 8, size);
  data.writeBigUInt64LE(adds ? amounts.amountA : -amounts.amountA, 24);
  data.writeBigUInt64LE(adds ? amounts.amountB : -amounts.amountB, 32);
  const holdings = [from.holdingA, from.holdingB, whirlpool.vaultA, whirlpool.vaultB];
  const arrays = [change.lowerTick, change.upperTick].map((tick) =>
    addressOfArray(pool, arrayStart(tick, whirlpool.tickSpacing)),
  );
  const programs = [TOKEN_PROGRAM, TOKEN_PROGRAM, MEMO_PROGRAM];
  const mints = [whirlpool.mintA, whirlpool.mintB];
  const accounts = [pool.address, ...programs, from.authority, ...mints, ...holdings, ...arrays];
  const writable = new Set([from.authority, pool.address, ...holdings, ...arrays]);
  return { name: adds ? "IncreaseLiquidityV2" : "DecreaseLiquidityV2", accounts, writable, data };
}
