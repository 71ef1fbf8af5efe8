import { address, type Instruction } from "@solana/kit";

const COMPUTE_BUDGET = address("ComputeBudget111111111111111111111111111111");
const SET_UNIT_LIMIT = 2;
const SET_UNIT_PRICE = 3;

/** No transaction may use more. */
export const MAX_UNITS = 1_400_000;
/** Lamports for the one signature that a swap has. */
export const BASE_FEE_LAMPORTS = 5_000n;

/**
 * SetComputeUnitLimit (2, u32) and SetComputeUnitPrice (3, u64 in 1e-6 lamports), little endian, see
 * https://solana.com/docs/core/fees
 */
export function computeBudgetInstructions(unitLimit: number, unitPrice: bigint): readonly Instruction[] {
  const limit = Buffer.alloc(5);
  limit[0] = SET_UNIT_LIMIT;
  limit.writeUInt32LE(unitLimit, 1);
  const price = Buffer.alloc(9);
  price[0] = SET_UNIT_PRICE;
  price.writeBigUInt64LE(unitPrice, 1);
  return [limit, price].map((data) => ({ programAddress: COMPUTE_BUDGET, data: new Uint8Array(data) }));
}

/** Base and priority fee; the priority fee is charged on the limit, not on use, and rounded up. */
export function feeLamports(unitLimit: number, unitPrice: bigint): bigint {
  return BASE_FEE_LAMPORTS + (BigInt(unitLimit) * unitPrice + 999_999n) / 1_000_000n;
}

const HEADROOM_PERCENT = 120;

/** Units for a swap: those of a small one and of all crossings, a fifth more, at most what any may use. */
export function unitLimitFor(smallSwapUnits: number, crossings: number, unitsPerCrossing: number): number {
  const units = smallSwapUnits + crossings * unitsPerCrossing;
  return Math.min(MAX_UNITS, Math.ceil((units * HEADROOM_PERCENT) / 100));
}

/** The highest price of a unit at which `unitLimit` of them stay within the cap; rounded down. */
export function cappedPrice(price: bigint, unitLimit: number, maxPriorityLamports: bigint): bigint {
  const highest = (maxPriorityLamports * 1_000_000n) / BigInt(unitLimit);
  return price < highest ? price : highest;
}

/** The value that `percent` of the others do not exceed (nearest rank); zeros are left out, null where none remain. */
export function percentileOf(values: readonly number[], percent: number): number | null {
  const sorted = values.filter((value) => value > 0).sort((one, other) => one - other);
  const rank = Math.max(1, Math.ceil((sorted.length * percent) / 100));
  return sorted[rank - 1] ?? null;
}
