import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Direction, isRefusal, type PoolCurve } from "#model";
import {
  type FoundTrade,
  findTrade,
  RUNBOOK_CONFIG,
  readUsdcRate,
  type SignalConfig,
  type SizeCaps,
  type UsdcRate,
} from "#signal";
import { aBook, aCurve, anInstrument, aUsdcBook, type Level } from "./builders.ts";

const rate = readUsdcRate(aUsdcBook()) as UsdcRate;
const open: SignalConfig = { ...RUNBOOK_CONFIG, suspectSpreadPct: 100_000_000n };
const solUsd = 150_000_000_000n;

interface Case {
  readonly direction: Direction;
  readonly levels: readonly Level[];
  readonly curve: PoolCurve;
  readonly config?: SignalConfig;
  readonly minLots?: number;
  readonly lotDecimals?: number;
  readonly caps?: SizeCaps | null;
}

function find({
  direction,
  levels,
  curve,
  config = open,
  minLots = 10,
  lotDecimals = 3,
  caps = null,
}: Case): ReturnType<typeof findTrade> {
  const buying = direction === "cex_to_dex";
  const far: Level[] = [[buying ? 1 : 10_000_000, 5]];
  const instrument = anInstrument({ minLots, lotSize: { units: 1n, decimals: lotDecimals } });
  const book = aBook(buying ? far : levels, buying ? levels : far, instrument);
  return findTrade({ direction, book, curve, rate, config, solUsd, caps });
}

function found(of: Case): FoundTrade {
  const trade = find(of);
  if ("refused" in trade) throw new Error(`refused: ${trade.refused} ${trade.detail}`);
  return trade;
}

/** The net of one size by the definition, in exact fractions of its own: 1e-9 USD over 1e17. */
function netOf(
  { direction, levels, curve, config = open, lotDecimals = 3 }: Case,
  lots: number,
): { net: number; payment: number } | null {
  let left = lots;
  let cex = 0;
  for (const [ticks, size] of levels) {
    const take = Math.min(left, size);
    cex += (take * ticks) / 100 / 10 ** lotDecimals;
    left -= take;
  }
  const base = BigInt(lots) * 10n ** BigInt(9 - lotDecimals);
  const quote = direction === "cex_to_dex" ? curve.sellBase(base) : curve.buyBase(base);
  if (left > 0 || isRefusal(quote)) return null;
  const dex =
    direction === "cex_to_dex" ? Number(quote.amountOut) / 1e6 : (Number(quote.amountIn) / 1e6) * 1.00001;
  const payment = direction === "cex_to_dex" ? cex : dex;
  const proceeds = direction === "cex_to_dex" ? dex : cex;
  const pct = (of: bigint): number => Number(of) / 1e8;
  const { cexFeePct, dexFeePct, slippagePct } = config.staticCosts;
  const extra = Math.max(0, pct(dexFeePct) - curve.feePpm / 1e6);
  const costs = cex * pct(cexFeePct) + dex * extra + payment * pct(slippagePct);
  return { net: proceeds - payment - costs, payment };
}

const levelsOf = (direction: Direction) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((steps) => {
      let ticks = direction === "cex_to_dex" ? 14_300 : 15_700;
      return steps.map(([step, lots]): Level => {
        ticks += direction === "cex_to_dex" ? step : -step;
        return [ticks, lots];
      });
    });

const anyCase = fc.constantFrom<Direction>("cex_to_dex", "dex_to_cex").chain((direction) =>
  fc.record({
    direction: fc.constant(direction),
    levels: levelsOf(direction),
    curve: fc
      .record({ coins: fc.integer({ min: 3, max: 300 }), feePpm: fc.constantFrom(100, 400, 3000, 10_000) })
      .map(aCurve),
    config: fc
      .record({ cap: fc.integer({ min: 1, max: 80 }), threshold: fc.integer({ min: 0, max: 2_000_000 }) })
      .map(({ cap, threshold }) => ({
        ...open,
        maxPositionUsd: BigInt(cap) * 10n ** 9n,
        thresholds: { profitThresholdPct: BigInt(threshold), minSpreadPct: 0n },
      })),
  }),
);

