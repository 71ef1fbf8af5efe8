/**
 * The two amounts of a price move at constant liquidity, and the price that an amount reaches. Prices are
 * Q64.64 square roots of B per A. With liquidity L between prices p < q: A = L (q - p) / (q p), B = L (q - p).
 */
export type Rounding = "up" | "down";

export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  return rounding === "up" && quotient * denominator !== numerator ? quotient + 1n : quotient;
}

/** Base units of A between two prices, in either order of the prices. */
export function deltaA(from: bigint, to: bigint, liquidity: bigint, rounding: Rounding): bigint {
  const [low, high] = from < to ? [from, to] : [to, from];
  return divide((liquidity * (high - low)) << 64n, high * low, rounding);
}

/** Base units of B between two prices, in either order of the prices. */
export function deltaB(from: bigint, to: bigint, liquidity: bigint, rounding: Rounding): bigint {
  const distance = from < to ? to - from : from - to;
  return divide(liquidity * distance, 1n << 64n, rounding);
}

/** The price after `amount` of A came in (or went out), rounded up: in the pool's favour both ways. */
export function priceAfterA(price: bigint, liquidity: bigint, amount: bigint, comesIn: boolean): bigint {
  if (amount === 0n) return price;
  const scaled = liquidity << 64n;
  const change = amount * price;
  return divide(scaled * price, comesIn ? scaled + change : scaled - change, "up");
}

/** The price after `amount` of B came in (rounded down) or went out (its step rounded up). */
export function priceAfterB(price: bigint, liquidity: bigint, amount: bigint, comesIn: boolean): bigint {
  const step = divide(amount << 64n, liquidity, comesIn ? "down" : "up");
  return comesIn ? price + step : price - step;
}
