import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StreamFrame, streamFrame, type Trade } from "#wire";
import { type HttpReceiver, startHttpReceiver } from "../support/http-receiver.ts";
import { ledgerOf, netsOf, sum, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

/** Slots as long as Solana's own, so that exposure is measured as it would be there. */
const SLOT_MS = 400;

/** The runbook's controls and reads against two real processes whose market keeps them trading. */
describe("an operator at a trading demo", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let told: HttpReceiver;
  const frames: StreamFrame[] = [];
  let socket: WebSocket;

  beforeAll(async () => {
    venues = await startStandInsProcess({ slotMs: SLOT_MS });
    told = await startHttpReceiver();
    const notify = {
      ...{ NOTIFY_WEBHOOK_URL: `${told.url}/hook`, NOTIFY_MIN_SEVERITY: "info" },
      CONSOLE_URL: "https://desk.example",
    };
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, ...notify });
    socket = new WebSocket(`${operator.api.replace("http", "ws")}/api/ws`);
    socket.addEventListener("message", ({ data }) =>
      frames.push(streamFrame.parse(JSON.parse(String(data)))),
    );
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    socket?.close();
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
    await told?.[Symbol.asyncDispose]();
  });

  const finished = (trades: readonly Trade[]) => trades.filter(({ closed_at }) => closed_at !== null);
  const resume = async () => expect((await operator.post("/controls/resume")).status).toBe(200);

  it("trades by itself, and each trade has what an operator reads [24, 50]", async () => {
    await operator.until(async () => finished(await operator.trades()).length >= 6, 90_000, "six trades");
    const trades = await operator.trades();
    for (const trade of trades) {
      for (const field of ["asset", "pnl_usd", "timestamp"] as const) expect(trade[field]).toMatch(/./);
      expect(trade).toMatchObject({ mode: "demo", is_simulated: true, is_injected: false });
      expect([trade.trade_id, trade.size_asset, trade.pnl_abs, trade.fees_total]).toEqual([
        trade.id,
        trade.size,
        trade.pnl_usd,
        trade.fees_usd,
      ]);
    }
    expect(operator.log()).toContain("Executing");
    expect(operator.log()).toContain("Gemini order");
  });

  it("is paused by a bare POST while a trade is open: that one comes home, and no other starts [25, 53, 55]", async () => {
    await operator.until(async () => (await operator.status()).risk.open_trades > 0, 30_000, "an open trade");
    const answer = await operator.post("/controls/pause");
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "paused", paused_by: "operator@127.0.0.1" },
    });
    const pausedAt = new Date().toISOString();
    const { risk, event_stats } = await operator.status();
    expect(risk).toMatchObject({ is_paused: true, pause_reason: expect.stringContaining("manual") });
    expect(await operator.metric("arb_risk_paused")).toBe(1);
    await operator.process.printed("Risk paused: manual", 5_000);
    await operator.flat();
    const seen = event_stats["signal.opportunity"] ?? 0;
    const more = async () => ((await operator.status()).event_stats["signal.opportunity"] ?? 0) >= seen + 4;
    await operator.until(more, 40_000, "more opportunities while paused");
    const trades = await operator.trades();
    expect(trades.filter(({ timestamp }) => timestamp > pausedAt)).toEqual([]);
    expect(finished(trades)).toHaveLength(trades.length);
    const { opportunities } = (await operator.get("/opportunities?limit=1000")).body;
    const since = opportunities.filter((one: { timestamp: string }) => one.timestamp > pausedAt);
    expect(since.length).toBeGreaterThan(0);
    for (const { decision, decision_reason } of since) {
      expect(decision).toBe("refused");
      expect(decision_reason).toMatch(/^paused: manual/);
    }
  });

  it("tells the pause to whoever watches the stream", () => {
    const told = frames.filter((frame) => frame.type === "risk" && frame.data.is_paused);
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)?.data).toMatchObject({ pauses: [{ reason: "manual", by: "operator@127.0.0.1" }] });
  });

  it("tells the pause, once, to whoever is to be told, with where to look", async () => {
    const pauses = () => told.received.filter(({ json }) => json.title.includes("manual"));
    await operator.until(() => pauses().length > 0, 10_000, "the pause at the webhook");
    expect(pauses().map(({ json }) => json)).toMatchObject([
      {
        ...{ severity: "warning", mode: "demo", link: "https://desk.example/risk" },
        title: "Paused by operator@127.0.0.1: manual",
        notices: [{ kind: "begins", screen: "/risk" }],
      },
    ]);
    const channels = async () => (await operator.get("/settings")).body.notifications.channels;
    const webhook = async () => (await channels()).find((one: { sent: number }) => one.sent > 0);
    const counted = await operator.until(webhook, 5_000, "the message among those sent");
    expect(counted).toMatchObject({ channel: "webhook", configured: true, failed: 0, last_error: null });
    expect(JSON.stringify(await channels())).not.toContain("/hook");
    const series = 'arb_notifications_total{channel="webhook",outcome="sent"}';
    expect(await operator.metric(series)).toBeGreaterThanOrEqual(counted.sent);
  });

  it("has, flat and paused, to the unit what the venues have", async () => {
    await operator.flat();
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    for (const row of await operator.inventory())
      expect(row).toMatchObject({ reserved: "0", in_flight: "0" });
  });

  it("counts as PnL of the day the sum over its trades, and each trade what its transfers moved [17]", async () => {
    const trades = await operator.trades();
    const { risk } = await operator.status();
    expect(risk.daily_pnl_usd).toBeCloseTo(sum(trades.map(({ pnl_usd }) => pnl_usd)), 6);
    expect(await operator.metric("arb_daily_pnl_usd")).toBeCloseTo(risk.daily_pnl_usd, 6);
    for (const { id, status, residual } of trades) {
      if (status === "failed" || residual !== "0") continue;
      const detail = await operator.trade(id);
      const { usd, usdc, gas } = netsOf(detail);
      const at = (units: bigint, price: string) => (Number(units) / 1e18) * Number(price);
      const net = at(usd, "1") + at(usdc, detail.usdc_usd) + at(gas, detail.sol_usd);
      // A deficit of USDC is bought back at the ask and a surplus sold at the bid: both lie beside the shown rate.
      expect(Number(detail.pnl_usd)).toBeLessThanOrEqual(net + 1e-6);
      expect(Number(detail.pnl_usd)).toBeGreaterThan(net - 1e-6 - Math.abs(at(usdc, "0.002")));
    }
  });

  it("refuses an injected opportunity while it is paused", async () => {
    const { status, body } = await operator.post("/test/inject-opportunity?spread_pct=3.0");
    expect(status).toBe(200);
    expect(body.note).toMatch(/^no trade: paused/);
    expect(body.opportunity).toMatchObject({ decision: "refused", is_injected: true });
  });

  it("resumes by a bare POST and trades again [54]", async () => {
    const before = (await operator.trades()).length;
    const answer = await operator.post("/controls/resume");
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "resumed", resumed_by: "operator@127.0.0.1" },
    });
    expect((await operator.status()).risk).toMatchObject({ is_paused: false, pause_reason: null });
    expect(await operator.metric("arb_risk_paused")).toBe(0);
    await operator.until(
      async () => (await operator.trades()).length > before,
      40_000,
      "a trade after resume",
    );
    const isOver = () => told.received.some(({ json }) => json.title === "Resumed: manual");
    await operator.until(isOver, 10_000, "the end of the pause at the webhook");
  });

  it("only pauses what a scope names", async () => {
    const scoped = await operator.post("/controls/pause", { reason: "looks odd", scope: "asset:SOL-USD" });
    expect(scoped).toMatchObject({ status: 200, body: { reason: "looks odd" } });
    const pausedAt = new Date().toISOString();
    const others = async () =>
      (await operator.trades()).some((trade) => trade.timestamp > pausedAt && trade.asset !== "SOL-USD");
    await operator.until(others, 60_000, "a trade of another asset");
    const sol = (await operator.trades("limit=1000&asset=SOL-USD")).filter((one) => one.timestamp > pausedAt);
    expect(sol).toEqual([]);
    await resume();
    expect((await operator.post("/controls/pause", { scope: "planet:mars" })).status).toBe(422);
  });

  it("switches to observing and back, and never to live trading [69]", async () => {
    expect(await operator.post("/controls/observe-only")).toMatchObject({
      status: 200,
      body: { status: "observe_only", observe_only_mode: true },
    });
    const since = new Date().toISOString();
    await operator.flat();
    const refused = async () => {
      const { opportunities } = (await operator.get("/opportunities?limit=50")).body;
      return opportunities.some(
        (one: { timestamp: string; decision_reason: string }) =>
          one.timestamp > since && one.decision_reason.startsWith("observe-only"),
      );
    };
    await operator.until(refused, 40_000, "an opportunity refused as observe-only");
    expect((await operator.trades()).filter(({ timestamp }) => timestamp > since)).toEqual([]);
    expect((await operator.status()).risk.observe_only).toBe(true);
    const live = `${operator.api}/api/v1/controls/live-trading`;
    const json = { "content-type": "application/json" };
    for (const request of [
      {},
      { body: "{", headers: json },
      { body: '{"a":1}', headers: json },
      { body: "x" },
    ]) {
      const answer = await fetch(live, { method: "POST", ...request });
      expect(answer.status).toBe(409);
      expect(await answer.json()).toEqual({ detail: expect.stringContaining("demo") });
    }
    const back = await operator.post("/controls/observe-only", { enabled: false });
    expect(back).toMatchObject({ status: 200, body: { observe_only_mode: false } });
    expect((await operator.status()).risk.observe_only).toBe(false);
  });

  it("injects a rehearsal that goes all the way and counts nowhere [9, 66]", async () => {
    await operator.post("/controls/pause", { scope: "asset:ETH-USD" });
    await resume();
    await operator.post("/controls/observe-only");
    await operator.flat();
    const before = await operator.status();
    const thrice = await operator.post("/test/inject-opportunity?asset=ETH-USD&spread_pct=3.0");
    expect(thrice.body.opportunity).toMatchObject({ predicted_pnl_pct: "1.6", is_injected: true });
    const twice = await operator.post("/test/inject-opportunity?asset=BTC-USD&spread_pct=2.0");
    expect(twice.body.opportunity.predicted_pnl_pct).toBe("0.6");
    const id = /trd-[\w-]+/.exec(thrice.body.note)?.[0] ?? "";
    const trade = await operator.until(
      async () => {
        const one = await operator.trade(id);
        return one.closed_at === null ? null : one;
      },
      15_000,
      "the injected trade ends",
    );
    expect(trade).toMatchObject({
      is_injected: true,
      is_simulated: true,
      status: "completed",
      residual: "0",
    });
    expect(Number(trade.pnl_usd)).not.toBe(0);
    const after = await operator.status();
    for (const field of ["daily_pnl_usd", "daily_trades", "consecutive_losses"] as const)
      expect(after.risk[field]).toBe(before.risk[field]);
    const counted = (await operator.trades()).filter(({ is_injected }) => !is_injected);
    expect(after.risk.daily_pnl_usd).toBeCloseTo(sum(counted.map(({ pnl_usd }) => pnl_usd)), 6);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    await operator.post("/controls/observe-only", { enabled: false });
  });

  it("lists, pages, filters, counts and exports the same trades [51, 82]", async () => {
    await operator.post("/controls/pause", { reason: "reading" });
    await operator.flat();
    const all = await operator.trades();
    const page = (await operator.get("/trades?limit=2")).body;
    expect(page).toMatchObject({ limit: 2, total_count: all.length });
    expect(page.trades.map(({ id }: Trade) => id)).toEqual(all.slice(0, 2).map(({ id }) => id));
    const walked: string[] = [];
    for (let cursor = ""; ; ) {
      const { trades, next_cursor } = (await operator.get(`/trades?limit=3${cursor}`)).body;
      walked.push(...trades.map(({ id }: Trade) => id));
      if (next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(next_cursor)}`;
    }
    expect(walked).toEqual(all.map(({ id }) => id));
    const sol = (await operator.get("/trades?asset=SOL-USD&limit=1")).body;
    expect(sol.total_count).toBe(all.filter(({ asset }) => asset === "SOL-USD").length);
    for (const bad of ["limit=0", "limit=1001", "limit=x", "status=odd"])
      expect((await operator.get(`/trades?${bad}`)).status).toBe(422);
    expect((await operator.get("/trades/trd-none")).status).toBe(404);
    const csv = String((await operator.get("/trades/export?format=csv")).body);
    const [header = "", ...rows] = csv.trim().split(/\r?\n/);
    expect(header.split(",").slice(0, 2)).toEqual(["id", "trade_id"]);
    expect(rows.map((row) => row.split(",")[0])).toEqual(all.map(({ id }) => id));
  });

  it("shows of each trade who did what when, in order, with ids that the venues know", async () => {
    const truth = await venues.truth();
    const orders = new Set(truth.gemini.orders.map(({ client_order_id }) => client_order_id));
    const swaps = new Set(truth.solana.transactions.map(({ signature }) => signature));
    const done = (await operator.trades()).filter((one) => one.status === "completed" && !one.is_injected);
    expect(done.length).toBeGreaterThan(0);
    for (const { id } of done) {
      const { legs } = await operator.trade(id);
      const [first, ...later] = legs.map(({ purpose }) => purpose);
      expect(first).toBe("entry");
      // Where taking the first leg back looked cheaper and failed, another order closed it after all.
      expect(later.some((purpose) => purpose === "hedge" || purpose === "complete")).toBe(true);
      for (const leg of legs) {
        const what = leg.timeline.map((entry) => entry.what);
        // Nothing is sent before its intent is on the disk.
        if (what.includes("sent")) expect(what.indexOf("intent_durable")).toBeLessThan(what.indexOf("sent"));
        const times = leg.timeline.map(({ at }) => at);
        expect(times).toEqual(times.toSorted());
        if (leg.state !== "filled") continue;
        expect((leg.venue === "gemini" ? orders : swaps).has(leg.reference ?? "")).toBe(true);
      }
    }
  });

  it("has each command in the audit with who and when, newest first", async () => {
    const entries = await operator.audit();
    const times = entries.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted().reverse());
    const commands = entries.filter(({ by }) => by === "operator@127.0.0.1").map(({ action }) => action);
    for (const action of ["pause", "resume", "observe-only"]) expect(commands).toContain(action);
    expect(entries.find(({ action }) => action === "pause")?.after).toMatchObject({
      reason: "manual",
      detail: "reading",
      scope: "all",
    });
    await resume();
  });

  it("is exposed for less than 1.5 s in the median, and says how long sending took", async () => {
    const status = await operator.status();
    expect(status.exposure_time.count).toBeGreaterThanOrEqual(6);
    expect(status.exposure_time.p50_ms).toBeLessThan(1_500);
    expect(status.send_latency.p95_ms).toBeGreaterThan(0);
    expect(await operator.metric("arb_exposure_seconds_count")).toBeGreaterThanOrEqual(
      status.exposure_time.count,
    );
    expect(await operator.metric("arb_send_latency_seconds_count")).toBeGreaterThanOrEqual(
      status.send_latency.count,
    );
    expect(await operator.metric('arb_send_latency_seconds_bucket{le="+Inf"}')).toBeGreaterThan(0);
    console.info(
      "exposure",
      status.exposure_time,
      "send",
      status.send_latency,
      "trades",
      status.risk.daily_trades,
    );
  });

  it("tells of its start, and when it is asked to end of that", async () => {
    expect(told.received[0]?.json).toMatchObject({ severity: "info", title: "Started", mode: "demo" });
    await operator.stop("SIGTERM");
    expect(told.received.at(-1)?.json).toMatchObject({ severity: "info", title: "Stopping" });
  });
});