describe("what inventory allows", () => {
  const dislocated: Case = {
    direction: "cex_to_dex",
    levels: [[14_400, 500]],
    curve: aCurve({ coins: 3_000 }),
  };
  const one = (usd: number) => BigInt(usd) * 10n ** 9n;

  it("caps the size by the coins that can be sold", () => {
    const free = found(dislocated);
    const capped = found({ ...dislocated, caps: { maxLots: 40, maxPaymentUsd: one(1_000_000) } });
    expect(free.size).toBeGreaterThan(40_000_000n);
    expect(capped.size).toBe(40_000_000n);
  });

  it("caps the payment by the dollars that can be paid", () => {
    const capped = found({ ...dislocated, caps: { maxLots: 1_000_000, maxPaymentUsd: one(5) } });
    expect(capped.sizeUsd).toBeLessThanOrEqual(one(5));
    expect(capped.sizeUsd).toBeGreaterThan(one(4));
  });

  it("never raises the position limit", () => {
    const caps = { maxLots: 1_000_000, maxPaymentUsd: one(1_000_000) };
    expect(found({ ...dislocated, caps })).toEqual(found(dislocated));
  });
});

describe("the size that earns most", () => {
  it("is what trying every size finds, within the rounding of the pool's dollar token", () => {
    let trades = 0;
    fc.assert(
      fc.property(anyCase, (of) => {
        const cap = Number(of.config.maxPositionUsd) / 1e9;
        const threshold = Number(of.config.thresholds.profitThresholdPct) / 1e8;
        let best = Number.NEGATIVE_INFINITY;
        for (let lots = 10; lots <= 540; lots += 1) {
          const size = netOf(of, lots);
          if (size === null || size.payment > cap) break;
          if (size.net >= threshold * size.payment + 2e-6) best = Math.max(best, size.net);
        }
        const trade = find(of);
        if ("refused" in trade) {
          expect(best).toBe(Number.NEGATIVE_INFINITY);
          return;
        }
        trades += 1;
        expect(Number(trade.predictedPnlUsd) / 1e9).toBeGreaterThanOrEqual(best - 5e-6);
        expect(trade.sizeUsd).toBeLessThanOrEqual(of.config.maxPositionUsd);
        expect(trade.size % 1_000_000n).toBe(0n);
        expect(trade.size).toBeGreaterThanOrEqual(10_000_000n);
        const earned = trade.predictedPnlUsd * 100_000_000n;
        expect(earned).toBeGreaterThanOrEqual(of.config.thresholds.profitThresholdPct * trade.sizeUsd);
        const own = netOf(of, Number(trade.size / 1_000_000n));
        expect(Number(trade.predictedPnlUsd) / 1e9).toBeCloseTo(own?.net ?? Number.NaN, 5);
        expect(Number(trade.predictedPnlUsd) / 1e9).toBeLessThanOrEqual((own?.net ?? Number.NaN) + 1e-9);
      }),
      { numRuns: 400 },
    );
    expect(trades).toBeGreaterThan(50);
  });

  it("beats every other size where lots are so fine that nobody could try them all", () => {
    const FINE = 100_000;
    let trades = 0;
    const probes = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(anyCase, probes, (of, shares) => {
        const levels = of.levels.map(([ticks, lots]): Level => [ticks, lots * FINE]);
        const fine = { ...of, levels, lotDecimals: 8, minLots: 1_000_000 };
        const trade = find(fine);
        if ("refused" in trade) return;
        trades += 1;
        const cap = Number(of.config.maxPositionUsd) / 1e9;
        const threshold = Number(of.config.thresholds.profitThresholdPct) / 1e8;
        const depth = levels.reduce((sum, [, lots]) => sum + lots, 0);
        const own = Number(trade.size / 10n);
        const sizes = shares.flatMap((share) => [
          Math.floor(share * depth),
          Math.floor(own * (0.99 + share / 50)),
        ]);
        for (const lots of sizes) {
          if (lots < 1_000_000 || lots > depth) continue;
          const size = netOf(fine, lots);
          if (size === null || size.payment > cap || size.net < threshold * size.payment + 2e-6) continue;
          expect(Number(trade.predictedPnlUsd) / 1e9).toBeGreaterThanOrEqual(size.net - 2e-5);
        }
      }),
      { numRuns: 400 },
    );
    expect(trades).toBeGreaterThan(50);
  });

  it("stops at the level whose price no longer pays its costs", () => {
    const levels: Level[] = [
      [14_600, 500],
      [14_640, 700],
      [14_990, 9000],
    ];
    const config = { ...open, thresholds: { profitThresholdPct: 0n, minSpreadPct: 0n } };
    const trade = found({ direction: "cex_to_dex", levels, curve: aCurve({ coins: 10_000_000 }), config });
    expect(trade.size).toBe(1_200_000_000n);
  });

  it("is cut to the largest size whose own average still earns the threshold", () => {
    const levels: Level[] = [[14_600, 100_000]];
    const config = { ...open, maxPositionUsd: 10n ** 15n };
    const pool = aCurve({ coins: 5000 });
    const strict = { ...config, thresholds: { profitThresholdPct: 1_000_000n, minSpreadPct: 0n } };
    const free = { ...config, thresholds: { profitThresholdPct: 0n, minSpreadPct: 0n } };
    const cut = found({ direction: "cex_to_dex", levels, curve: pool, config: strict });
    const whole = found({ direction: "cex_to_dex", levels, curve: pool, config: free });
    expect(cut.size).toBeLessThan(whole.size);
    expect(cut.predictedPnlUsd * 100n).toBeGreaterThanOrEqual(cut.sizeUsd);
    const oneMore = netOf(
      { direction: "cex_to_dex", levels, curve: pool },
      Number(cut.size / 1_000_000n) + 1,
    );
    expect((oneMore?.net ?? 0) * 100).toBeLessThan(oneMore?.payment ?? 0);
  });

  it("never pays more than the position limit for the buying leg", () => {
    const limits = { ...open, maxPositionUsd: 1000n * 10n ** 9n };
    for (const direction of ["cex_to_dex", "dex_to_cex"] as const) {
      const levels: Level[] = [[direction === "cex_to_dex" ? 14_600 : 15_500, 1_000_000]];
      const trade = found({ direction, levels, curve: aCurve({ coins: 1_000_000 }), config: limits });
      expect(trade.sizeUsd).toBeLessThanOrEqual(limits.maxPositionUsd);
      expect(trade.sizeUsd).toBeGreaterThan(limits.maxPositionUsd - 150_000_000n);
    }
  });
});

