import { describe, expect, it } from "vitest";
import { barWidth, waterfallSpans } from "../../console/lib/chart/geometry.ts";
import { opportunityMarks, readingText } from "../../console/lib/chart/marks.ts";
import { createSpreadHistory } from "../../console/lib/chart/spread-history.ts";
import { sumDecimals } from "../../console/lib/decimal-text.ts";
import { createPriceStore, type PriceStore } from "../../console/lib/price-store.ts";
import { payingSpreadPct } from "../../console/lib/thresholds.ts";
import { costWaterfall } from "../../console/lib/waterfall.ts";
import { anOpportunity, aStatus, somePrices } from "./an-opportunity.ts";

const at = (second: number) => `2026-11-22T14:00:${second.toString().padStart(2, "0")}.000Z`;

const priceOf = (store: PriceStore, asset: string) => store.all().find((price) => price.asset === asset);

describe("the store of prices", () => {
  it("tells readers once a paint and hands out the same object until its asset changes", () => {
    const tasks: (() => void)[] = [];
    const store = createPriceStore((task) => tasks.push(task));
    let told = 0;
    store.subscribe(() => told++);
    store.apply([somePrices(), somePrices({ asset: "BTC-USD" })], at(1));
    store.apply([somePrices({ cex_bid: "98" })], at(2));
    tasks.splice(0).forEach((task) => {
      task();
    });
    const bitcoin = priceOf(store, "BTC-USD");
    store.apply([somePrices({ cex_bid: "97" })], at(3));
    tasks.splice(0).forEach((task) => {
      task();
    });
    expect(told).toBe(2);
    expect(priceOf(store, "SOL-USD")?.cex_bid).toBe("97");
    expect(priceOf(store, "BTC-USD")).toBe(bitcoin);
  });

  it("does not go back in time when a slower answer arrives late", () => {
    const store = createPriceStore((task) => task());
    store.apply([somePrices({ cex_bid: "98" })], at(2));
    store.apply([somePrices({ cex_bid: "1" })], at(1));
    expect(priceOf(store, "SOL-USD")?.cex_bid).toBe("98");
  });
});

describe("the record of spreads", () => {
  it("holds both directions against the price that would be taken", () => {
    const history = createSpreadHistory(10);
    history.push(somePrices(), 1_000);
    const [times, forward, backward] = history.columns(0);
    expect(times).toEqual([1]);
    expect(forward[0]).toBeCloseTo(2);
    expect(backward[0]).toBeCloseTo((-3 / 102) * 100);
  });

  it("draws nothing where a side is not live", () => {
    const history = createSpreadHistory(10);
    history.push(somePrices({ dex_state: "stale" }), 1_000);
    history.push(somePrices({ cex_ask: null }), 2_000);
    const [, forward, backward] = history.columns(0);
    expect(forward).toEqual([null, null]);
    expect(backward[0]).toBeNull();
    expect(backward[1]).not.toBeNull();
  });

  it("breaks the line over a silence", () => {
    const history = createSpreadHistory(10);
    history.push(somePrices(), 1_000);
    history.push(somePrices(), 20_000);
    expect(history.columns(0)[1].map((value) => value === null)).toEqual([false, true, false]);
  });

  it("keeps its size however long it runs", () => {
    const history = createSpreadHistory(100);
    for (let second = 0; second < 5_000; second++) history.push(somePrices(), second * 1_000);
    expect(history.columns(0)[0]).toHaveLength(100);
    expect(history.firstMs()).toBe(4_900_000);
    expect(history.lastMs()).toBe(4_999_000);
    expect(history.columns(4_990_000)[0]).toHaveLength(10);
  });
});

describe("the cost waterfall", () => {
  it("adds up as it is printed, whatever digits are left out", () => {
    const costs = { ...anOpportunity().costs, cex_fee_usd: "3.499998774", impact_usd: "0.029298814" };
    const steps = costWaterfall(anOpportunity({ predicted_pnl_usd: "10.917923922", costs }));
    const amounts = steps.map((step) => step.amountUsd);
    expect(amounts.slice(1, 4)).toEqual(["-3.5000", expect.any(String), "-0.0293"]);
    expect(amounts.at(-1)).toBe("10.9179");
    expect(sumDecimals(amounts.slice(0, -1))).toBe(amounts.at(-1));
  });

  it("leads from gross to net, each amount rounded against us", () => {
    const steps = costWaterfall(anOpportunity());
    expect(steps[0]?.amountUsd).toBe("19.8000");
    expect(steps.at(-2)?.to).toBe(steps.at(-1)?.amountUsd);
    expect(sumDecimals(steps.slice(0, -1).map((step) => step.amountUsd))).toBe("5.1000");
    expect(steps.map((step) => step.key)).toEqual([
      "gross",
      "cex-fee",
      "dex-fee",
      "impact",
      "slippage",
      "network",
      "net",
    ]);
  });

  it("stands inside its scale even where the net is a loss", () => {
    const steps = costWaterfall(anOpportunity({ predicted_pnl_usd: "-4" }));
    const { spans, zero } = waterfallSpans(steps);
    expect(zero).toBeGreaterThan(0);
    for (const { left, width } of spans) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(100.000001);
    }
  });
});

describe("what the chart adds", () => {
  it("marks an asset's market opportunities and no injected ones", () => {
    const rows = [
      anOpportunity({ id: "a", closed_at: at(4) }),
      anOpportunity({ id: "b" }),
      anOpportunity({ id: "c", is_injected: true }),
      anOpportunity({ id: "d", asset: "BTC-USD" }),
    ];
    const nowMs = Date.parse(at(9));
    const marks = opportunityMarks(rows, "SOL-USD", nowMs);
    expect(marks.map((mark) => mark.untilMs)).toEqual([Date.parse(at(4)), nowMs]);
  });

  it("pays from costs and threshold, or from the minimum spread where that is higher", () => {
    expect(payingSpreadPct(undefined)).toBeNull();
    expect(payingSpreadPct(aStatus())).toBe("1.5");
    const thresholds = { ...aStatus().thresholds, min_spread_pct: "2" };
    expect(payingSpreadPct(aStatus({ thresholds }))).toBe("2");
  });

  it("keeps what exists visible and what does not away", () => {
    expect(barWidth(1, 1_000_000)).toBe(0.75);
    expect(barWidth(0, 10)).toBe(0);
    expect(barWidth(10, 10)).toBe(100);
  });

  it("reads a value with its sign", () => {
    expect(readingText(-0.12345)).toBe("\u22120.123\u202F%");
    expect(readingText(null)).toBe("\u2013");
  });
});
