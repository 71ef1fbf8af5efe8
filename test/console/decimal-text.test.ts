import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareDecimals,
  negateDecimal,
  roundDecimal,
  signOf,
  sumDecimals,
} from "../../console/lib/decimal-text.ts";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, decimals]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
    const point = digits.length - decimals;
    const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return { text: units < 0n ? `-${text}` : text, exact: units * 10n ** BigInt(12 - decimals) };
  });

describe("decimal text", () => {
  it("compares as the exact values do", () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const expected = left.exact === right.exact ? 0 : left.exact < right.exact ? -1 : 1;
        expect(compareDecimals(left.text, right.text)).toBe(expected);
      }),
    );
  });

  it("adds without losing a digit", () => {
    expect(sumDecimals(["0.1", "0.2"])).toBe("0.3");
    expect(sumDecimals(["9007199254740993", "0.000000001"])).toBe("9007199254740993.000000001");
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const sum = sumDecimals([left.text, right.text]);
        expect(compareDecimals(sumDecimals([sum, negateDecimal(right.text)]), left.text)).toBe(0);
      }),
    );
  });

  it.each([
    ["1.2345", 2, "floor", "1.23"],
    ["-1.2345", 2, "floor", "-1.24"],
    ["1.2301", 2, "ceil", "1.24"],
    ["-1.2399", 2, "ceil", "-1.23"],
    ["1.235", 2, "nearest", "1.24"],
    ["-1.235", 2, "nearest", "-1.24"],
    ["1.2349", 2, "nearest", "1.23"],
    ["5", 2, "floor", "5.00"],
    ["-0.004", 2, "ceil", "0.00"],
  ] as const)("rounds %s to %i decimals by %s as %s", (text, decimals, rounding, expected) => {
    expect(roundDecimal(text, decimals, rounding)).toBe(expected);
  });

  it("brackets every value between floor and ceiling", () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 12 }), ({ text }, decimals) => {
        expect(compareDecimals(roundDecimal(text, decimals, "floor"), text)).not.toBe(1);
        expect(compareDecimals(roundDecimal(text, decimals, "ceil"), text)).not.toBe(-1);
      }),
    );
  });

  it("knows that minus zero is zero", () => {
    expect(signOf("-0.000")).toBe(0);
  });

  it.each(["", "1e5", "NaN", "1.", ".5", "+1", " 1"])("refuses %j", (text) => {
    expect(() => roundDecimal(text, 2, "floor")).toThrow(RangeError);
  });
});