describe("its figures", () => {
  it("take exactly the listed costs off what the two best prices promise", () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const trade = find(of);
        if ("refused" in trade) return;
        const { cexFeeUsd, dexFeeUsd, impactUsd, slippageUsd, networkUsd } = trade.costs;
        const costs = cexFeeUsd + dexFeeUsd + impactUsd + slippageUsd + networkUsd;
        const [buy, sell] =
          trade.direction === "cex_to_dex"
            ? [trade.cexPrice, trade.dexPrice]
            : [trade.dexPrice, trade.cexPrice];
        const gross = (trade.size * (sell - buy)) / 10n ** 9n;
        const difference = gross - costs - trade.predictedPnlUsd;
        expect(difference).toBeGreaterThanOrEqual(-3n);
        expect(difference).toBeLessThanOrEqual(3n);
        for (const cost of [cexFeeUsd, dexFeeUsd, slippageUsd]) expect(cost).toBeGreaterThan(0n);
        expect(impactUsd).toBeGreaterThanOrEqual(-2n);
      }),
      { numRuns: 300 },
    );
  });

  it("predict the spread less 1.4 percent points", () => {
    const trade = found({ direction: "dex_to_cex", levels: [[15_450, 90_000]], curve: aCurve() });
    // The dollars for the purchase cost the ask of USDC, 1.00001.
    expect(trade.dexPrice).toBe(150_001_500_000n);
    expect(trade.spreadPct).toBe(2_998_970n);
    expect(trade.predictedPnlPct).toBe(trade.spreadPct - 1_400_000n);
  });

  it("charge the larger of the flat pool fee and the pool's own, never both", () => {
    const levels: Level[] = [[14_500, 1_000]];
    const feeShare = (feePpm: number): number => {
      const trade = found({ direction: "cex_to_dex", levels, curve: aCurve({ feePpm, coins: 50_000_000 }) });
      return Number(trade.costs.dexFeeUsd) / Number((trade.size * trade.dexPrice) / 10n ** 9n);
    };
    expect(feeShare(400)).toBeCloseTo(0.003, 4);
    expect(feeShare(3000)).toBeCloseTo(0.003, 4);
    expect(feeShare(10_000)).toBeCloseTo(0.01, 4);
  });

  it("charge the venue's tier, the pool's own fee and the network under the measured model, and no reserve", () => {
    const measuredCosts = { takerFeePpm: 4000, networkLamports: 20_000n, solUsd };
    const config: SignalConfig = { ...open, costModel: "measured", measuredCosts };
    const levels: Level[] = [[14_500, 1_000]];
    const { costs, sizeUsd } = found({ direction: "cex_to_dex", levels, curve: aCurve(), config });
    expect(costs.cexFeeUsd).toBe((sizeUsd * 4n) / 1000n);
    expect(costs.slippageUsd).toBe(0n);
    // 20,000 lamports at 150 dollars a SOL.
    expect(costs.networkUsd).toBe(3_000_000n);
  });
});

