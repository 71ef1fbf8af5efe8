import { describe, expect, it } from "vitest";
import { viewTrade, viewTradeDetail } from "#gateway";
import { InputError, RejectedError } from "#model";
import { errorBody, trade, tradeDetail, tradePage } from "#wire";
import { aLeg, aTrade, aTransfer } from "./builders.ts";
import { createMemoryTrades } from "./memory-trades.ts";
import { gatewaysOfThisFile } from "./running.ts";

const start = gatewaysOfThisFile();

const five = [1, 2, 3, 4, 5].map((index) =>
  aTrade({
    id: `trade-${index}`,
    openedAtMs: Date.UTC(2026, 0, index),
    asset: index === 5 ? "ETH-USD" : "SOL-USD",
    status: index === 4 ? "executing" : "completed",
  }),
);

describe("a trade on the wire", () => {
  it("is exact decimal text and UTC times, each figure under both of its names", () => {
    const shown = trade.parse(viewTrade(aTrade()));
    expect(shown).toMatchObject({
      id: "trade-1",
      trade_id: "trade-1",
      size: "4.2",
      size_asset: "4.2",
      size_usd: "350.301",
      cex_price: "83.405000001",
      fees_usd: "4.203612",
      fees_total: "4.203612",
      pnl_usd: "2.495388001",
      pnl_abs: "2.495388001",
      pnl_pct: "0.712355",
      predicted_pnl_usd: "2.914000001",
      latency_ms: 1250,
      exposure_ms: 480,
      timestamp: "2026-01-02T03:04:05.678Z",
      closed_at: "2026-01-02T03:04:20.001Z",
      residual: "-0.000000000000000001",
      usdc_usd: "1.0001",
      sol_usd: "83.405",
      is_simulated: true,
      is_injected: false,
    });
    expect(shown.attribution).toEqual({
      fee_usd: "-0.00000001",
      depth_usd: "-0.4",
      latency_usd: "0.00000002",
      network_usd: "-0.000005",
      adverse_usd: "0",
      reserve_usd: "1",
    });
  });

  it("says null where there is nothing yet, and a loss with its sign", () => {
    const open = aTrade({
      ...{ status: "executing", closedAtMs: null, exposureMs: null, attribution: null },
      ...{ cexOrderId: null, dexTxSig: null, pnlUsd: -1_500_000_000n },
    });
    expect(trade.parse(viewTrade(open))).toMatchObject({
      ...{ closed_at: null, exposure_ms: null, attribution: null, cex_order_id: null, dex_tx_sig: null },
      pnl_usd: "-1.5",
    });
  });

  it("has its legs with fees in their asset, timeline and evidence, and the ledger's transfers", () => {
    const rejected = aLeg({
      attemptId: "trade-1-2",
      venue: "gemini",
      phase: "rejected",
      reason: "InvalidPrice",
    });
    const shown = tradeDetail.parse(viewTradeDetail(aTrade({ legs: [aLeg(), rejected] }), [aTransfer()]));
    expect(shown.legs).toMatchObject([
      {
        attempt_id: "trade-1-1",
        state: "filled",
        limit: "356.1",
        wanted: "4.2",
        filled: "4.2",
        quote_amount: "357.000001",
        fees: [{ asset: "SOL", amount: "0.000005" }],
        timeline: [
          { at: "2026-01-02T03:04:05.680Z", what: "planned", ref: "trade-1-1" },
          { what: "sent", ref: "5gWv" },
          { what: "confirmed", ref: "300000002" },
        ],
      },
      { attempt_id: "trade-1-2", venue: "gemini", state: "rejected", reason: "InvalidPrice" },
    ]);
    expect(shown.transfers).toEqual([
      {
        ...{ id: "trade-1-1/5gWv/base", at: "2026-01-02T03:04:06.084Z", kind: "fill", asset: "SOL" },
        ...{ amount: "4.200000000000000001", from: "solana", to: "market/solana" },
      },
    ]);
  });
});

