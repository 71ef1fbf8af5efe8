import type { Address } from "@solana/kit";
import { InputError } from "#model";
import { readAddress, requireAccount, viewOf } from "./account-bytes.ts";
import { MAX_TICK, MIN_TICK } from "./program.ts";

/**
 * The volatility state of an adaptive-fee pool, 254 bytes: 8 whirlpool, 40 trade-enable time u64,
 * constants from 48 (filter period u16, decay period u16, reduction factor u16, control factor u32,
 * largest accumulator u32, tick group size u16, major swap threshold u16), variables from 82 (last
 * reference update u64, last major swap u64, volatility reference u32, tick group reference i32,
 * volatility accumulator u32). Times are seconds since 1970. A real one begins `8bc283b38cb3e5f4`.
 */
export const ORACLE_DISCRIMINATOR = "8bc283b38cb3e5f4";
export const ORACLE_BYTES = 254;

export interface Oracle {
  readonly whirlpool: Address;
  readonly tradeEnableSec: bigint;
  readonly filterPeriodSec: number;
  readonly decayPeriodSec: number;
  /** What is left of the volatility after one decay, in 1e-4. */
  readonly reductionFactor: number;
  readonly controlFactor: number;
  readonly maxVolatilityAccumulator: number;
  /** Ticks that count as one step of volatility; divides the tick spacing. */
  readonly tickGroupSize: number;
  readonly majorSwapThresholdTicks: number;
  readonly lastReferenceUpdateSec: bigint;
  readonly lastMajorSwapSec: bigint;
  /** Volatility figures are in 1e-4 of a tick group. */
  readonly volatilityReference: number;
  readonly tickGroupReference: number;
  readonly volatilityAccumulator: number;
}

/** Decodes an oracle account. Throws InputError that names what is wrong. */
export function decodeOracle(bytes: Uint8Array): Oracle {
  requireAccount(bytes, "an oracle", ORACLE_DISCRIMINATOR, ORACLE_BYTES);
  const view = viewOf(bytes);
  const tickGroupSize = view.getUint16(62, true);
  if (tickGroupSize === 0) throw new InputError("bad-oracle", "oracle with a tick group size of 0");
  const tickGroupReference = view.getInt32(102, true);
  const referenceTick = tickGroupReference * tickGroupSize;
  if (referenceTick < MIN_TICK - 1 - tickGroupSize || referenceTick > MAX_TICK) {
    throw new InputError("bad-oracle", `oracle with a tick group out of bounds: ${tickGroupReference}`);
  }
  return {
    whirlpool: readAddress(bytes, 8),
    tradeEnableSec: view.getBigUint64(40, true),
    filterPeriodSec: view.getUint16(48, true),
    decayPeriodSec: view.getUint16(50, true),
    reductionFactor: view.getUint16(52, true),
    controlFactor: view.getUint32(54, true),
    maxVolatilityAccumulator: view.getUint32(58, true),
    tickGroupSize,
    majorSwapThresholdTicks: view.getUint16(64, true),
    lastReferenceUpdateSec: view.getBigUint64(82, true),
    lastMajorSwapSec: view.getBigUint64(90, true),
    volatilityReference: view.getUint32(98, true),
    tickGroupReference,
    volatilityAccumulator: view.getUint32(106, true),
  };
}
