import { MAX_SQRT_PRICE, MIN_SQRT_PRICE, U64_MAX, U128_MAX } from "./program.ts";
import type { Computed } from "./refusals.ts";

/**
 * Amounts between two square root prices and the price after an amount, as in the Uniswap v3
 * whitepaper (6.13 to 6.16), in Q64.64. The program computes in words of 64, 128 and 256 bits and
 * fails where one overflows; bigints do not, so each of its bounds is checked here by name.
 */

/** Beyond 2^192 a product no longer fits after its shift by one word. */
const U192_END = 1n << 192n;

/**
 * Token A between two prices: `liquidity * (upper - lower) / (upper * lower)`. Rounded up where it
 * is paid in, down where it is paid out.
 */
export function amountOfA(lower: bigint, upper: bigint, liquidity: bigint, roundUp: boolean): Computed {
  const product = liquidity * (upper - lower);
  if (product >= U192_END) return "MultiplicationOverflow";
  const numerator = product << 64n;
  const denominator = upper * lower;
  let amount = numerator / denominator;
  if (roundUp && amount * denominator !== numerator) amount += 1n;
  if (amount <= U64_MAX) return amount;
  return amount > U128_MAX ? "NumberDownCastError" : "TokenMaxExceeded";
}

/** Token B between two prices: `liquidity * (upper - lower)`, rounded likewise. */
export function amountOfB(lower: bigint, upper: bigint, liquidity: bigint, roundUp: boolean): Computed {
  const product = liquidity * (upper - lower);
  if (product > U128_MAX) return "MultiplicationShiftRightOverflow";
  const amount = product >> 64n;
  if (!roundUp || (product & U64_MAX) === 0n) return amount;
  return amount === U64_MAX ? "MultiplicationOverflow" : amount + 1n;
}

/** Price after token A was paid in (or, for an exact output, out): always rounded up. */
export function priceAfterA(sqrtPrice: bigint, liquidity: bigint, amount: bigint, paidIn: boolean): Computed {
  if (amount === 0n) return sqrtPrice;
  const product = liquidity * sqrtPrice;
  if (product >= U192_END) return "MultiplicationOverflow";
  const before = liquidity << 64n;
  const change = sqrtPrice * amount;
  if (!paidIn && before <= change) return "DivideByZero";
  const after = paidIn ? before + change : before - change;
  const price = ceilingOf(product << 64n, after);
  if (price > U128_MAX) return "NumberDownCastError";
  if (price < MIN_SQRT_PRICE) return "TokenMinSubceeded";
  return price > MAX_SQRT_PRICE ? "TokenMaxExceeded" : price;
}

/** Price after token B was paid in (or, for an exact output, out): always rounded down. */
export function priceAfterB(sqrtPrice: bigint, liquidity: bigint, amount: bigint, paidIn: boolean): Computed {
  if (liquidity === 0n) return "DivideByZero";
  const scaled = amount << 64n;
  if (paidIn) {
    const price = sqrtPrice + scaled / liquidity;
    return price > U128_MAX ? "SqrtPriceOutOfBounds" : price;
  }
  const price = sqrtPrice - ceilingOf(scaled, liquidity);
  return price < 0n ? "SqrtPriceOutOfBounds" : price;
}

/** Division of positive integers, rounded up. */
export function ceilingOf(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