describe("GET /api/v1/trades", () => {
  it("answers an empty list, never an error, where there is none", async () => {
    const { app } = await start();
    const answer = await app.inject("/api/v1/trades");
    expect(answer.json()).toEqual({ trades: [], total_count: 0, limit: 100, next_cursor: null });
  });

  it("pages through all of them, newest first, while new ones come in front", async () => {
    const rows = [...five];
    const { app } = await start({ trades: createMemoryTrades(rows) });
    const ids: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await app.inject(`/api/v1/trades?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      const page = tradePage.parse(answer.json());
      ids.push(...page.trades.map(({ id }) => id));
      cursor = page.next_cursor;
      rows.push(aTrade({ id: `new-${rows.length}`, openedAtMs: Date.UTC(2026, 1, rows.length) }));
    }
    expect(ids).toEqual(["trade-5", "trade-4", "trade-3", "trade-2", "trade-1"]);
  });

  it.each([
    ["asset=ETH-USD", ["trade-5"]],
    ["status=executing", ["trade-4"]],
    ["from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z", ["trade-3", "trade-2"]],
    ["from=2026-01-03T00:00:00Z&asset=SOL-USD&status=completed", ["trade-3"]],
  ])("filters by %s", async (query, ids) => {
    const { app } = await start({ trades: createMemoryTrades(five) });
    const page = tradePage.parse((await app.inject(`/api/v1/trades?${query}`)).json());
    expect(page.trades.map(({ id }) => id)).toEqual(ids);
  });

  it("counts all that match the filter, whatever the page", async () => {
    const { app } = await start({ trades: createMemoryTrades(five) });
    const counts = async (query: string) => {
      const { trades, total_count, limit } = (await app.inject(`/api/v1/trades?${query}`)).json();
      return [trades.length, total_count, limit];
    };
    expect(await counts("limit=2")).toEqual([2, 5, 2]);
    expect(await counts("limit=2&asset=SOL-USD")).toEqual([2, 4, 2]);
    expect(await counts("asset=BTC-USD")).toEqual([0, 0, 100]);
  });

  it("takes a long page in pieces of a hundred rows, without a seam", async () => {
    const many = Array.from({ length: 250 }, (_, index) => aTrade({ id: `m-${index}`, openedAtMs: index }));
    const store = createMemoryTrades(many);
    const limits: number[] = [];
    const { app } = await start({
      trades: {
        ...store,
        listTrades(query) {
          limits.push(query.limit);
          return store.listTrades(query);
        },
      },
    });
    const page = tradePage.parse((await app.inject("/api/v1/trades?limit=240")).json());
    expect(limits).toEqual([100, 100, 40]);
    expect(page.trades.map(({ id }) => id)).toEqual(
      Array.from({ length: 240 }, (_, index) => `m-${249 - index}`),
    );
  });

  it.each(["limit=0", "limit=1001", "status=done", "from=yesterday", "cursor=garbage"])(
    "answers 422 to %s",
    async (query) => {
      const { app } = await start({ trades: createMemoryTrades(five) });
      const answer = await app.inject(`/api/v1/trades?${query}`);
      expect(answer.statusCode).toBe(422);
      errorBody.parse(answer.json());
    },
  );
});

describe("GET /api/v1/trades/{id}", () => {
  it("answers the trade with legs and transfers, 404 to an unknown id", async () => {
    const { app } = await start({
      trades: createMemoryTrades([aTrade()]),
      transfersOf: async (tradeId) => [aTransfer({ tradeId })],
    });
    const shown = tradeDetail.parse((await app.inject("/api/v1/trades/trade-1")).json());
    expect([shown.legs.length, shown.transfers.length]).toEqual([1, 1]);
    const unknown = await app.inject("/api/v1/trades/none");
    expect([unknown.statusCode, unknown.json()]).toEqual([404, { detail: "no trade none" }]);
  });
});

describe("POST /api/v1/trades/{id}/resolve", () => {
  const resolve = (payload: object, id = "trade-1") =>
    ({ method: "POST", url: `/api/v1/trades/${id}/resolve`, payload }) as const;

  it("commands it with who asked and why, and answers the trade as it is then", async () => {
    const { app, commands } = await start();
    const answer = await app.inject(resolve({ action: "accept", reason: " dust, moved by hand " }));
    expect(trade.parse(answer.json())).toMatchObject({ id: "trade-1", status: "stranded" });
    expect(commands).toEqual([
      {
        name: "resolve",
        command: {
          ...{ tradeId: "trade-1", action: "accept" },
          ...{ by: "operator@127.0.0.1", reason: "dust, moved by hand" },
        },
      },
    ]);
  });

  it.each([
    ["nothing", {}],
    ["an unknown action", { action: "forget", reason: "x" }],
    ["no reason", { action: "retry" }],
    ["a blank reason", { action: "retry", reason: "  " }],
    ["something else besides", { action: "retry", reason: "x", force: true }],
  ])("answers 422 to %s and commands nothing", async (_name, payload) => {
    const { app, commands } = await start();
    expect((await app.inject(resolve(payload))).statusCode).toBe(422);
    expect(commands).toEqual([]);
  });

  it("answers 404 to an unknown trade and 409 to one in another state", async () => {
    const started = await start();
    const unknown = await started.app.inject(resolve({ action: "retry", reason: "x" }, "trade-2"));
    expect([unknown.statusCode, unknown.json()]).toEqual([404, { detail: "no open trade trade-2" }]);
    for (const refusal of [InputError, RejectedError]) {
      const { app } = await start({
        controls: {
          ...(await start()).controls,
          resolve: () => Promise.reject(new refusal("not-stranded", "trade-1 is executing")),
        },
      });
      const answer = await app.inject(resolve({ action: "retry", reason: "x" }));
      expect([answer.statusCode, answer.json()]).toEqual([409, { detail: "trade-1 is executing" }]);
    }
  });
});
