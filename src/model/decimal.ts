import { InputError } from "./errors.ts";

/**
 * Decimal text and scaled integers, both ways, without a float in between.
 * A value is `integer / 10^decimals`; every conversion that can lose digits names its rounding.
 */
export type Rounding = "floor" | "ceil" | "exact";

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
/** More than any asset has decimals. */
const ZEROS = "0".repeat(64);

/**
 * Reads decimal text (exponents allowed, as in JSON's 1e-8) as an integer of `10^-decimals` units.
 * Throws InputError on anything else, and on lost digits when rounding is "exact".
 */
export function parseDecimal(text: string, decimals: number, rounding: Rounding): bigint {
  if (PLAIN.test(text)) {
    const plain = fromPlain(text, decimals);
    if (plain !== null) return plain;
  }
  const match = DECIMAL.exec(text);
  if (match === null) throw new InputError("not-a-decimal", `not a decimal number: ${text.slice(0, 40)}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  const shift = decimals - fraction.length + Number(exponent);
  const magnitude = sign === "-" ? -digits : digits;
  if (shift >= 0) return magnitude * 10n ** BigInt(shift);
  return divide(magnitude, 10n ** BigInt(-shift), rounding);
}

/** Text without an exponent, as stores and most venues have it, in one conversion; null where digits would be lost. */
function fromPlain(text: string, decimals: number): bigint | null {
  if (decimals > ZEROS.length) return null;
  const point = text.indexOf(".");
  if (point < 0) return BigInt(text + ZEROS.slice(0, decimals));
  const missing = decimals - (text.length - point - 1);
  return missing < 0 ? null : BigInt(text.slice(0, point) + text.slice(point + 1) + ZEROS.slice(0, missing));
}

/** Writes `value / 10^decimals` as plain decimal text without trailing zeros: 8340500n, 2 -> "83405". */
export function formatDecimal(value: bigint, decimals: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return (negative ? "-" : "") + whole + (fraction === "" ? "" : `.${fraction}`);
}

/** Integer division with a named rounding; "exact" throws where there is a remainder. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  if (rounding === "exact") throw new InputError("inexact", `${numerator}/${denominator} is not whole`);
  const below = remainder < 0n !== denominator < 0n;
  if (rounding === "floor") return below ? quotient - 1n : quotient;
  return below ? quotient : quotient + 1n;
}
