import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BookSide } from "../../src/book/book-side.ts";

type Change = readonly [ticks: number, lots: number];

const sides = ["bid", "ask"] as const;

/** Changes over few enough prices that levels are met again, and enough that the side grows large. */
const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: -2, max: 5 })), {
  minLength: 1500,
  maxLength: 4000,
});

/** Compares everything that a side tells with a plain map of its levels. */
function expectSame(side: BookSide, levels: ReadonlyMap<number, number>, of: "bid" | "ask"): void {
  const best = [...levels].sort(([a], [b]) => (of === "bid" ? b - a : a - b));
  expect(side.count).toBe(best.length);
  expect(best.map((_, rank) => [side.ticksAt(rank), side.lotsAt(rank)])).toEqual(best);
  expect([side.ticksAt(best.length), side.lotsAt(best.length)]).toEqual([0, 0]);
  for (let ticks = 0; ticks <= 901; ticks += 25) {
    expect(side.lotsOf(ticks)).toBe(levels.get(ticks) ?? 0);
    const through = best.filter(([at]) => (of === "bid" ? at >= ticks : at <= ticks)).length;
    expect(side.countThrough(ticks)).toBe(through);
  }
}

function apply(side: BookSide, levels: Map<number, number>, [ticks, lots]: Change): void {
  const size = Math.max(0, lots);
  side.set(ticks, size);
  if (size === 0) levels.delete(ticks);
  else levels.set(ticks, size);
}

describe.each(sides)("the %s side of a book", (of) => {
  it("holds what a plain map holds, best first, through thousands of changes", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const side = new BookSide(of);
        const levels = new Map<number, number>();
        for (const change of all) apply(side, levels, change);
        expectSame(side, levels, of);
      }),
      { numRuns: 25 },
    );
  });

  it("loads a snapshot in any order and forgets what it held before", () => {
    const prices = Array.from({ length: 800 }, (_, i) => i + 1);
    const orders = [
      prices,
      prices.toReversed(),
      prices.toSorted((a, b) => ((a * 7919) % 801) - ((b * 7919) % 801)),
    ];
    const side = new BookSide(of);
    for (const order of orders) {
      side.set(5000, 1);
      const lots = order.map((ticks) => ticks * 3);
      side.load(Float64Array.from(order), Float64Array.from(lots), order.length);
      expectSame(side, new Map(order.map((ticks) => [ticks, ticks * 3])), of);
    }
  });

  it("can be emptied level by level from either end and filled again", () => {
    const side = new BookSide(of);
    const levels = new Map<number, number>();
    for (const step of [1, -1, 1]) {
      for (let ticks = 1; ticks <= 700; ticks += 1) apply(side, levels, [ticks, ticks]);
      for (let i = 0; i < 700; i += 1) {
        apply(side, levels, [step === 1 ? i + 1 : 700 - i, 0]);
        if (i % 100 === 0) expectSame(side, levels, of);
      }
      expectSame(side, new Map(), of);
    }
  });
});
