import type { Address } from "@solana/kit";
import { readAddress, readI128, readU128, writeAddress, writeI128, writeU128 } from "../bytes.ts";

/** 88 ticks in one account; the start index is a multiple of 88 tick spacings. */
export const TICKS_PER_ARRAY = 88;
const FIXED_BYTES = 9988;
const FIXED_TICK_BYTES = 113;
const TICK_BODY_BYTES = 112;
const FIXED_DISCRIMINATOR = "4561bdbe6e0742bb";
const DYNAMIC_DISCRIMINATOR = "11d8f68ee1c7da38";

/** An initialised tick. Reward growths stay zero: no stand-in pool pays rewards. */
export interface Tick {
  liquidityNet: bigint;
  liquidityGross: bigint;
  feeGrowthOutsideA: bigint;
  feeGrowthOutsideB: bigint;
}

export interface TickArray {
  readonly address: Address;
  readonly pool: Address;
  /** Fixed accounts hold every tick; dynamic ones grow and shrink with the initialised ticks. */
  readonly layout: "fixed" | "dynamic";
  readonly start: number;
  /** By offset from the start in tick spacings. */
  readonly ticks: Map<number, Tick>;
}

export function arrayStart(tick: number, tickSpacing: number): number {
  const span = TICKS_PER_ARRAY * tickSpacing;
  return Math.floor(tick / span) * span;
}

function readTick(bytes: Buffer, offset: number): Tick {
  return {
    liquidityNet: readI128(bytes, offset),
    liquidityGross: readU128(bytes, offset + 16),
    feeGrowthOutsideA: readU128(bytes, offset + 32),
    feeGrowthOutsideB: readU128(bytes, offset + 48),
  };
}

function writeTick(bytes: Buffer, offset: number, tick: Tick): void {
  writeI128(bytes, offset, tick.liquidityNet);
  writeU128(bytes, offset + 16, tick.liquidityGross);
  writeU128(bytes, offset + 32, tick.feeGrowthOutsideA);
  writeU128(bytes, offset + 48, tick.feeGrowthOutsideB);
}

export function isTickArray(bytes: Buffer): boolean {
  const discriminator = bytes.toString("hex", 0, 8);
  return discriminator === FIXED_DISCRIMINATOR || discriminator === DYNAMIC_DISCRIMINATOR;
}

/**
 * Fixed: 8 start i32, 12 + 113 i ticks (initialised u8, then the body), 9956 pool. Dynamic: 8 start i32,
 * 12 pool, 44 bitmap u128, 60 then for each tick one byte, followed by the body where it is initialised.
 * A body is net i128, gross u128, fee growth outside A and B u128, three reward growths u128.
 */
export function decodeTickArray(address: Address, bytes: Buffer): TickArray {
  const fixed = bytes.toString("hex", 0, 8) === FIXED_DISCRIMINATOR;
  const ticks = new Map<number, Tick>();
  let offset = fixed ? 12 : 60;
  for (let index = 0; index < TICKS_PER_ARRAY; index += 1) {
    const initialised = bytes[offset] === 1;
    if (initialised) ticks.set(index, readTick(bytes, offset + 1));
    if (fixed) offset += FIXED_TICK_BYTES;
    else offset += initialised ? 1 + TICK_BODY_BYTES : 1;
  }
  return {
    address,
    pool: readAddress(bytes, fixed ? 9956 : 12),
    layout: fixed ? "fixed" : "dynamic",
    start: bytes.readInt32LE(8),
    ticks,
  };
}

export function encodeTickArray(array: TickArray): Buffer {
  return array.layout === "fixed" ? encodeFixed(array) : encodeDynamic(array);
}

function encodeFixed(array: TickArray): Buffer {
  const bytes = Buffer.alloc(FIXED_BYTES);
  bytes.write(FIXED_DISCRIMINATOR, 0, "hex");
  bytes.writeInt32LE(array.start, 8);
  for (const [index, tick] of array.ticks) {
    const offset = 12 + index * FIXED_TICK_BYTES;
    bytes[offset] = 1;
    writeTick(bytes, offset + 1, tick);
  }
  writeAddress(bytes, 9956, array.pool);
  return bytes;
}

function encodeDynamic(array: TickArray): Buffer {
  const bytes = Buffer.alloc(60 + TICKS_PER_ARRAY + array.ticks.size * TICK_BODY_BYTES);
  bytes.write(DYNAMIC_DISCRIMINATOR, 0, "hex");
  bytes.writeInt32LE(array.start, 8);
  writeAddress(bytes, 12, array.pool);
  let bitmap = 0n;
  let offset = 60;
  for (let index = 0; index < TICKS_PER_ARRAY; index += 1) {
    const tick = array.ticks.get(index);
    bytes[offset] = tick ? 1 : 0;
    offset += 1;
    if (!tick) continue;
    bitmap |= 1n << BigInt(index);
    writeTick(bytes, offset, tick);
    offset += TICK_BODY_BYTES;
  }
  writeU128(bytes, 44, bitmap);
  return bytes;
}
