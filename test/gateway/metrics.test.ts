import { afterEach, describe, expect, it } from "vitest";
import { createMetrics, type Metrics, type Operations } from "#gateway";
import type { TradeRecord } from "#model";
import { DEFAULT_LIMITS } from "#risk";
import type { Status } from "#wire";
import { aStatus, aTrade, someOperations } from "./builders.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const running: TestGateway[] = [];
afterEach(async () => {
  for (const { gateway } of running.splice(0)) await gateway.close();
});

function create(status: () => Status = aStatus, venues: readonly string[] = []): Metrics {
  return createMetrics({ status, operations: () => someOperations(), venues, assets: ["SOL-USD"] });
}

async function lines(metrics: Metrics): Promise<readonly string[]> {
  return (await metrics.render()).split("\n");
}

describe("the metrics", () => {
  it("are Prometheus text with its content type, with the process's own", async () => {
    const started = await startGateway();
    running.push(started);
    const answer = await started.app.inject("/api/metrics");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of [
      "process_cpu_seconds_total",
      "nodejs_eventloop_lag_p99_seconds",
      "nodejs_gc_duration_seconds",
    ]) {
      expect(answer.body).toContain(`# TYPE ${name} `);
    }
  });

  it("have every series of the outside contract, under its type", async () => {
    const text = await create().render();
    const contract = {
      gauge:
        "arb_connection_status arb_ws_staleness_seconds arb_consecutive_losing_trades arb_max_position_size_usd arb_open_exposure_usd arb_risk_paused arb_daily_pnl_usd process_resident_memory_bytes nodejs_eventloop_lag_seconds",
      counter:
        "arb_opportunities_total arb_trades_total arb_execution_failures_total http_requests_total process_cpu_seconds_total",
      histogram:
        "arb_trade_pnl_usd arb_trade_latency_seconds arb_signal_detection_latency_seconds arb_execution_latency_seconds arb_db_write_latency_seconds http_request_duration_seconds nodejs_gc_duration_seconds",
    };
    for (const [type, names] of Object.entries(contract))
      for (const name of names.split(" ")) expect(text).toContain(`# TYPE ${name} ${type}\n`);
  });

  it("count every answer by route and status, and unknown addresses as one", async () => {
    const started = await startGateway();
    running.push(started);
    await started.app.inject("/api/v1/opportunities/none-1");
    await started.app.inject("/api/v1/opportunities/none-2");
    await started.app.inject("/secret/path");
    const text = (await started.app.inject("/api/metrics")).body;
    expect(text).toContain(
      'http_requests_total{method="GET",route="/api/v1/opportunities/:id",status="404"} 2',
    );
    expect(text).toContain('http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(text).not.toContain("secret");
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/opportunities/:id"} 2',
    );
  });

  it("show every venue and asset from the start, and follow the status at each scrape", async () => {
    let now = aStatus({ venues: [], refusals: {}, evaluations: 0 });
    const metrics = create(() => now, ["gemini", "solana"]);
    const before = await metrics.render();
    expect(before).toContain('arb_connection_status{venue="gemini"} 0');
    expect(before).toContain('arb_connection_status{venue="solana"} 0');
    expect(before).toContain('arb_opportunities_total{asset="SOL-USD",direction="dex_to_cex"} 0');

    now = aStatus({ risk: { ...aStatus().risk, is_paused: true } });
    metrics.opportunityOpened("SOL-USD", "cex_to_dex", 43_210);
    metrics.opportunityOpened("SOL-USD", "cex_to_dex", null);
    metrics.dbWrite(0.002);
    const after = await metrics.render();
    expect(after).toContain('arb_connection_status{venue="gemini"} 1');
    expect(after).toContain('arb_ws_staleness_seconds{venue="gemini"} 0.12');
    // A venue that never spoke has been silent since the start.
    expect(after).toContain('arb_ws_staleness_seconds{venue="solana"} 12.5');
    expect(after).toContain("arb_risk_paused 1");
    expect(after).toContain("arb_max_position_size_usd 1000");
    expect(after).toContain('arb_opportunities_total{asset="SOL-USD",direction="cex_to_dex"} 2');
    expect(after).toContain("arb_signal_detection_latency_seconds_count 1");
    expect(after).toContain('arb_signal_detection_latency_seconds_bucket{le="0.00005"} 1');
    expect(after).toContain('arb_db_write_latency_seconds_bucket{le="0.0025"} 1');
    expect(after).toContain('arb_refusals_total{reason="below-threshold"} 41');
  });

  it("keep totals that are counted elsewhere rising, over a restart of the count too", async () => {
    let evaluations = 10;
    const metrics = create(() => aStatus({ evaluations }));
    await metrics.render();
    evaluations = 15;
    expect(await metrics.render()).toContain("arb_evaluations_total 15");
    evaluations = 3;
    expect(await metrics.render()).toContain("arb_evaluations_total 18");
  });
});

