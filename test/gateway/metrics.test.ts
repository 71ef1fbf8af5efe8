import { afterEach, describe, expect, it } from "vitest";
import { createMetrics } from "#gateway";
import { aStatus } from "./builders.ts";
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

  it("declare no series that nothing feeds yet", async () => {
    const metrics = createMetrics({ status: () => aStatus(), venues: [], assets: [] });
    const text = await metrics.render();
    for (const absent of ["arb_trades_total", "arb_daily_pnl_usd", "arb_execution"])
      expect(text).not.toContain(absent);
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
