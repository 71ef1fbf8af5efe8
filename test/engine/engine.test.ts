import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EngineEffect, EngineEvent, EvaluationTrace } from "#engine";
import { REFUSAL_REASONS } from "#signal";
import { aDepth } from "../signal/builders.ts";
import { aLiveEngine, anEngine, depth, EPOCH_MS, Market, MS, pool, SECOND, tick } from "./harness.ts";

const logs = (effects: readonly EngineEffect[]) => effects.filter((effect) => effect.kind === "log");

describe("the status", () => {
  it("has every refusal and every counted event from the start, at 0", () => {
    const view = anEngine().view(0);
    expect(Object.keys(view.refusals)).toEqual(REFUSAL_REASONS);
    expect(new Set(Object.values(view.refusals))).toEqual(new Set([0]));
    for (const name of [
      "cex.bookUpdate",
      "dex.poolUpdate",
      "signal.opportunity",
      "trade.completed",
      "risk.paused",
      "risk.resumed",
    ]) {
      expect(view.eventStats[name]).toBe(0);
    }
    expect(view.prices[0]).toMatchObject({
      cexState: "disconnected",
      dexState: "disconnected",
      spreadPct: null,
    });
  });

  it("shows both sides' prices and the better direction's spread, signed", () => {
    const market = aLiveEngine();
    expect(market.engine.view(SECOND)).toMatchObject({
      prices: [
        {
          asset: "SOL-USD",
          cexBid: "149.9",
          cexAsk: "150.1",
          dexPrice: "150.00075",
          cexState: "live",
          dexState: "live",
          slot: 100,
          spreadPct: "-0.066623",
          spreadDirection: "cex_to_dex",
        },
      ],
      usdcUsd: "1.000005",
      eventStats: { "cex.bookUpdate": 2, "dex.poolUpdate": 1 },
      venues: [
        { venue: "gemini", connected: true, live: 2, wanted: 2 },
        { venue: "solana", connected: true, live: 1, wanted: 1 },
      ],
    });
  });

  it("counts every evaluation as an opportunity seen or as one refusal", () => {
    const market = aLiveEngine();
    const before = market.engine.view(0).evaluations;
    for (let i = 1; i <= 50; i += 1) market.quote(i * 100 * MS, 14_990 - (i % 7), 15_010);
    const { evaluations, refusals } = market.engine.view(0);
    expect(evaluations - before).toBe(50);
    expect(Object.values(refusals).reduce((sum, count) => sum + count, 0)).toBe(evaluations);
  });
});

describe("the log", () => {
  it("shows the engine's start, its prices every five seconds and a summary each minute", () => {
    const market = aLiveEngine();
    for (let second = 1; second <= 61; second += 1) {
      market.quote(second * SECOND, 14_990 - (second % 2), 15_010);
      market.send(tick(second * SECOND));
    }
    const events = logs(market.effects).map((effect) => effect.event);
    expect(events[0]).toBe("SignalEngine started");
    expect(events.filter((event) => event === "SignalEngine summary")).toHaveLength(1);
    const prices = events.filter((event) => event.startsWith("SOL-USD prices: "));
    expect(prices.length).toBeGreaterThanOrEqual(12);
    expect(prices.length).toBeLessThanOrEqual(14);
    expect(prices.at(-1)).toMatch(/^SOL-USD prices: CEX bid=149\.\d+, ask=150\.1, DEX mid=150\.00075$/);
  });

  it("names the spread that was detected", () => {
    const market = aLiveEngine();
    const line = logs(market.quote(SECOND, 14_600, 14_650)).find(
      (effect) => effect.event === "spread detected",
    );
    expect(line?.fields).toMatchObject({ asset: "SOL-USD", spread: "2.389078%", predicted_pnl: "0.989078%" });
  });
});

