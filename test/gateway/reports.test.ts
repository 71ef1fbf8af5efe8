import { describe, expect, it } from "vitest";
import type { TradeStore } from "#ledger";
import type { TradeRecord } from "#model";
import { report } from "#wire";
import { anOpportunity, aTrade, createFakeTime } from "./builders.ts";
import { createAwayTrades, createMemoryTrades } from "./memory-trades.ts";
import { gatewaysOfThisFile } from "./running.ts";
import { createMemoryStore } from "./start-gateway.ts";

const start = gatewaysOfThisFile();
/** A Friday; the gateway's clock stands at 03:04:05 of it. */
const FRIDAY = Date.UTC(2026, 0, 2);
const DAY_MS = 86_400_000;

const closed = (id: string, closedAtMs: number, changes: Partial<TradeRecord> = {}) =>
  aTrade({ id, closedAtMs, ...changes });
const found = (id: string, openedAtMs: number, isInjected = false) =>
  anOpportunity({ id, openedAtMs, isInjected });

/** How often each stretch was read. */
function watched(store: TradeStore): { store: TradeStore; asked: number[] } {
  const asked: number[] = [];
  const closedTrades: TradeStore["closedTrades"] = (query) => {
    asked.push(query.toMs - query.fromMs);
    return store.closedTrades(query);
  };
  return { store: { ...store, closedTrades }, asked };
}

