import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addTrades, countOf, EMPTY_REPORT, mergeReports, percentileOf, type Report } from "#ledger";
import type { LegRecord, TradeRecord } from "#model";
import { aLeg, aTrade } from "./builders.ts";

const HOUR_MS = 3_600_000;
const dollars = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const six = fc.record({
  ...{ feeUsd: dollars, depthUsd: dollars, latencyUsd: dollars },
  ...{ networkUsd: dollars, adverseUsd: dollars, reserveUsd: dollars },
});
const leg: fc.Arbitrary<LegRecord> = fc
  .record({
    venue: fc.constantFrom("gemini", "solana"),
    purpose: fc.constantFrom("entry", "hedge", "reverse"),
    filledBase: fc.bigInt({ min: 0n, max: 3n }),
    amount: fc.bigInt({ min: 0n, max: 10n ** 18n }),
    tookMs: fc.nat(9),
  })
  .map(({ amount, tookMs, ...changes }) =>
    aLeg({
      ...{ ...changes, wantedBase: 2n, phase: changes.filledBase > 0n ? "filled" : "rejected" },
      fees: [{ asset: changes.venue === "gemini" ? "USD" : "SOL", amount }],
      timeline: [
        { atMs: 5, what: "sent", ref: "" },
        { atMs: 6, what: "acked", ref: "" },
        { atMs: 5 + tookMs, what: changes.filledBase > 0n ? "filled" : "rejected", ref: "" },
      ],
    }),
  );
const someTrades: fc.Arbitrary<TradeRecord[]> = fc
  .array(
    fc
      .record({
        ...{ pnlUsd: dollars, feesUsd: dollars, predictedPnlUsd: dollars, latencyMs: fc.nat(40) },
        exposureMs: fc.option(fc.nat(40)),
        status: fc.constantFrom("completed", "unwound", "failed", "stranded"),
        closedAtMs: fc.option(fc.nat(30 * HOUR_MS), { freq: 6 }),
        isInjected: fc.boolean(),
        attribution: fc.option(six),
        legs: fc.array(leg, { maxLength: 3 }),
      })
      .map((changes) => aTrade(changes)),
    { maxLength: 30 },
  )
  .map((trades) => trades.map((trade, index) => ({ ...trade, id: `t${index}` })));

/** Maps are equal in any order of their keys. */
function settled(report: Report): unknown {
  const sorted = (map: ReadonlyMap<unknown, unknown>): unknown =>
    [...map].map(([key, value]) => [key, plain(value)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const plain = (value: unknown): unknown => {
    if (value instanceof Map) return sorted(value);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  };
  return plain(report);
}

const sum = (values: readonly bigint[]) => values.reduce((all, value) => all + value, 0n);

describe("a report", () => {
  it("sums to the last unit what the trades say that closed and count", () => {
    fc.assert(
      fc.property(someTrades, (trades) => {
        const report = addTrades(EMPTY_REPORT, trades);
        const counted = trades.filter(({ closedAtMs, isInjected }) => closedAtMs !== null && !isInjected);
        const pnls = counted.map(({ pnlUsd }) => pnlUsd);
        expect(report.trades).toBe(counted.length);
        expect(report.netUsd).toBe(sum(pnls));
        expect(report.feesUsd).toBe(sum(counted.map(({ feesUsd }) => feesUsd)));
        expect(report.wins).toBe(pnls.filter((pnl) => pnl > 0n).length);
        expect(report.losses).toBe(pnls.filter((pnl) => pnl < 0n).length);
        expect(Object.values(report.statuses).reduce((a, b) => a + b, 0)).toBe(counted.length);
        expect(sum([...report.hours.values()].map(({ netUsd }) => netUsd))).toBe(report.netUsd);
        expect(countOf(report.latencyMs)).toBe(counted.length);
        if (report.best !== null)
          expect(pnls.every((pnl) => pnl <= report.best!.pnlUsd && pnl >= report.worst!.pnlUsd)).toBe(true);
        const legs = counted.flatMap((trade) => trade.legs);
        expect([...report.legs.values()].reduce((all, { attempts }) => all + attempts, 0)).toBe(legs.length);
        for (const asset of ["USD", "SOL"])
          expect(sum([...report.legs.values()].map(({ fees }) => fees.get(asset) ?? 0n))).toBe(
            sum(legs.flatMap(({ fees }) => fees.filter((fee) => fee.asset === asset)).map((f) => f.amount)),
          );
        const explained = counted.filter(({ attribution }) => attribution !== null);
        expect(report.accuracy.trades).toBe(explained.length);
        expect(report.accuracy.realisedUsd).toBe(sum(explained.map(({ pnlUsd }) => pnlUsd)));
        expect(report.accuracy.adverseUsd).toBe(sum(explained.map((t) => t.attribution!.adverseUsd)));
      }),
    );
  });

  it("is the same in whatever order and pieces the trades come", () => {
    const split = someTrades.chain((trades) =>
      fc.record({
        trades: fc.constant(trades),
        shuffled: fc.shuffledSubarray(trades, { minLength: trades.length }),
        size: fc.integer({ min: 1, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(split, ({ trades, shuffled, size }) => {
        const pieces = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, (index + 1) * size),
        );
        const whole = settled(addTrades(EMPTY_REPORT, trades));
        expect(settled(pieces.reduce(addTrades, EMPTY_REPORT))).toEqual(whole);
        expect(settled(mergeReports(pieces.map((piece) => addTrades(EMPTY_REPORT, piece))))).toEqual(whole);
      }),
    );
  });

  it("tells what became of each attempt, and how long its venue took to say so", () => {
    const timeline = [
      { atMs: 0, what: "planned", ref: "" },
      { atMs: 10, what: "sent", ref: "" },
      { atMs: 12, what: "acked", ref: "" },
      { atMs: 250, what: "confirmed", ref: "" },
      { atMs: 900, what: "finalized", ref: "" },
    ];
    const entry = { venue: "solana", purpose: "entry" } as const;
    const legs = [
      aLeg({ ...entry, timeline }),
      aLeg({ ...entry, phase: "filled", filledBase: 1n, timeline: [] }),
      aLeg({ ...entry, phase: "rejected", filledBase: 0n, timeline: timeline.slice(0, 3) }),
      aLeg({ ...entry, phase: "expired", filledBase: 0n, timeline: [{ atMs: 1, what: "planned", ref: "" }] }),
    ].map((one, index) => (index === 0 ? { ...one, filledBase: one.wantedBase } : one));
    const { legs: told } = addTrades(EMPTY_REPORT, [aTrade({ legs })]);
    expect(told.get("solana entry")).toMatchObject({
      ...{ attempts: 4, filled: 1, partial: 1, rejected: 1, expired: 1 },
      answerMs: new Map([[240, 1]]),
    });
  });

  it("names the nearest rank as the percentile, and none of nothing", () => {
    const counts = new Map([...Array.from({ length: 19 }, (_, index) => [index + 1, 1] as const), [500, 1]]);
    expect(percentileOf(counts, 50)).toBe(10);
    expect(percentileOf(counts, 95)).toBe(19);
    expect(percentileOf(counts, 100)).toBe(500);
    expect(percentileOf(new Map(), 50)).toBeNull();
  });
});
