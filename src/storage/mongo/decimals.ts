import { Decimal128 } from "mongodb";
import { formatDecimal, InvariantError, parseDecimal } from "#model";

/**
 * Decimal128 holds 34 significant digits, so an integer below 10^34 always goes in and comes out exactly, whatever
 * its scale: 10^25 dollars at 1e-9, 10^16 coins at 1e-18. https://github.com/mongodb/specifications (bson-decimal128)
 */
const BOUND = 10n ** 34n;

/** `value / 10^decimals`, exact. Throws InvariantError beyond 34 digits. */
export function toDecimal(value: bigint, decimals: number): Decimal128 {
  return within(value, decimals, BOUND);
}

/** A percentage: bounded as SQLite's integers are, so that either store takes what the other one does. */
export function toPercent(value: bigint, decimals: number): Decimal128 {
  return within(value, decimals, 1n << 63n);
}

/** The exact inverse of both. Throws InvariantError on what is no such number. */
export function fromDecimal(value: Decimal128, decimals: number): bigint {
  const text = value.toString();
  try {
    return parseDecimal(text, decimals, "exact");
  } catch (cause) {
    throw new InvariantError("storage-row", `unexpected decimal ${text.slice(0, 40)}`, { cause });
  }
}

function within(value: bigint, decimals: number, bound: bigint): Decimal128 {
  if (value >= bound || value <= -bound)
    throw new InvariantError("storage-row", `${value} is beyond what a document holds exactly`);
  return Decimal128.fromString(formatDecimal(value, decimals));
}