describe("the metrics of trading", () => {
  it("are there from the start, at zero", async () => {
    const shown = await lines(create());
    for (const line of [
      'arb_trades_total{asset="SOL-USD",direction="cex_to_dex",status="completed"} 0',
      'arb_trades_total{asset="SOL-USD",direction="dex_to_cex",status="stranded"} 0',
      'arb_trade_pnl_usd_count{asset="SOL-USD"} 0',
      'arb_trade_latency_seconds_count{asset="SOL-USD"} 0',
      "arb_execution_latency_seconds_count 0",
      "arb_exposure_seconds_count 0",
      "arb_send_latency_seconds_count 0",
      "arb_journal_write_latency_seconds_count 0",
      'arb_execution_failures_total{reason="slippage"} 0',
      'arb_risk_pauses_total{reason="data staleness"} 0',
    ])
      expect(shown).toContain(line);
  });

  it("book a loss in a bucket below zero and a gain above", async () => {
    const metrics = create();
    metrics.tradeClosed(aTrade({ pnlUsd: -7_500_000_000n }));
    metrics.tradeClosed(aTrade());
    const shown = await lines(metrics);
    expect(shown).toContain('arb_trade_pnl_usd_bucket{le="-10",asset="SOL-USD"} 0');
    expect(shown).toContain('arb_trade_pnl_usd_bucket{le="-5",asset="SOL-USD"} 1');
    expect(shown).toContain('arb_trade_pnl_usd_bucket{le="2",asset="SOL-USD"} 1');
    expect(shown).toContain('arb_trade_pnl_usd_bucket{le="5",asset="SOL-USD"} 2');
    expect(shown).toContain('arb_trades_total{asset="SOL-USD",direction="cex_to_dex",status="completed"} 2');
  });

  it("measure a trade from its decision and from its first send to flat", async () => {
    const metrics = create();
    metrics.tradeClosed(aTrade());
    const shown = await lines(metrics);
    expect(shown).toContain('arb_trade_latency_seconds_sum{asset="SOL-USD"} 1.25');
    // Sent 6 ms after the decision.
    expect(shown).toContain("arb_execution_latency_seconds_sum 1.244");
  });

  it.each<[string, Partial<TradeRecord>, number, number, number]>([
    ["that failed before anything", { status: "failed", pnlUsd: 0n }, 1, 0, 0],
    ["that failed and paid a fee", { status: "failed", pnlUsd: -4_000n }, 1, 1, 0],
    ["that was unwound", { status: "unwound" }, 1, 1, 1],
    ["that an operator accepted", { status: "stranded" }, 1, 1, 0],
    ["that waits for an operator", { status: "stranded", closedAtMs: null }, 0, 0, 0],
    ["that was injected", { isInjected: true }, 1, 0, 0],
  ])("count one %s where it belongs", async (_name, changes, counted, results, latencies) => {
    const metrics = create();
    const trade = aTrade(changes);
    metrics.tradeClosed(trade);
    const shown = await lines(metrics);
    const labels = `asset="SOL-USD",direction="cex_to_dex",status="${trade.status}"`;
    expect(shown).toContain(`arb_trades_total{${labels}} ${counted}`);
    expect(shown).toContain(`arb_trade_pnl_usd_count{asset="SOL-USD"} ${results}`);
    expect(shown).toContain(`arb_trade_latency_seconds_count{asset="SOL-USD"} ${latencies}`);
    expect(shown).toContain(`arb_execution_latency_seconds_count ${latencies}`);
  });

  it("follow risk at each scrape", async () => {
    const risk = {
      ...aStatus().risk,
      ...{ is_paused: true, daily_pnl_usd: -12.5, open_exposure_usd: 350.3, open_trades: 2 },
      ...{ stranded_trades: 1, consecutive_losses: 3 },
    };
    const shown = await lines(create(() => aStatus({ risk })));
    for (const line of [
      "arb_risk_paused 1",
      "arb_daily_pnl_usd -12.5",
      "arb_open_exposure_usd 350.3",
      "arb_open_trades 2",
      "arb_stranded_trades 1",
      "arb_consecutive_losing_trades 3",
    ])
      expect(shown).toContain(line);
  });

  it("take what is measured on the way", async () => {
    const metrics = create();
    metrics.exposure(0.85);
    metrics.sendLatency(0.0035);
    metrics.journalWrite(0.0012);
    metrics.riskPaused("daily loss limit");
    const shown = await lines(metrics);
    expect(shown).toContain('arb_exposure_seconds_bucket{le="0.8"} 0');
    expect(shown).toContain('arb_exposure_seconds_bucket{le="1"} 1');
    expect(shown).toContain('arb_send_latency_seconds_bucket{le="0.004"} 1');
    expect(shown).toContain('arb_journal_write_latency_seconds_bucket{le="0.002"} 1');
    expect(shown).toContain('arb_risk_pauses_total{reason="daily loss limit"} 1');
  });

  it.each([
    ["slippage", "slippage"],
    ["AmountOutBelowMinimum (6036)", "slippage"],
    ["custom program error 6037", "slippage"],
    ["ImmediateOrCancelWouldPost", "unfilled"],
    ["InsufficientFunds: Failed to place buy order for 4.2 SOL", "insufficient-balance"],
    ["LimitPriceOffTick", "order-rules"],
    ["InvalidQuantity", "order-rules"],
    ["MarketNotOpen", "market-closed"],
    ["HTTP 429 Too Many Requests", "rate-limited"],
    ["InvalidNonce: Nonce '1764114320' has not increased", "clock"],
    ["MissingRole: to access this endpoint the account needs Trader", "credentials"],
    ["expired at height 4242", "expired"],
    ["not-sent: no private socket", "not-sent"],
    ["what nobody ever said 0xdeadbeef", "other"],
  ])("count the failure %j under %s", async (said, word) => {
    const metrics = create();
    metrics.executionFailed(said);
    const counted = (await lines(metrics)).filter(
      (line) => line.startsWith("arb_execution_failures_total{") && !line.endsWith(" 0"),
    );
    expect(counted).toEqual([`arb_execution_failures_total{reason="${word}"} 1`]);
  });
});

