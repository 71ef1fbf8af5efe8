/**
 * Decimal text as exact integers. Money, prices, sizes and percentages stay text from the wire to the
 * screen; no float lies in between.
 */
interface Scaled {
  readonly units: bigint;
  /** The value is `units / 10^decimals`. */
  readonly decimals: number;
}

export type Rounding = "floor" | "ceil" | "nearest";

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** True for plain decimal text such as "-12.50"; exponents, signs of plus and blanks are refused. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** -1, 0 or 1 as left is below, equal to or above right. */
export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  const difference = subtract(scaled(left), scaled(right)).units;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The exact sum, with as many decimals as its longest term: ["1.5", "-0.25"] -> "1.25". */
export function sumDecimals(terms: readonly string[]): string {
  return print(terms.map(scaled).reduce(add, { units: 0n, decimals: 0 }));
}

/** The same value with its sign turned; zero has none. */
export function negateDecimal(text: string): string {
  const value = scaled(text);
  return print({ units: -value.units, decimals: value.decimals });
}

/** -1, 0 or 1: the sign of the value, so that "-0.00" counts as zero. */
export function signOf(text: string): -1 | 0 | 1 {
  return compareDecimals(text, "0");
}

/** Exactly `decimals` digits after the point; nearest rounds halves away from zero. */
export function roundDecimal(text: string, decimals: number, rounding: Rounding): string {
  const value = scaled(text);
  if (value.decimals <= decimals) return print(rescale(value, decimals));
  const divisor = 10n ** BigInt(value.decimals - decimals);
  return print({ units: divide(value.units, divisor, rounding), decimals });
}

/** Digits after the point: "1.250" -> 3. */
export function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string): Scaled {
  if (!DECIMAL.test(text)) throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`);
  return { units: BigInt(text.replace(".", "")), decimals: decimalsOf(text) };
}

function rescale(value: Scaled, decimals: number): Scaled {
  return { units: value.units * 10n ** BigInt(decimals - value.decimals), decimals };
}

function add(left: Scaled, right: Scaled): Scaled {
  const decimals = Math.max(left.decimals, right.decimals);
  return { units: rescale(left, decimals).units + rescale(right, decimals).units, decimals };
}

function subtract(left: Scaled, right: Scaled): Scaled {
  return add(left, { units: -right.units, decimals: right.decimals });
}

function divide(units: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = units / divisor;
  const remainder = units % divisor;
  if (remainder === 0n) return quotient;
  const away = units < 0n ? -1n : 1n;
  if (rounding === "nearest") {
    const magnitude = remainder < 0n ? -remainder : remainder;
    return magnitude * 2n >= divisor ? quotient + away : quotient;
  }
  if (rounding === "floor") return away < 0n ? quotient - 1n : quotient;
  return away < 0n ? quotient : quotient + 1n;
}

function print({ units, decimals }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : `.${digits.slice(-decimals)}`;
  return (units < 0n ? "-" : "") + whole + fraction;
}