describe("GET /api/v1/reports", () => {
  it("adds up what closed, by day, week, hour and leg, exactly", async () => {
    const { app } = await start({
      trades: createMemoryTrades([
        closed("gain", FRIDAY + 60_000, { pnlUsd: 9_007_199_254_740_993_000_000_001n, feesUsd: 2n }),
        closed("loss", FRIDAY + 2 * 3_600_000, { pnlUsd: -3n, feesUsd: 1n, status: "unwound" }),
        closed("sunday", FRIDAY - 5 * DAY_MS, { pnlUsd: -7n, feesUsd: 7n }),
        closed("too old", FRIDAY - 7 * DAY_MS),
        closed("injected", FRIDAY + 1, { isInjected: true }),
        aTrade({ id: "open", closedAtMs: null }),
      ]),
      store: createMemoryStore([
        ...[1, 2, 3].map((index) => found(`today ${index}`, FRIDAY + index)),
        found("paper", FRIDAY + 4, true),
        found("sunday", FRIDAY - 5 * DAY_MS + 1),
      ]),
    });
    const answer = await app.inject("/api/v1/reports");
    expect(answer.statusCode).toBe(200);
    const told = report.parse(answer.json());
    expect(told).toMatchObject({ days: 7, from: "2025-12-27", to: "2026-01-02" });
    expect(told.total).toMatchObject({
      ...{ trades: 3, completed: 2, unwound: 1, opportunities: 4, capture_rate_pct: "50" },
      gross_pnl_usd: "9007199254740993.000000001",
      ...{ fees_usd: "0.00000001", net_pnl_usd: "9007199254740992.999999991" },
      ...{ wins: 1, losses: 2, win_rate_pct: "33.333333" },
      best: { id: "gain", pnl_usd: "9007199254740993.000000001" },
      worst: { id: "sunday", pnl_usd: "-0.000000007" },
    });
    expect(told.daily.map(({ day, trades }) => [day, trades])).toEqual([
      ["2026-01-02", 2],
      ...["2026-01-01", "2025-12-31", "2025-12-30", "2025-12-29"].map((day) => [day, 0]),
      ["2025-12-28", 1],
      ["2025-12-27", 0],
    ]);
    expect(told.daily[1]).toMatchObject({ win_rate_pct: null, capture_rate_pct: null, best: null });
    expect(told.weekly).toMatchObject([
      { week: "2025-12-29", from: "2025-12-29", to: "2026-01-02", trades: 2 },
      { week: "2025-12-22", from: "2025-12-27", to: "2025-12-28", trades: 1 },
    ]);
    expect(told.hours.map(({ start, trades }) => [start, trades])).toEqual([
      ["2025-12-28T00:00:00.000Z", 1],
      ["2026-01-02T00:00:00.000Z", 1],
      ["2026-01-02T02:00:00.000Z", 1],
    ]);
    expect(told.legs).toMatchObject([
      {
        venue: "solana",
        purpose: "entry",
        attempts: 3,
        filled: 3,
        fees: [{ asset: "SOL", amount: "0.000015" }],
      },
    ]);
    expect(told.legs[0]?.answer).toEqual({ count: 3, p50_ms: 400, p95_ms: 400 });
    expect(told.latency).toEqual({ count: 3, p50_ms: 1250, p95_ms: 1250 });
    expect(told.accuracy).toMatchObject({
      trades: 3,
      predicted_pnl_usd: "8.742000003",
      attribution: { depth_usd: "-1.2", reserve_usd: "3" },
    });
  });

  it("says nothing of opportunities that may be forgotten, and rates the days that it knows", async () => {
    const store = createMemoryStore([found("a", FRIDAY + 1), found("b", FRIDAY + 2)]);
    const { app } = await start({
      trades: createMemoryTrades([closed("today", FRIDAY + 5), closed("before", FRIDAY - 5)]),
      store: {
        ...store,
        countOpportunities: async (fromMs, toMs) =>
          fromMs < FRIDAY ? null : await store.countOpportunities(fromMs, toMs),
      },
    });
    const told = report.parse((await app.inject("/api/v1/reports?days=2")).json());
    expect(told.opportunities_from).toBe("2026-01-02");
    expect(told.total).toMatchObject({ trades: 2, opportunities: 2, capture_rate_pct: "50" });
    expect(told.daily[1]).toMatchObject({ trades: 1, opportunities: null, capture_rate_pct: null });
  });

  it("reads what is long past once, and what is new each time that something was written", async () => {
    const time = createFakeTime();
    const { store, asked } = watched(createMemoryTrades([closed("a", FRIDAY + 5)]));
    let revision = 1;
    const { clock, timers } = time;
    const { app } = await start({ clock, timers, trades: store, revision: () => revision });
    const read = async () => report.parse((await app.inject("/api/v1/reports?days=30")).json());
    expect((await read()).total.trades).toBe(1);
    // 29 days of the past, four hours of today.
    expect(asked.splice(0).length).toBe(33);
    await read();
    expect(asked).toEqual([]);
    revision += 1;
    await read();
    // The hour that is under way, and the one before it, whose last trades may still come.
    expect(asked.splice(0)).toEqual([3_600_000, 3_600_000]);
    time.advance(3_600_001);
    revision += 1;
    await read();
    expect(asked.length).toBe(34);
  });

  it.each(["0", "91", "1.5", "1e1", "-7", "x"])("refuses days=%s", async (days) => {
    const { app } = await start();
    const answer = await app.inject(`/api/v1/reports?days=${days}`);
    expect(answer.statusCode).toBe(422);
  });

  it("answers 503 while the storage is away, and tries again", async () => {
    expect((await (await start({ trades: null })).app.inject("/api/v1/reports")).statusCode).toBe(503);
    expect(
      (await (await start({ trades: createAwayTrades() })).app.inject("/api/v1/reports")).statusCode,
    ).toBe(503);
    let away = true;
    const store = createMemoryTrades();
    const closedTrades: TradeStore["closedTrades"] = (query) =>
      (away ? createAwayTrades() : store).closedTrades(query);
    const { app } = await start({ trades: { ...store, closedTrades }, revision: () => 1 });
    expect((await app.inject("/api/v1/reports")).statusCode).toBe(503);
    away = false;
    expect((await app.inject("/api/v1/reports")).statusCode).toBe(200);
  });
});
