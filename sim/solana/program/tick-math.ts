/**
 * Tick index to square-root price (Q64.64) and back, as the Whirlpool program computes them: one factor
 * sqrt(1.0001)^(2^k) for each set bit of the index, positive indexes in Q32.96 and negative in Q64.64.
 * The factors are derived here at load: each is the exact power, cut to its format.
 */
export const MIN_TICK = -443636;
export const MAX_TICK = 443636;
export const MIN_SQRT_PRICE = 4295048016n;
export const MAX_SQRT_PRICE = 79226673515401279992447579055n;

const BITS = 19;
const WORKING_BITS = 400n;

function integerSqrt(value: bigint): bigint {
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const better = (guess + value / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}

function powersOf(root: bigint, formatBits: bigint): readonly bigint[] {
  const powers: bigint[] = [];
  let power = root;
  for (let k = 0; k < BITS; k += 1) {
    powers.push(power >> (WORKING_BITS - formatBits));
    power = (power * power) >> WORKING_BITS;
  }
  return powers;
}

const ROOT = integerSqrt((10001n << (2n * WORKING_BITS)) / 10000n);
const UPWARD_Q96 = powersOf(ROOT, 96n);
const DOWNWARD_Q64 = powersOf((1n << (2n * WORKING_BITS)) / ROOT, 64n);

function product(index: number, factors: readonly bigint[], formatBits: bigint): bigint {
  let ratio = 1n << formatBits;
  factors.forEach((factor, k) => {
    if ((index >> k) & 1) ratio = (ratio * factor) >> formatBits;
  });
  return ratio;
}

/** Q64.64 square-root price of a tick from `MIN_TICK` to `MAX_TICK`; throws RangeError outside. */
export function sqrtPriceOfTick(tick: number): bigint {
  if (tick < MIN_TICK || tick > MAX_TICK) throw new RangeError(`tick ${tick} is out of bounds`);
  return tick >= 0 ? product(tick, UPWARD_Q96, 96n) >> 32n : product(-tick, DOWNWARD_Q64, 64n);
}

const LOG_SQRT_BASE = Math.log(1.0001) / 2;

/** The greatest tick whose square-root price is not above `sqrtPrice`. The float is only a first guess. */
export function tickOfSqrtPrice(sqrtPrice: bigint): number {
  const guess = Math.floor(Math.log(Number(sqrtPrice) / 2 ** 64) / LOG_SQRT_BASE);
  let tick = Math.min(MAX_TICK, Math.max(MIN_TICK, guess));
  while (tick > MIN_TICK && sqrtPriceOfTick(tick) > sqrtPrice) tick -= 1;
  while (tick < MAX_TICK && sqrtPriceOfTick(tick + 1) <= sqrtPrice) tick += 1;
  return tick;
}
