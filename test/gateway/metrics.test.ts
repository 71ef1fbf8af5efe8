import { afterEach, describe, expect, it } from "vitest";
import { createMetrics } from "#gateway";
import type { TradeRecord } from "#model";
import { aStatus, aTrade } from "./builders.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const running: TestGateway[] = [];
afterEach(async () => {
  for (const { gateway } of running.splice(0)) await gateway.close();
});

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
    const metrics = createMetrics({ status: () => now, venues: ["gemini", "solana"], assets: ["SOL-USD"] });
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
    const metrics = createMetrics({ status: () => aStatus({ evaluations }), venues: [], assets: [] });
    await metrics.render();
    evaluations = 15;
    expect(await metrics.render()).toContain("arb_evaluations_total 15");
    evaluations = 3;
    expect(await metrics.render()).toContain("arb_evaluations_total 18");
  });
});

describe("the metrics of trading", () => {
  const create = (status = aStatus()) =>
    createMetrics({ status: () => status, venues: [], assets: ["SOL-USD"] });
  const lines = async (metrics: ReturnType<typeof create>) => (await metrics.render()).split("\n");

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
    const shown = await lines(create(aStatus({ risk })));
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
