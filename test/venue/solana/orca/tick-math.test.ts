import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_SQRT_PRICE,
  MAX_TICK,
  MIN_SQRT_PRICE,
  MIN_TICK,
} from "../../../../src/venue/solana/orca/program.ts";
import { sqrtPriceAtTick, tickAtSqrtPrice } from "../../../../src/venue/solana/orca/tick-math.ts";

describe("ticks and square root prices", () => {
  it("meet at the program's ends and at one", () => {
    expect(sqrtPriceAtTick(MIN_TICK)).toBe(MIN_SQRT_PRICE);
    expect(sqrtPriceAtTick(MAX_TICK)).toBe(MAX_SQRT_PRICE);
    expect(sqrtPriceAtTick(0)).toBe(1n << 64n);
    expect(tickAtSqrtPrice(MIN_SQRT_PRICE)).toBe(MIN_TICK);
    expect(tickAtSqrtPrice(MAX_SQRT_PRICE)).toBe(MAX_TICK);
    expect(tickAtSqrtPrice(MAX_SQRT_PRICE - 1n)).toBe(MAX_TICK - 1);
    expect(tickAtSqrtPrice((1n << 64n) - 1n)).toBe(-1);
  });

  it("rise together", () => {
    const anyTick = fc.integer({ min: MIN_TICK, max: MAX_TICK - 1 });
    fc.assert(fc.property(anyTick, (tick) => sqrtPriceAtTick(tick) < sqrtPriceAtTick(tick + 1)));
  });

  it("give back a tick at its own price, and the one below for a unit less", () => {
    const anyTick = fc.integer({ min: MIN_TICK + 1, max: MAX_TICK });
    fc.assert(
      fc.property(anyTick, (tick) => {
        const sqrtPrice = sqrtPriceAtTick(tick);
        expect(tickAtSqrtPrice(sqrtPrice)).toBe(tick);
        expect(tickAtSqrtPrice(sqrtPrice - 1n)).toBe(tick - 1);
      }),
      { numRuns: 3000 },
    );
  });

  it("give the floor for every price between", () => {
    // Prices spread evenly over ticks: a random tick and a random part of the way to the next one.
    const anyTick = fc.integer({ min: MIN_TICK, max: MAX_TICK - 1 });
    const part = fc.bigInt({ min: 0n, max: 999_999n });
    fc.assert(
      fc.property(anyTick, part, (tick, millionths) => {
        const low = sqrtPriceAtTick(tick);
        const sqrtPrice = low + ((sqrtPriceAtTick(tick + 1) - low) * millionths) / 1_000_000n;
        expect(tickAtSqrtPrice(sqrtPrice)).toBe(tick);
      }),
      { numRuns: 3000 },
    );
  });

  it("are refused beyond the program's ticks", () => {
    expect(() => sqrtPriceAtTick(MAX_TICK + 1)).toThrow(RangeError);
    expect(() => sqrtPriceAtTick(Number.NaN)).toThrow(RangeError);
  });
});
