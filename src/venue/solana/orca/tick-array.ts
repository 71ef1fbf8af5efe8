import type { Address } from "@solana/kit";
import { InputError } from "#model";
import { discriminatorOf, readAddress, readI128, readU128, requireAccount, viewOf } from "./account-bytes.ts";
import { TICKS_PER_ARRAY } from "./program.ts";

/** The two account kinds that hold 88 ticks; a swap does not care which one a pool uses. */
export const FIXED_TICK_ARRAY_DISCRIMINATOR = "4561bdbe6e0742bb";
export const DYNAMIC_TICK_ARRAY_DISCRIMINATOR = "11d8f68ee1c7da38";

/** What a swap needs of a tick array: where liquidity changes and by how much. */
export interface TickArray {
  readonly kind: "fixed" | "dynamic";
  readonly whirlpool: Address;
  readonly startTick: number;
  /** Places (0 to 87) of the initialised ticks, ascending. */
  readonly offsets: readonly number[];
  /** Signed liquidity that enters at each of those ticks when the price rises through it. */
  readonly nets: readonly bigint[];
}

/** An array that was read and does not exist: the chain treats all its ticks as uninitialised. */
export type TickArrayState = TickArray | "uninitialised";

/** Decodes a tick array of either kind. Throws InputError that names what is wrong. */
export function readTickArray(bytes: Uint8Array): TickArray {
  const found = discriminatorOf(bytes);
  if (found === FIXED_TICK_ARRAY_DISCRIMINATOR) return readFixed(bytes);
  if (found === DYNAMIC_TICK_ARRAY_DISCRIMINATOR) return readDynamic(bytes);
  throw new InputError(
    "wrong-account-kind",
    `not a tick array account: expected discriminator ${FIXED_TICK_ARRAY_DISCRIMINATOR} or ` +
      `${DYNAMIC_TICK_ARRAY_DISCRIMINATOR}, found ${found === "" ? "none" : found}`,
  );
}

export const FIXED_BYTES = 9988;
const FIXED_TICK_BYTES = 113;

/**
 * Fixed array, 9,988 bytes: 8 start tick i32, 12 + 113 i: initialised u8, liquidity net i128 at +1;
 * 9956 whirlpool. A real one begins `4561bdbe6e0742bb 007cffff 01…` (start -33792).
 */
function readFixed(bytes: Uint8Array): TickArray {
  requireAccount(bytes, "a fixed tick array", FIXED_TICK_ARRAY_DISCRIMINATOR, FIXED_BYTES);
  const view = viewOf(bytes);
  const offsets: number[] = [];
  const nets: bigint[] = [];
  for (let offset = 0; offset < TICKS_PER_ARRAY; offset++) {
    const at = 12 + offset * FIXED_TICK_BYTES;
    if (!readFlag(bytes, at)) continue;
    offsets.push(offset);
    nets.push(readI128(view, at + 1));
  }
  return {
    kind: "fixed",
    whirlpool: readAddress(bytes, 9956),
    startTick: view.getInt32(8, true),
    offsets,
    nets,
  };
}

const DYNAMIC_HEADER_BYTES = 60;
const DYNAMIC_TICK_BYTES = 112;

/**
 * Dynamic array, 148 to 10,004 bytes: 8 start tick i32, 12 whirlpool, 44 bitmap u128, then 88 entries
 * of one byte, followed by 112 more (liquidity net i128 first) where that byte is 1. Entries have no
 * fixed place, so they are read in sequence; the bitmap must tell the same.
 */
function readDynamic(bytes: Uint8Array): TickArray {
  const view = viewOf(bytes);
  const offsets: number[] = [];
  const nets: bigint[] = [];
  let at = DYNAMIC_HEADER_BYTES;
  let bitmap = 0n;
  for (let offset = 0; offset < TICKS_PER_ARRAY; offset++) {
    requireBytes(bytes, at + 1);
    const initialised = readFlag(bytes, at);
    at += 1;
    if (!initialised) continue;
    requireBytes(bytes, at + DYNAMIC_TICK_BYTES);
    offsets.push(offset);
    nets.push(readI128(view, at));
    bitmap |= 1n << BigInt(offset);
    at += DYNAMIC_TICK_BYTES;
  }
  if (readU128(view, 44) !== bitmap) {
    throw new InputError("bad-tick-array", "dynamic tick array whose bitmap disagrees with its entries");
  }
  return {
    kind: "dynamic",
    whirlpool: readAddress(bytes, 12),
    startTick: view.getInt32(8, true),
    offsets,
    nets,
  };
}

function requireBytes(bytes: Uint8Array, needed: number): void {
  if (bytes.length >= needed) return;
  throw new InputError(
    "wrong-account-length",
    `not a dynamic tick array account: expected at least ${needed} bytes, found ${bytes.length}`,
  );
}

function readFlag(bytes: Uint8Array, at: number): boolean {
  const flag = bytes[at];
  if (flag !== 0 && flag !== 1)
    throw new InputError("bad-tick-array", `tick array with a tick flag of ${flag}`);
  return flag === 1;
}
