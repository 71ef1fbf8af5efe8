import { MAX_TICK, MIN_TICK } from "./program.ts";

/**
 * Ticks and square root prices (Q64.64) of the Whirlpool program. A price is `1.0001^tick`; its root
 * is a product of powers `1.0001^(2^k / 2)`, one for each bit of the tick, each product truncated.
 * Ticks above zero multiply powers held in 96 fractional bits and drop 32 at the end, ticks below
 * zero multiply inverse powers held in 64. All powers are truncated too, so they are derived here
 * from an integer root instead of being listed; the results equal the program's to the unit.
 */
const BITS = 19;
const DEEP = 400n;
const RISING: bigint[] = [];
const FALLING: bigint[] = [];

let power = integerRoot((10001n << (2n * DEEP)) / 10000n);
for (let bit = 0; bit < BITS; bit++) {
  RISING.push(power >> (DEEP - 96n));
  FALLING.push(((1n << (2n * DEEP)) / power) >> (DEEP - 64n));
  power = (power * power) >> DEEP;
}

/** Square root price of a tick. Throws RangeError beyond the program's ticks: a mistake of ours. */
export function sqrtPriceAtTick(tick: number): bigint {
  if (!(tick >= MIN_TICK && tick <= MAX_TICK)) throw new RangeError(`tick out of bounds: ${tick}`);
  return tick >= 0 ? product(tick, RISING, 96n) >> 32n : product(-tick, FALLING, 64n);
}

function product(tick: number, powers: readonly bigint[], fractionBits: bigint): bigint {
  let ratio = 1n << fractionBits;
  for (let bit = 0; bit < BITS; bit++) {
    if (((tick >> bit) & 1) === 0) continue;
    ratio = (ratio * (powers[bit] ?? 0n)) >> fractionBits;
  }
  return ratio;
}

const TICKS_PER_LOG = 2 / Math.log(1.0001);
const LOG_ONE = 64 * Math.LN2;

/**
 * The highest tick whose square root price is at most `sqrtPrice`, which must be within the
 * program's bounds. A logarithm in doubles guesses it. The guess is off by far less than a hundredth
 * of a tick (the truncated products are within 1e-4 ticks of the true powers even at the lowest
 * tick), so only a guess that close to a whole tick has to be settled by the exact prices.
 */
export function tickAtSqrtPrice(sqrtPrice: bigint): number {
  const guess = (Math.log(Number(sqrtPrice)) - LOG_ONE) * TICKS_PER_LOG;
  const nearest = Math.round(guess);
  if (Math.abs(guess - nearest) > 0.01) return Math.floor(guess);
  if (nearest > MAX_TICK) return MAX_TICK;
  if (nearest <= MIN_TICK) return MIN_TICK;
  return sqrtPriceAtTick(nearest) <= sqrtPrice ? nearest : nearest - 1;
}

/** Newton's method on integers: the largest whole number whose square is at most `square`. */
function integerRoot(square: bigint): bigint {
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