describe("the metrics that alerts need", () => {
  const shown = (changes: Partial<Operations>, status = aStatus()) =>
    lines(
      createMetrics({
        ...{ status: () => status, operations: () => someOperations(changes) },
        ...{ venues: [], assets: ["SOL-USD"] },
      }),
    );

  it("tell each pause by its reason, also those that are not in force", async () => {
    const text = await shown({ pauses: ["unknown leg", "manual"] });
    expect(text).toContain('arb_pause_active{reason="unknown leg"} 1');
    expect(text).toContain('arb_pause_active{reason="manual"} 1');
    expect(text).toContain('arb_pause_active{reason="daily loss limit"} 0');
  });

  it("show the limits in force", async () => {
    const limits = { ...DEFAULT_LIMITS, dailyLossLimitUsd: 250_500_000_000n, stalenessMs: 2_500 };
    const text = await shown({ limits });
    for (const line of [
      "arb_daily_loss_limit_usd 250.5",
      "arb_staleness_threshold_seconds 2.5",
      "arb_consecutive_losses_limit 5",
      "arb_open_exposure_limit_usd 3000",
      "arb_unknown_leg_limit_seconds 90",
      "arb_clock_skew_limit_seconds 5",
    ])
      expect(text).toContain(line);
  });

  it("show the oldest of what is open, exposed and unknown", async () => {
    const text = await shown({
      openTrades: { openMs: 14_500, exposedMs: 1_250 },
      unknownLegsMs: [500, 91_000],
      skewsMs: new Map([["gemini", -1_500]]),
    });
    for (const line of [
      "arb_oldest_open_trade_seconds 14.5",
      "arb_exposure_age_seconds 1.25",
      "arb_unknown_legs 2",
      "arb_unknown_leg_age_seconds 91",
      'arb_clock_skew_seconds{venue="gemini"} -1.5',
    ])
      expect(text).toContain(line);
  });

  it("show stores, queues and the machine; a disk that does not answer is neither full nor empty", async () => {
    const { storage, machine } = someOperations();
    const text = await shown({
      storage: { ...storage, journal: false, queued: { opportunities: 4_000, trades: 7, journal: 3 } },
      machine: { ...machine, disk: null },
    });
    for (const line of [
      'arb_storage_up{store="main"} 1',
      'arb_storage_up{store="journal"} 0',
      'arb_storage_queue_depth{queue="opportunities"} 4000',
      'arb_storage_queue_depth{queue="trades"} 7',
      'arb_storage_queue_depth{queue="journal"} 3',
      'arb_storage_queue_limit{queue="opportunities"} 5000',
      "arb_memory_limit_bytes 4000000000",
      "arb_heap_limit_bytes 2000000000",
    ])
      expect(text).toContain(line);
    expect(text.filter((line) => line.startsWith("arb_data_dir_free_bytes"))).toEqual([]);
  });

  it("tell a void book from a live one, and leave out what is not listed", async () => {
    const [sol] = aStatus().prices;
    const prices = [
      { ...sol!, cex_state: "stale" as const },
      { ...sol!, asset: "BTC-USD", cex_state: "unlisted" as const },
    ];
    const text = await shown({}, aStatus({ prices }));
    expect(text).toContain('arb_book_live{asset="SOL-USD",venue="gemini"} 0');
    expect(text).toContain('arb_book_live{asset="SOL-USD",venue="solana"} 1');
    expect(text.filter((line) => line.startsWith('arb_book_live{asset="BTC-USD",venue="gemini"}'))).toEqual(
      [],
    );
    expect(text).toContain('arb_build_info{version="0.1.0",mode="demo"} 1');
  });

  it("count what was predicted apart from what was gained and lost", async () => {
    const metrics = create();
    metrics.tradeClosed(aTrade({ pnlUsd: 2_500_000_000n, predictedPnlUsd: 4_000_000_000n }));
    metrics.tradeClosed(aTrade({ pnlUsd: -1_500_000_000n, predictedPnlUsd: 3_000_000_000n }));
    metrics.tradeClosed(aTrade({ status: "failed", pnlUsd: -4_000n, predictedPnlUsd: 9_000_000_000n }));
    metrics.tradeClosed(aTrade({ isInjected: true }));
    const text = await lines(metrics);
    expect(text).toContain('arb_trade_predicted_usd_total{asset="SOL-USD"} 7');
    expect(text).toContain('arb_trade_gained_usd_total{asset="SOL-USD"} 2.5');
    expect(text).toContain('arb_trade_lost_usd_total{asset="SOL-USD"} 1.500004');
  });
});
