import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { status as statusSchema } from "#wire";
import { freePort, startTandem, type TandemProcess } from "../support/tandem-process.ts";
import { until } from "../support/until.ts";

/** The operator's health section, row by row, against the running demo. */
describe("the runbook's health section against the demo", () => {
  let demo: TandemProcess;
  let api = "";
  let console_ = "";
  let readyMs = 0;

  beforeAll(async () => {
    const [port, consolePort] = [await freePort(), await freePort()];
    const started = performance.now();
    demo = startTandem(["start"], { PORT: String(port), CONSOLE_PORT: String(consolePort) });
    api = `http://127.0.0.1:${port}`;
    console_ = `http://127.0.0.1:${consolePort}`;
    await demo.printed(console_, 90_000);
    readyMs = performance.now() - started;
    await until(async () => (await status()).status === "healthy", 30_000);
  }, 130_000);

  afterAll(async () => await demo?.[Symbol.asyncDispose]());

  async function status() {
    const answer = await fetch(`${api}/api/v1/status`);
    return statusSchema.parse(await answer.json());
  }

  async function metric(name: string): Promise<number> {
    const answer = await fetch(`${api}/api/metrics`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const line = (await answer.text()).split("\n").find((one) => one.startsWith(`${name} `));
    if (line === undefined) throw new Error(`no series ${name}`);
    return Number(line.slice(name.length + 1));
  }

  it("prints the console's address, and serves the console there [5]", async () => {
    expect(readyMs).toBeLessThan(30_000);
    const page = await fetch(console_);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('id="root"');
  });

  it("is healthy with both venues connected within 30 s [3, 4]", async () => {
    expect(await status()).toMatchObject({
      status: "healthy",
      mode: "demo",
      connections: { gemini: true, solana: true },
      risk: { is_paused: false, pause_reason: null },
    });
  });

  it("logs no ERROR, but the connection, prices, the engine and the repository [6, 7, 30, 34, 36]", async () => {
    await demo.printed(/SOL-USD prices: CEX bid=\S+ ask=\S+ DEX mid=/, 20_000);
    const log = demo.stderr();
    expect(log).not.toContain("ERROR");
    expect(log).toContain("Connected to Gemini");
    expect(log).toContain("SignalEngine");
    expect(log).toMatch(/repository/);
    expect(log).toMatch(/gemini/i);
  });

  it("counts book and pool updates upwards from keys that are there from the start [8, 15, 19]", async () => {
    const before = (await status()).event_stats;
    for (const key of [
      "cex.bookUpdate",
      "dex.poolUpdate",
      "signal.opportunity",
      "trade.completed",
      "risk.paused",
    ])
      expect(before).toHaveProperty([key]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const after = (await status()).event_stats;
    expect(after["cex.bookUpdate"]).toBeGreaterThan(before["cex.bookUpdate"] ?? 0);
    expect(after["dex.poolUpdate"]).toBeGreaterThan(before["dex.poolUpdate"] ?? 0);
  });

  it("prices every asset on both venues and counts its refusals", async () => {
    const { prices, refusals, evaluations } = await status();
    expect(prices.map((price) => price.asset)).toEqual(["SOL-USD", "BTC-USD", "ETH-USD"]);
    for (const price of prices) {
      expect(price).toMatchObject({ cex_state: "live", dex_state: "live" });
      const [bid, ask, mid] = [price.cex_bid, price.cex_ask, price.dex_price].map(Number) as [
        number,
        number,
        number,
      ];
      expect(ask).toBeGreaterThan(bid);
      expect(Math.abs(mid / bid - 1)).toBeLessThan(0.05);
    }
    const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
    expect(refused / evaluations).toBeGreaterThan(0.5);
    await vi.waitFor(async () => expect((await status()).evaluations).toBeGreaterThan(50), 20_000);
  });

  it("serves the operator's metrics [20 to 23, 25, 26]", async () => {
    expect(await metric('arb_connection_status{venue="gemini"}')).toBe(1);
    expect(await metric('arb_connection_status{venue="solana"}')).toBe(1);
    expect(await metric('arb_ws_staleness_seconds{venue="gemini"}')).toBeLessThan(2);
    expect(await metric('arb_ws_staleness_seconds{venue="solana"}')).toBeLessThan(2);
    expect(await metric("arb_risk_paused")).toBe(0);
    expect(await metric("arb_max_position_size_usd")).toBe(1000);
  });

  it("takes an injected opportunity by bare POST, stores it and lists it first [9, 10, 49, 66]", async () => {
    const answer = await fetch(`${api}/api/v1/test/inject-opportunity?spread_pct=3.0`, { method: "POST" });
    expect(answer.status).toBe(200);
    const injected = (await answer.json()) as { status: string; opportunity: Record<string, string> };
    expect(injected.status).toBe("injected");
    expect(Number(injected.opportunity.predicted_pnl_pct)).toBeCloseTo(1.6, 6);
    await until(async () => {
      const page = await fetch(`${api}/api/v1/opportunities?limit=20`);
      const { opportunities } = (await page.json()) as { opportunities: { id: string }[] };
      return opportunities.some((one) => one.id === injected.opportunity.id);
    }, 3_000);
    const windows = (await (await fetch(`${api}/api/v1/windows`)).json()) as { id: string }[];
    expect(windows.map((window) => window.id)).toContain(injected.opportunity.window_id);
  });

  it("finds an opportunity by itself within the first 30 s, measured from receipt [16, 28, 29]", async () => {
    const line = await demo.printed(/spread detected .*injected=false/, 45_000);
    expect(line).toMatch(/spread=\d/);
    const seen = await status();
    expect(seen.event_stats["signal.opportunity"]).toBeGreaterThan(0);
    expect(await metric("arb_signal_detection_latency_seconds_count")).toBeGreaterThan(0);
    expect(seen.detection_latency.p95_ms).toBeLessThan(50);
  });

  it("describes itself: OpenAPI 3.1 and its pages", async () => {
    const spec = (await (await fetch(`${api}/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(spec.openapi).toMatch(/^3\.1/);
    expect(Object.keys(spec.paths)).toContain("/api/v1/opportunities");
    expect((await fetch(`${api}/docs`)).status).toBe(200);
  });
});