describe("thresholds changed at run time", () => {
  it("take effect at once, in both directions", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_770, 14_786);
    expect(market.phases).toEqual([]);
    expect(market.refused("below-profit-threshold")).toBe(1);
    const lower = { profitThresholdPct: 10_000n };
    market.send({ kind: "configure", receivedNs: 2 * SECOND, thresholds: lower });
    expect(market.phases).toEqual(["opened"]);
    market.send({ kind: "configure", receivedNs: 3 * SECOND, thresholds: { minSpreadPct: 3_000_000n } });
    market.send(tick(4 * SECOND));
    expect(market.phases).toEqual(["opened", "closed"]);
    expect(market.refused("below-min-spread")).toBeGreaterThan(0);
    expect(market.engine.view(0).thresholds).toEqual({ ...lower, minSpreadPct: 3_000_000n });
  });
});

describe("an injected opportunity", () => {
  const inject = (change: object = {}): EngineEvent => ({
    kind: "inject",
    receivedNs: 2 * SECOND,
    asset: "SOL-USD",
    direction: "cex_to_dex",
    spreadPct: 2_000_000n,
    ...change,
  });

  it("predicts the runbook's figures: 2.0 gives 0.6 and 3.0 gives 1.6", () => {
    for (const [spreadPct, predicted] of [
      [2_000_000n, 600_000n],
      [3_000_000n, 1_600_000n],
    ] as const) {
      const market = aLiveEngine();
      market.send(inject({ spreadPct }));
      expect(market.last).toMatchObject({ spreadPct, predictedPnlPct: predicted, isInjected: true });
    }
  });

  it("opens and closes at once, in a window, with prices that show its spread", () => {
    for (const direction of ["cex_to_dex", "dex_to_cex"] as const) {
      const market = aLiveEngine();
      market.send(inject({ direction }));
      expect(market.phases).toEqual(["opened", "closed"]);
      const { cexPrice, dexPrice, closedAtMs, sizeUsd } = market.last;
      expect(cexPrice).toBe(direction === "cex_to_dex" ? 150_100_000_000n : 149_900_000_000n);
      const [buy, sell] = direction === "cex_to_dex" ? [cexPrice, dexPrice] : [dexPrice, cexPrice];
      expect(((sell - buy) * 100_000_000n) / buy).toBe(2_000_000n);
      expect(closedAtMs).toBe(EPOCH_MS + 2000);
      expect(sizeUsd).toBeLessThanOrEqual(1000n * 10n ** 9n);
      expect(market.opportunities.at(-1)?.window).toMatchObject({
        opportunityCount: 1,
        id: market.last.windowId,
      });
      expect(market.engine.view(0).eventStats["signal.opportunity"]).toBe(1);
    }
  });

  it("needs no market: the base is then 100 dollars", () => {
    const effects = anEngine().process(inject());
    expect(effects.find((effect) => effect.kind === "opportunity")?.opportunity).toMatchObject({
      cexPrice: 98_039_215_686n,
      dexPrice: 100_000_000_000n,
    });
  });

  it("is refused for an unknown asset and for a spread that has no prices", () => {
    const engine = anEngine();
    expect(engine.process(inject({ asset: "DOGE-USD" }))).toContainEqual({
      kind: "inject-refused",
      reason: "unknown-asset",
    });
    const refusal = { kind: "inject-refused", reason: "spread-out-of-range" };
    expect(engine.process(inject({ spreadPct: -1n }))).toContainEqual(refusal);
    expect(engine.process(inject({ spreadPct: 50_000_001n }))).toContainEqual(refusal);
  });

  it("leaves an open one alone and shares its window", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    const { id, windowId } = market.last;
    market.send(inject());
    expect(market.last.windowId).toBe(windowId);
    expect(market.engine.view(0).openOpportunities.map((open) => open.id)).toEqual([id]);
    expect(market.opportunities.at(-1)?.window.opportunityCount).toBe(2);
  });
});

it("tells every evaluation's prices to a test that asks", () => {
  const seen: EvaluationTrace[] = [];
  const market = aLiveEngine({ onEvaluation: (trace) => seen.push(trace) });
  market.quote(SECOND, 14_980, 15_000);
  expect(seen.at(-1)).toMatchObject({
    asset: "SOL-USD",
    bookLastId: market.lastId,
    bidTicks: 14_980,
    usdcLastId: 11,
    askTicks: 15_000,
    slot: 100,
  });
});

