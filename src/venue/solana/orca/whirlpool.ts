import type { Address } from "@solana/kit";
import { InputError } from "#model";
import { readAddress, readU128, requireAccount, viewOf } from "./account-bytes.ts";
import { MAX_SQRT_PRICE, MIN_SQRT_PRICE } from "./program.ts";
import { sqrtPriceAtTick, tickAtSqrtPrice } from "./tick-math.ts";

/**
 * A pool account, 653 bytes, little endian, offsets with the 8-byte discriminator: 8 config, 41 tick
 * spacing u16, 43 fee-tier index u16, 45 fee rate u16, 47 protocol share u16, 49 liquidity u128,
 * 65 square root price u128 Q64.64, 81 current tick i32, 101 mint A, 133 vault A, 181 mint B,
 * 213 vault B, 261 time of the last reward update u64.
 * Verified against real accounts; a SOL/USDC pool begins `3f95d10ce1806309 135e…`.
 */
export const WHIRLPOOL_DISCRIMINATOR = "3f95d10ce1806309";
export const WHIRLPOOL_BYTES = 653;

export interface Whirlpool {
  readonly config: Address;
  readonly tickSpacing: number;
  readonly feeTierIndex: number;
  /** The pool charges a volatility fee on top, kept in its oracle account. */
  readonly adaptive: boolean;
  /** Static fee in millionths of the input. */
  readonly feePpm: number;
  /** Share of the fee that leaves the pool, in 1e-4; no part of a quote. */
  readonly protocolFeeRate: number;
  readonly liquidity: bigint;
  /** Square root of B base units per A base unit, unsigned Q64.64. */
  readonly sqrtPrice: bigint;
  /** Floor of the price's tick, or one less where a sale of A stopped exactly on an initialised tick. */
  readonly tickCurrentIndex: number;
  readonly tokenMintA: Address;
  readonly tokenVaultA: Address;
  readonly tokenMintB: Address;
  readonly tokenVaultB: Address;
  /** Seconds since 1970; the program refuses a swap at an earlier block time. */
  readonly rewardUpdatedSec: bigint;
}

/** Decodes a pool account. Throws InputError that names what is wrong. */
export function decodeWhirlpool(bytes: Uint8Array): Whirlpool {
  requireAccount(bytes, "a Whirlpool", WHIRLPOOL_DISCRIMINATOR, WHIRLPOOL_BYTES);
  const view = viewOf(bytes);
  const tickSpacing = view.getUint16(41, true);
  const feeTierIndex = view.getUint16(43, true);
  const whirlpool: Whirlpool = {
    config: readAddress(bytes, 8),
    tickSpacing,
    feeTierIndex,
    adaptive: feeTierIndex !== tickSpacing,
    feePpm: view.getUint16(45, true),
    protocolFeeRate: view.getUint16(47, true),
    liquidity: readU128(view, 49),
    sqrtPrice: readU128(view, 65),
    tickCurrentIndex: view.getInt32(81, true),
    tokenMintA: readAddress(bytes, 101),
    tokenVaultA: readAddress(bytes, 133),
    tokenMintB: readAddress(bytes, 181),
    tokenVaultB: readAddress(bytes, 213),
    rewardUpdatedSec: view.getBigUint64(261, true),
  };
  requirePriced(whirlpool);
  return whirlpool;
}

/** What every pool of the program fulfils, and what a swap relies on to look for ticks on the right side. */
function requirePriced({ tickSpacing, sqrtPrice, tickCurrentIndex }: Whirlpool): void {
  if (tickSpacing === 0) throw new InputError("bad-whirlpool", "Whirlpool with a tick spacing of 0");
  if (sqrtPrice < MIN_SQRT_PRICE || sqrtPrice > MAX_SQRT_PRICE) {
    throw new InputError("bad-whirlpool", `Whirlpool with a square root price out of bounds: ${sqrtPrice}`);
  }
  const floor = tickAtSqrtPrice(sqrtPrice);
  if (tickCurrentIndex === floor) return;
  if (tickCurrentIndex === floor - 1 && sqrtPriceAtTick(floor) === sqrtPrice) return;
  throw new InputError(
    "bad-whirlpool",
    `Whirlpool at tick ${tickCurrentIndex} with the price of tick ${floor}`,
  );
}
