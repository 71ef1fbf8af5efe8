import fc from "fast-check";
import { expect, it } from "vitest";
import { argmax, lastWhere } from "../../src/signal/concave.ts";

/** A concave table: slopes that only fall, then minus infinity. */
const concave = fc
  .record({
    slopes: fc.array(fc.bigInt(-1000n, 1000n), { maxLength: 60 }),
    low: fc.integer({ min: 0, max: 9 }),
    cut: fc.nat(80),
  })
  .map(({ slopes, low, cut }) => {
    const falling = slopes.toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0));
    const heights = [0n];
    for (const slope of falling) heights.push((heights.at(-1) ?? 0n) + slope);
    const at = (x: number): bigint | null => (x - low > cut ? null : (heights[x - low] ?? null));
    return { at, low, high: low + heights.length - 1 };
  });

it("finds the smallest place of the greatest height", () => {
  fc.assert(
    fc.property(concave, ({ at, low, high }) => {
      let best = low;
      for (let x = low; x <= high; x += 1) {
        const here = at(x);
        const there = at(best);
        if (here !== null && there !== null && here > there) best = x;
      }
      expect(argmax(low, high, at)).toBe(best);
    }),
    { numRuns: 3000 },
  );
});

it("asks about no place outside its range", () => {
  argmax(5, 900, (x) => {
    expect(x).toBeGreaterThanOrEqual(5);
    expect(x).toBeLessThanOrEqual(900);
    return BigInt(x);
  });
});

it("needs less than a hundred questions for the largest range there is", () => {
  let asked = 0;
  const peak = 3_141_592_653_589;
  const found = argmax(1, 2 ** 52, (x) => {
    asked += 1;
    return BigInt(-Math.abs(x - peak));
  });
  expect(found).toBe(peak);
  expect(asked).toBeLessThan(100);
});

it("finds the last place where a prefix holds", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (low, more) => {
      const last = low + Math.floor(more / 2);
      expect(lastWhere(low, low + more, (x) => x <= last)).toBe(last);
    }),
  );
});