it("can be called from within itself without mixing up the effects", () => {
  let inner: readonly EngineEffect[] = [];
  let nested = false;
  const engine = anEngine({
    onEvaluation: () => {
      if (nested) return;
      nested = true;
      const resync = {
        symbol: "solusd",
        reason: "malformed",
        head: "",
        receivedNs: 3,
        venue: "gemini",
      } as const;
      inner = engine.process({ kind: "frame-refused", ...resync });
    },
  });
  const market = new Market(engine);
  expect(inner.filter((effect) => effect.kind === "resync")).toHaveLength(1);
  expect(market.effects.filter((effect) => effect.kind === "resync")).toHaveLength(0);
});

const anyEvent = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("quote"), cents: fc.integer({ min: 14_500, max: 15_500 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("pool"), cents: fc.integer({ min: 14_500, max: 15_500 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("gap", "down", "void", "inject", "usdc", "malformed"),
      cents: fc.nat(1000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("tick"), cents: fc.constant(0) }) },
);

it("does the same for the same events: a replay is deep equal, and no opportunity is left half told", () => {
  let opened = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyEvent, fc.integer({ min: 1, max: 900 })), { maxLength: 80 }),
      (steps) => {
        const first = play(steps);
        expect(play(steps).effects).toEqual(first.effects);
        expect(play(steps).engine.view(0)).toEqual(first.engine.view(0));
        opened += first.phases.filter((phase) => phase === "opened").length;
        const alive = new Set<string>();
        for (const { phase, opportunity, window } of first.opportunities) {
          expect(alive.has(opportunity.id)).toBe(phase !== "opened");
          if (phase === "opened") alive.add(opportunity.id);
          if (phase === "closed") alive.delete(opportunity.id);
          expect(window.id).toBe(opportunity.windowId);
          expect(opportunity.closedAtMs === null).toBe(phase !== "closed");
          expect(window.endMs).toBeGreaterThanOrEqual(opportunity.updatedAtMs);
        }
        expect(alive).toEqual(new Set(first.engine.view(0).openOpportunities.map((open) => open.id)));
      },
    ),
    { numRuns: 150 },
  );
  expect(opened).toBeGreaterThan(100);
});

function play(steps: readonly (readonly [{ kind: string; cents: number }, number])[]): Market {
  const market = aLiveEngine();
  let nowNs = SECOND;
  let slot = 100;
  for (const [{ kind, cents }, waitMs] of steps) {
    nowNs += waitMs * MS;
    slot += 1;
    if (kind === "tick") market.send(tick(nowNs));
    else if (kind === "pool") market.send(pool(nowNs, { cents, slot }));
    else if (kind === "usdc") market.usdc(nowNs, 99_500 + cents, 99_501 + cents);
    else if (kind === "quote") requote(market, nowNs, cents);
    else if (kind === "inject") {
      market.send({
        kind: "inject",
        receivedNs: nowNs,
        asset: "SOL-USD",
        direction: "dex_to_cex",
        spreadPct: 2_000_000n,
      });
    } else if (kind === "gap")
      market.send(depth(nowNs, { firstId: market.lastId + 9, lastId: market.lastId + 10 }));
    else if (kind === "void")
      market.send({ kind: "pool-void", receivedNs: nowNs, pool: "Pool1111", reason: "" });
    else if (kind === "malformed") {
      market.send({ kind: "depth-check", receivedNs: nowNs, update: aDepth({ lastId: market.lastId }) });
    } else {
      market.send({ kind: "connection", venue: "solana", up: false, receivedNs: nowNs, reason: "cut" });
      market.send({ kind: "connection", venue: "solana", up: true, receivedNs: nowNs, reason: "" });
    }
  }
  return market;
}

function requote(market: Market, nowNs: number, cents: number): void {
  const live = market.engine.view(nowNs).prices[0]?.cexState === "live";
  if (live) market.quote(nowNs, cents - 5, cents + 5);
  else market.snapshot(nowNs, cents - 5, cents + 5);
}
