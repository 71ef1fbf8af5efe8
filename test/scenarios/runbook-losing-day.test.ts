import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerOf, sum, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

/**
 * A day on which the exchange takes seven times the fee that the static model reckons with, and takes it first: every
 * trade looks like a profit and is a loss, until the limit of the day stops it.
 */
describe("a losing day", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  beforeAll(async () => {
    venues = await startStandInsProcess({ account: { fees: { taker: "250" } } });
    operator = await operate(["run", "--mode", "demo"], {
      ...venues.env,
      LEG_POLICY: "cex-first",
      DAILY_LOSS_LIMIT_USD: "60",
      MAX_CONSECUTIVE_LOSSES: "2",
    });
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  const pausedFor = (reason: string) => async () =>
    ((await operator.status()).risk.pause_reason ?? "").includes(reason);

  it("first trips over its losses in a row, which an operator may resume", async () => {
    await operator.until(pausedFor("consecutive losses"), 90_000, "two losses in a row");
    const { risk } = await operator.status();
    expect(risk.consecutive_losses).toBeGreaterThanOrEqual(2);
    expect(risk.daily_pnl_usd).toBeLessThan(0);
    expect(await operator.metric("arb_consecutive_losing_trades")).toBe(risk.consecutive_losses);
    expect((await operator.patchRisk({ max_consecutive_losses: 1000 })).status).toBe(200);
    // Where those losses reached the limit of the day already, the resume below would be refused for good.
    expect(risk.daily_pnl_usd).toBeGreaterThan(-60);
    expect((await operator.post("/controls/resume")).status).toBe(200);
  });

  it("really reaches its limit and trips it [38, 58]", async () => {
    await operator.until(pausedFor("daily loss limit"), 120_000, "the limit of the day");
    await operator.process.printed("Risk paused: daily loss limit", 5_000);
    const { risk } = await operator.status();
    expect(risk).toMatchObject({ is_paused: true, daily_loss_limit_usd: 60, daily_remaining_loss_usd: 0 });
    expect(risk.daily_pnl_usd).toBeLessThanOrEqual(-60);
  });

  it("starts nothing more, and its figures are the sum over its trades", async () => {
    await operator.flat();
    const before = await operator.trades();
    const seen = (await operator.status()).event_stats["signal.opportunity"] ?? 0;
    const more = async () => ((await operator.status()).event_stats["signal.opportunity"] ?? 0) >= seen + 3;
    await operator.until(more, 40_000, "opportunities that are not taken");
    const trades = await operator.trades();
    expect(trades.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const { risk } = await operator.status();
    expect(risk.daily_pnl_usd).toBeCloseTo(sum(trades.map(({ pnl_usd }) => pnl_usd)), 6);
    expect(
      trades.filter(({ status, pnl_usd }) => status === "completed" && Number(pnl_usd) < 0).length,
    ).toBeGreaterThan(2);
    expect(
      await operator.metric('arb_trade_pnl_usd_bucket{le="0",asset="SOL-USD"}').catch(() => 1),
    ).toBeGreaterThan(0);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
  });

  it("cannot be resumed, not even after kill -9 [60, 61]", async () => {
    const refused = { status: 409, body: { detail: expect.stringContaining("daily loss limit") } };
    expect(await operator.post("/controls/resume")).toMatchObject(refused);
    const { daily_pnl_usd, daily_trades } = (await operator.status()).risk;
    await operator.restart("SIGKILL");
    await operator.trading();
    expect((await operator.status()).risk).toMatchObject({ is_paused: true, daily_pnl_usd, daily_trades });
    expect(await operator.post("/controls/resume")).toMatchObject(refused);
    expect(await operator.metric("arb_risk_paused")).toBe(1);
    expect(await operator.metric("arb_daily_pnl_usd")).toBeCloseTo(daily_pnl_usd, 6);
  });

  it("is resumed by who raises the limit knowingly, which the audit keeps", async () => {
    expect((await operator.patchRisk({ daily_loss_limit_usd: "5000" })).status).toBe(200);
    expect((await operator.post("/controls/resume")).status).toBe(200);
    const [resumed, raised] = await operator.audit();
    expect(resumed).toMatchObject({ action: "resume", by: "operator@127.0.0.1" });
    expect(raised).toMatchObject({ action: "limits", by: "operator@127.0.0.1" });
    expect(raised?.before).toEqual({ daily_loss_limit_usd: "60" });
    expect(raised?.after).toEqual({ daily_loss_limit_usd: "5000" });
  });
});
