import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Direction, OpportunityDepth } from "#model";
import { findTrade, RUNBOOK_CONFIG, readDepth, readUsdcRate, type UsdcRate } from "#signal";
import { aBook, aCurve, anInstrument, aUsdcBook, type CurveInput, type Level } from "./builders.ts";

const rate = readUsdcRate(aUsdcBook()) as UsdcRate;
const COIN = 10n ** 9n;

interface Case {
  readonly direction?: Direction;
  readonly levels: readonly Level[];
  readonly curve?: CurveInput;
  readonly size?: bigint;
  readonly lotDecimals?: number;
}

function depthOf({
  direction = "cex_to_dex",
  levels,
  curve = {},
  size = 25n * (COIN / 10n),
  lotDecimals = 3,
}: Case): OpportunityDepth {
  const buying = direction === "cex_to_dex";
  const far: Level[] = [[buying ? 1 : 10_000_000, 5]];
  const instrument = anInstrument({ lotSize: { units: 1n, decimals: lotDecimals } });
  const book = aBook(buying ? far : levels, buying ? levels : far, instrument);
  return readDepth({ direction, book, curve: aCurve(curve), rate }, size);
}

const pairs = (points: OpportunityDepth["book"]) => points.map(({ size, price }) => [size, price]);

describe("the depth around a size", () => {
  it("shows the asks that a purchase walks, each with all before it, as far as twice the size", () => {
    const levels: Level[] = [
      [15_000, 1_000],
      [15_010, 2_000],
      [15_100, 50_000],
      [15_200, 1],
    ];
    expect(pairs(depthOf({ levels }).book)).toEqual([
      [1n * COIN, 150_000_000_000n],
      [3n * COIN, 150_100_000_000n],
      [53n * COIN, 151_000_000_000n],
    ]);
  });

  it("shows what each twelfth of twice the size would fetch from the pool, after its fee, rounded down", () => {
    const { pool } = depthOf({ levels: [[15_000, 9_000]], curve: { cents: 15_400 } });
    expect(pairs(pool)).toEqual([
      [416_000_000n, 153_937_759_615n],
      [833_000_000n, 153_936_477_218n],
      [1_250_000_000n, 153_935_194_244n],
      [1_666_000_000n, 153_933_913_461n],
      [2_083_000_000n, 153_932_630_695n],
      [2_500_000_000n, 153_931_347_721n],
      [2_916_000_000n, 153_930_067_307n],
      [3_333_000_000n, 153_928_784_172n],
      [3_750_000_000n, 153_927_501_199n],
      [4_166_000_000n, 153_926_221_153n],
      [4_583_000_000n, 153_924_937_649n],
      [5_000_000_000n, 153_923_654_676n],
    ]);
  });

  it("shows the bids that a sale walks, and what the pool would ask, its dollars at the ask, rounded up", () => {
    const levels: Level[] = [
      [15_000, 2_000],
      [14_900, 9_000],
    ];
    const { book, pool } = depthOf({ direction: "dex_to_cex", levels, curve: { cents: 14_600 } });
    expect(pairs(book)).toEqual([
      [2n * COIN, 150_000_000_000n],
      [11n * COIN, 149_000_000_000n],
    ]);
    expect(pool[0]).toEqual({ size: 416_000_000n, price: 146_060_494_246n });
    expect(pool[5]).toEqual({ size: 2_500_000_000n, price: 146_066_580_554n });
    expect(pool[11]).toEqual({ size: 5_000_000_000n, price: 146_073_880_389n });
  });

  it("keeps twenty of a hundred levels, the best and the last among them, and nothing is lost between", () => {
    const levels = Array.from({ length: 100 }, (_, n): Level => [15_000 + n, 50]);
    const { book } = depthOf({ levels });
    expect(book.length).toBeLessThanOrEqual(20);
    expect(book[0]).toEqual({ size: 50_000_000n, price: 150_000_000_000n });
    expect(book.at(-1)).toEqual({ size: 5n * COIN, price: 150_990_000_000n });
    for (const { size, price } of book) {
      const held = levels.filter(([ticks]) => BigInt(ticks) * 10_000_000n <= price).length * 50;
      expect(size).toBe(BigInt(held) * 1_000_000n);
    }
  });

  it("ends where the pool's loaded ticks end, and says nothing beyond", () => {
    const { pool } = depthOf({ levels: [[15_000, 9_000]], curve: { loadedBase: 3n * COIN } });
    expect(pool.map(({ size }) => size).at(-1)).toBe(2_916_000_000n);
  });

  it("asks for each size once where the size has fewer lots than there are steps", () => {
    const { pool } = depthOf({ levels: [[15_000, 9_000]], size: 2_000_000n });
    expect(pool.map(({ size }) => size)).toEqual([1_000_000n, 2_000_000n, 3_000_000n, 4_000_000n]);
  });
});

describe("the depth of any trade that is found", () => {
  const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30_000 })), {
    minLength: 1,
    maxLength: 60,
  });

  it("rises in size, never in our favour, and holds the chosen size on both sides", () => {
    let found = 0;
    const property = fc.property(
      fc.constantFrom<Direction>("cex_to_dex", "dex_to_cex"),
      levels,
      fc.record({ coins: fc.integer({ min: 50, max: 200_000 }), feePpm: fc.constantFrom(100, 400, 3_000) }),
      fc.integer({ min: 3, max: 9 }),
      (direction, steps, pool, lotDecimals) => {
        const buying = direction === "cex_to_dex";
        let ticks = 15_000;
        const side = steps.map(([step, lots]): Level => {
          ticks += buying ? step : -step;
          return [ticks, lots * 10 ** (lotDecimals - 3)];
        });
        const far: Level[] = [[buying ? 1 : 10_000_000, 5]];
        const instrument = anInstrument({ lotSize: { units: 1n, decimals: lotDecimals } });
        const book = aBook(buying ? far : side, buying ? side : far, instrument);
        const curve = aCurve({ ...pool, cents: buying ? 15_500 : 14_500 });
        const inputs = { direction, book, curve, rate };
        const trade = findTrade({ ...inputs, config: RUNBOOK_CONFIG, solUsd: 150n * COIN, caps: null });
        if ("refused" in trade) return;
        found += 1;
        const depth = readDepth(inputs, trade.size);
        check(depth.book, buying);
        check(depth.pool, !buying);
        expect(depth.book.at(-1)?.size).toBeGreaterThanOrEqual(trade.size);
        expect(depth.pool.map(({ size }) => size)).toContain(trade.size);
        expect(depth.book[0]?.price).toBe(trade.cexPrice);
        expect(depth.book.length).toBeLessThanOrEqual(20);
        expect(depth.pool.length).toBeLessThanOrEqual(12);
      },
    );
    fc.assert(property, { numRuns: 200 });
    expect(found).toBeGreaterThan(50);
  });
});

function check(points: OpportunityDepth["book"], rises: boolean): void {
  points.forEach(({ size, price }, index) => {
    const before = points[index - 1];
    if (before === undefined) return;
    expect(size).toBeGreaterThan(before.size);
    if (rises) expect(price).toBeGreaterThanOrEqual(before.price);
    else expect(price).toBeLessThanOrEqual(before.price);
  });
}
