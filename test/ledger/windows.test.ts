import fc from "fast-check";
import { expect, it } from "vitest";
import { amendWindow, continuesWindow, openInWindow } from "#ledger";
import type { Opportunity, Window } from "#model";

function anOpportunity(change: Partial<Opportunity> = {}): Opportunity {
  return {
    id: "o1",
    asset: "SOL-USD",
    direction: "cex_to_dex",
    cexVenue: "gemini",
    dexPool: "Pool1111",
    cexPrice: 1n,
    dexPrice: 1n,
    spreadPct: 2_000_000n,
    predictedPnlPct: 600_000n,
    size: 1n,
    sizeUsd: 1n,
    predictedPnlUsd: 1n,
    costs: { cexFeeUsd: 0n, dexFeeUsd: 0n, impactUsd: 0n, slippageUsd: 0n, networkUsd: 0n },
    bookSequence: 1,
    slot: 1,
    openedAtMs: 1000,
    updatedAtMs: 1000,
    closedAtMs: null,
    updates: 1,
    detectionLatencyNs: 0,
    decision: "observed",
    decisionReason: "",
    windowId: "w1",
    isInjected: false,
    ...change,
  };
}

it("goes on for an opportunity less than a minute after its end, and not for one a minute after", () => {
  const window = openInWindow(null, anOpportunity({ closedAtMs: 5000 }));
  expect(continuesWindow(window, 64_999)).toBe(true);
  expect(continuesWindow(window, 65_000)).toBe(false);
  expect(continuesWindow(null, 0)).toBe(false);
});

it("holds the count, the directions, the largest and the sum of its opportunities' final figures", () => {
  const figure = fc.record({
    predictedPnlPct: fc.bigInt(-1_000_000n, 5_000_000n),
    growth: fc.bigInt(0n, 1_000_000n),
    direction: fc.constantFrom("cex_to_dex" as const, "dex_to_cex" as const),
    openedAtMs: fc.nat(1_000_000),
    lastsMs: fc.nat(50_000),
  });
  fc.assert(
    fc.property(fc.array(figure, { minLength: 1, maxLength: 20 }), (figures) => {
      let window: Window | null = null;
      for (const { predictedPnlPct, growth, direction, openedAtMs, lastsMs } of figures) {
        const opened = anOpportunity({ predictedPnlPct, direction, openedAtMs, updatedAtMs: openedAtMs });
        const later = {
          ...opened,
          predictedPnlPct: predictedPnlPct + growth,
          closedAtMs: openedAtMs + lastsMs,
        };
        window = amendWindow(openInWindow(window, opened), opened, later);
      }
      const final = figures.map((one) => one.predictedPnlPct + one.growth);
      expect(window).toMatchObject({
        opportunityCount: figures.length,
        cexToDexCount: figures.filter((one) => one.direction === "cex_to_dex").length,
        maxPredictedPnlPct: final.reduce((a, b) => (a > b ? a : b)),
        sumPredictedPnlPct: final.reduce((a, b) => a + b),
        startMs: figures[0]?.openedAtMs,
        endMs: Math.max(...figures.map((one) => one.openedAtMs + one.lastsMs)),
      });
    }),
  );
});
