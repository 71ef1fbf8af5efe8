import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divide, formatDecimal, InputError, parseDecimal, parseStep, parseSteps } from "#model";

describe("decimal text and integers", () => {
  it("comes back the same, whatever the value", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.integer({ min: 0, max: 18 }),
        (value, decimals) => {
          expect(parseDecimal(formatDecimal(value, decimals), decimals, "exact")).toBe(value);
        },
      ),
    );
  });

  it("rounds as it is told, towards what the name says on both sides of zero", () => {
    expect(parseDecimal("1.29", 1, "floor")).toBe(12n);
    expect(parseDecimal("1.21", 1, "ceil")).toBe(13n);
    expect(parseDecimal("-1.21", 1, "floor")).toBe(-13n);
    expect(parseDecimal("-1.29", 1, "ceil")).toBe(-12n);
    expect(() => parseDecimal("1.21", 1, "exact")).toThrow(InputError);
  });

  it("divides with a named rounding", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 10n }),
        (n, d) => {
          const [floor, ceil] = [divide(n, d, "floor"), divide(n, d, "ceil")];
          expect(floor * d <= n && n < (floor + 1n) * d).toBe(true);
          expect((ceil - 1n) * d < n && n <= ceil * d).toBe(true);
        },
      ),
    );
  });

  it.each(["", "NaN", "1.", ".5", "0x10", "1e", "1,0", " 1", "Infinity", "--1", "1e9999"])(
    "refuses %j",
    (text) => {
      expect(() => parseDecimal(text, 8, "floor")).toThrow(InputError);
    },
  );

  it("reads increments as an exchange writes them", () => {
    expect(parseStep("0.00000001")).toEqual({ units: 1n, decimals: 8 });
    expect(parseStep("1e-8")).toEqual({ units: 1n, decimals: 8 });
    expect(parseStep("0.005")).toEqual({ units: 5n, decimals: 3 });
    expect(() => parseStep("0")).toThrow(InputError);
    expect(() => parseStep("-0.01")).toThrow(InputError);
  });

  it("counts steps and refuses counts that a double cannot hold", () => {
    expect(parseSteps("83405.00000", parseStep("0.01"), "exact")).toBe(8_340_500);
    expect(parseSteps("0.0129", parseStep("0.005"), "floor")).toBe(2);
    expect(() => parseSteps("83405.001", parseStep("0.01"), "exact")).toThrow(InputError);
    expect(() => parseSteps("9000000000000000", parseStep("0.01"), "exact")).toThrow(InputError);
  });
});
