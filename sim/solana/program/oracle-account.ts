import type { Address } from "@solana/kit";
import { readAddress, writeAddress } from "../bytes.ts";

/**
 * The adaptive-fee oracle, 254 bytes: discriminator 8bc283b38cb3e5f4, 8 pool, 40 trade enable time u64,
 * 48 filter period u16, decay period u16, reduction factor u16, control factor u32, max accumulator u32,
 * tick group size u16, major swap threshold u16, 16 reserved, 82 last reference update u64, last major swap
 * u64, volatility reference u32, group reference i32, accumulator u32, the rest reserved.
 */
const ORACLE_BYTES = 254;
const ORACLE_DISCRIMINATOR = "8bc283b38cb3e5f4";

export interface FeeConstants {
  readonly filterPeriodSec: number;
  readonly decayPeriodSec: number;
  /** Ten-thousandths. */
  readonly reductionFactor: number;
  readonly controlFactor: number;
  readonly maxAccumulator: number;
  readonly tickGroupSize: number;
  readonly majorSwapThresholdTicks: number;
}

export interface FeeVariables {
  lastReferenceUpdateSec: bigint;
  lastMajorSwapSec: bigint;
  volatilityReference: number;
  tickGroupReference: number;
  volatilityAccumulator: number;
}

export interface Oracle {
  readonly address: Address;
  readonly pool: Address;
  readonly tradeEnableSec: bigint;
  readonly constants: FeeConstants;
  variables: FeeVariables;
}

export function isOracle(bytes: Buffer): boolean {
  return bytes.toString("hex", 0, 8) === ORACLE_DISCRIMINATOR;
}

export function decodeOracle(address: Address, bytes: Buffer): Oracle {
  return {
    address,
    pool: readAddress(bytes, 8),
    tradeEnableSec: bytes.readBigUInt64LE(40),
    constants: {
      filterPeriodSec: bytes.readUInt16LE(48),
      decayPeriodSec: bytes.readUInt16LE(50),
      reductionFactor: bytes.readUInt16LE(52),
      controlFactor: bytes.readUInt32LE(54),
      maxAccumulator: bytes.readUInt32LE(58),
      tickGroupSize: bytes.readUInt16LE(62),
      majorSwapThresholdTicks: bytes.readUInt16LE(64),
    },
    variables: {
      lastReferenceUpdateSec: bytes.readBigUInt64LE(82),
      lastMajorSwapSec: bytes.readBigUInt64LE(90),
      volatilityReference: bytes.readUInt32LE(98),
      tickGroupReference: bytes.readInt32LE(102),
      volatilityAccumulator: bytes.readUInt32LE(106),
    },
  };
}

export function encodeOracle(oracle: Oracle): Buffer {
  const bytes = Buffer.alloc(ORACLE_BYTES);
  bytes.write(ORACLE_DISCRIMINATOR, 0, "hex");
  writeAddress(bytes, 8, oracle.pool);
  bytes.writeBigUInt64LE(oracle.tradeEnableSec, 40);
  const { constants, variables } = oracle;
  bytes.writeUInt16LE(constants.filterPeriodSec, 48);
  bytes.writeUInt16LE(constants.decayPeriodSec, 50);
  bytes.writeUInt16LE(constants.reductionFactor, 52);
  bytes.writeUInt32LE(constants.controlFactor, 54);
  bytes.writeUInt32LE(constants.maxAccumulator, 58);
  bytes.writeUInt16LE(constants.tickGroupSize, 62);
  bytes.writeUInt16LE(constants.majorSwapThresholdTicks, 64);
  bytes.writeBigUInt64LE(variables.lastReferenceUpdateSec, 82);
  bytes.writeBigUInt64LE(variables.lastMajorSwapSec, 90);
  bytes.writeUInt32LE(variables.volatilityReference, 98);
  bytes.writeInt32LE(variables.tickGroupReference, 102);
  bytes.writeUInt32LE(variables.volatilityAccumulator, 106);
  return bytes;
}
