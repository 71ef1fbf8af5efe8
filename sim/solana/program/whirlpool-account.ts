import type { Address } from "@solana/kit";
import { readAddress, readU128, writeAddress, writeU128 } from "../bytes.ts";

/**
 * The Whirlpool account, 653 bytes: discriminator 3f95d10ce1806309, 8 config, 40 bump, 41 tick spacing u16,
 * 43 fee-tier index u16, 45 fee rate u16, 47 protocol fee rate u16, 49 liquidity u128, 65 sqrt price u128,
 * 81 tick i32, 85/93 protocol fees owed u64, 101 mint A, 133 vault A, 165 fee growth A u128, 181 mint B,
 * 213 vault B, 245 fee growth B u128, 261 reward time u64, 269 three reward infos of 128 bytes.
 */
export const WHIRLPOOL_BYTES = 653;
export const WHIRLPOOL_DISCRIMINATOR = "3f95d10ce1806309";

export interface Whirlpool {
  readonly config: Address;
  readonly tickSpacing: number;
  /** Equals the tick spacing in a static-fee pool; any other value marks an adaptive-fee pool. */
  readonly feeTierIndex: number;
  /** Millionths of the input. */
  readonly feeRate: number;
  /** Ten-thousandths of the fee. */
  readonly protocolFeeRate: number;
  readonly mintA: Address;
  readonly mintB: Address;
  readonly vaultA: Address;
  readonly vaultB: Address;
  liquidity: bigint;
  sqrtPrice: bigint;
  tick: number;
  protocolFeeOwedA: bigint;
  protocolFeeOwedB: bigint;
  feeGrowthA: bigint;
  feeGrowthB: bigint;
  /** Unix seconds; stamped by every swap and every change of liquidity, also one out of range. */
  rewardsUpdatedSec: bigint;
}

export function decodeWhirlpool(bytes: Buffer): Whirlpool {
  return {
    config: readAddress(bytes, 8),
    tickSpacing: bytes.readUInt16LE(41),
    feeTierIndex: bytes.readUInt16LE(43),
    feeRate: bytes.readUInt16LE(45),
    protocolFeeRate: bytes.readUInt16LE(47),
    liquidity: readU128(bytes, 49),
    sqrtPrice: readU128(bytes, 65),
    tick: bytes.readInt32LE(81),
    protocolFeeOwedA: bytes.readBigUInt64LE(85),
    protocolFeeOwedB: bytes.readBigUInt64LE(93),
    mintA: readAddress(bytes, 101),
    vaultA: readAddress(bytes, 133),
    feeGrowthA: readU128(bytes, 165),
    mintB: readAddress(bytes, 181),
    vaultB: readAddress(bytes, 213),
    feeGrowthB: readU128(bytes, 245),
    rewardsUpdatedSec: bytes.readBigUInt64LE(261),
  };
}

export function encodeWhirlpool(pool: Whirlpool): Buffer {
  const bytes = Buffer.alloc(WHIRLPOOL_BYTES);
  bytes.write(WHIRLPOOL_DISCRIMINATOR, 0, "hex");
  writeAddress(bytes, 8, pool.config);
  bytes[40] = 255;
  bytes.writeUInt16LE(pool.tickSpacing, 41);
  bytes.writeUInt16LE(pool.feeTierIndex, 43);
  bytes.writeUInt16LE(pool.feeRate, 45);
  bytes.writeUInt16LE(pool.protocolFeeRate, 47);
  writeU128(bytes, 49, pool.liquidity);
  writeU128(bytes, 65, pool.sqrtPrice);
  bytes.writeInt32LE(pool.tick, 81);
  bytes.writeBigUInt64LE(pool.protocolFeeOwedA, 85);
  bytes.writeBigUInt64LE(pool.protocolFeeOwedB, 93);
  writeAddress(bytes, 101, pool.mintA);
  writeAddress(bytes, 133, pool.vaultA);
  writeU128(bytes, 165, pool.feeGrowthA);
  writeAddress(bytes, 181, pool.mintB);
  writeAddress(bytes, 213, pool.vaultB);
  writeU128(bytes, 245, pool.feeGrowthB);
  bytes.writeBigUInt64LE(pool.rewardsUpdatedSec, 261);
  return bytes;
}