describe("a refusal names its reason", () => {
  const levels: Level[] = [[14_500, 1000]];
  const cases: readonly [string, Case, string][] = [
    [
      "the spread is too wide to believe",
      { direction: "cex_to_dex", levels: [[10_000, 1000]], curve: aCurve(), config: RUNBOOK_CONFIG },
      "suspect-spread",
    ],
    [
      "the fee tier was not read",
      { direction: "cex_to_dex", levels, curve: aCurve(), config: { ...open, costModel: "measured" } },
      "fee-tier-unread",
    ],
    [
      "the book is thinner than the smallest order",
      { direction: "cex_to_dex", levels: [[14_500, 9]], curve: aCurve() },
      "below-minimum-size",
    ],
    [
      "the position limit is below the smallest order",
      { direction: "cex_to_dex", levels, curve: aCurve(), config: { ...open, maxPositionUsd: 10n ** 9n } },
      "below-minimum-size",
    ],
    [
      "the pool's ticks are not loaded",
      { direction: "cex_to_dex", levels, curve: aCurve({ loadedBase: 1n }) },
      "pool-depth-unloaded",
    ],
    [
      "the pool would refuse",
      {
        direction: "dex_to_cex",
        levels: [[15_700, 1000]],
        curve: aCurve({ loadedBase: 1n, refusal: "TickArraySequenceInvalidIndex" }),
      },
      "pool-refused",
    ],
    [
      "no size earns the threshold",
      { direction: "cex_to_dex", levels: [[14_790, 1000]], curve: aCurve({ coins: 10 }), minLots: 900 },
      "net-below-threshold",
    ],
  ];
  it.each(cases)("when %s", (_, of, reason) => {
    expect(find(of)).toMatchObject({ refused: reason });
  });

  it("and carries the pool's own word", () => {
    const curve = aCurve({ loadedBase: 1n, refusal: "TickArraySequenceInvalidIndex" });
    expect(find({ direction: "cex_to_dex", levels, curve })).toMatchObject({
      detail: "TickArraySequenceInvalidIndex",
    });
  });

  it("while a pool that is loaded only so far still trades that far", () => {
    const trade = found({
      direction: "cex_to_dex",
      levels,
      curve: aCurve({ loadedBase: 300_000_000n, coins: 10_000_000 }),
    });
    expect(trade.size).toBe(300_000_000n);
  });
});

describe("the USDC rate", () => {
  it("values proceeds at the bid and payments at the ask", () => {
    const read = readUsdcRate(aUsdcBook(99_950, 100_050)) as UsdcRate;
    expect(read.bid).toEqual({ num: 99_950n, den: 100_000n });
    expect(read.ask).toEqual({ num: 100_050n, den: 100_000n });
  });

  it("is refused where it is missing, void or off its peg", () => {
    expect(readUsdcRate(null)).toBe("usdc-rate-missing");
    const book = aUsdcBook();
    book.voidBook("gap");
    expect(readUsdcRate(book)).toBe("usdc-rate-stale");
    expect(readUsdcRate(aUsdcBook(99_390, 99_600))).toBe("usdc-off-peg");
    expect(readUsdcRate(aUsdcBook(99_400, 99_600))).toHaveProperty("mid");
    expect(readUsdcRate(aUsdcBook(100_400, 100_600))).toHaveProperty("mid");
    expect(readUsdcRate(aUsdcBook(100_400, 100_601))).toBe("usdc-off-peg");
  });
});
