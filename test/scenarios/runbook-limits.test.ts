import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { startMain } from "../support/tandem-process.ts";

/** Limits as an operator changes them: by the API, by the environment, and both in either order. */
describe("limits that an operator changes", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  beforeAll(async () => {
    venues = await startStandInsProcess();
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, MAX_POSITION_USD: "800" });
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  const tradesSince = async (since: string) =>
    (await operator.trades()).filter(({ timestamp }) => timestamp > since);

  it("come from the environment at first, and cap each trade [63, 68]", async () => {
    expect((await operator.status()).risk.max_position_size_usd).toBe(800);
    expect(await operator.metric("arb_max_position_size_usd")).toBe(800);
    const trades = await operator.until(
      async () => {
        const all = await operator.trades();
        return all.length >= 3 ? all : null;
      },
      60_000,
      "three trades",
    );
    const sizes = trades.map(({ size_usd }) => Number(size_usd));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(800);
    expect(Math.max(...sizes)).toBeGreaterThan(400);
  });

  it.each([
    ["nothing", {}],
    ["a name that is none", { max_positon_size_usd: "5" }],
    ["no number", { max_position_size_usd: "much" }],
    ["less than nothing", { daily_loss_limit_usd: "-1" }],
    ["nought dollars", { daily_loss_limit_usd: "0" }],
    ["more than 100 percent", { wide_spread_pct: "101" }],
    ["half a count", { max_open_per_asset: 1.5 }],
    ["one good and one bad", { max_order_errors: 5, unknown_leg_sec: 0 }],
    ["less exposure than one position", { max_open_exposure_usd: "100" }],
  ])("refuse %s and stay as they are", async (_what, patch) => {
    const before = await operator.risk();
    const { status, body } = await operator.patchRisk(patch);
    expect(status).toBe(422);
    expect(JSON.stringify(body.detail).length).toBeGreaterThan(10);
    expect((await operator.risk()).max_position_size_usd).toBe(before.max_position_size_usd);
    expect((await operator.risk()).max_order_errors).toBe(before.max_order_errors);
  });

  it("are in force at once when changed by the API", async () => {
    const patch = { max_position_size_usd: "250", daily_loss_limit_usd: 77.5, profit_threshold_pct: "0.2" };
    const { status, body } = await operator.patchRisk(patch);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ max_position_size_usd: "250", daily_loss_limit_usd: "77.5", profit_threshold_pct: "0.2" },
    });
    const since = new Date().toISOString();
    expect((await operator.status()).risk).toMatchObject({
      ...{ max_position_size_usd: 250, daily_loss_limit_usd: 77.5 },
    });
    expect(await operator.metric("arb_max_position_size_usd")).toBe(250);
    await operator.until(
      async () => (await tradesSince(since)).length > 1,
      60_000,
      "trades under the new cap",
    );
    for (const { size_usd } of await tradesSince(since)) expect(Number(size_usd)).toBeLessThanOrEqual(250);
  });

  it("stand in the audit by the API's own names, with the value before and after", async () => {
    const entries = (await operator.audit()).filter(({ action }) => action === "limits");
    const changes = entries.map(({ before, after }) => ({ before, after }));
    expect(changes).toContainEqual({
      before: { max_position_size_usd: "800", daily_loss_limit_usd: "500" },
      after: { max_position_size_usd: "250", daily_loss_limit_usd: "77.5" },
    });
    expect(changes).toContainEqual({
      before: { profit_threshold_pct: "0.1", min_spread_pct: "0" },
      after: { profit_threshold_pct: "0.2", min_spread_pct: "0" },
    });
  });

  it("survive kill -9", async () => {
    await operator.restart("SIGKILL");
    await operator.trading();
    expect(await operator.risk()).toMatchObject({
      ...{ max_position_size_usd: "250", daily_loss_limit_usd: "77.5", profit_threshold_pct: "0.2" },
    });
  });

  it("are overruled by an environment that was changed later, and only where it was [67, 68]", async () => {
    await operator.post("/controls/pause");
    await operator.flat();
    await operator.restart("SIGTERM", { MAX_POSITION_USD: "600", OBSERVE_ONLY: "true" });
    await operator.trading();
    // What the kill above left unknown until its blockhash expired may have paused its asset meanwhile.
    expect((await operator.post("/controls/resume")).status).toBe(200);
    expect(await operator.risk()).toMatchObject({
      ...{ max_position_size_usd: "600", daily_loss_limit_usd: "77.5", observe_only: true },
    });
  });

  it("OBSERVE_ONLY=true finds opportunities and trades none of them [69]", async () => {
    const since = new Date().toISOString();
    const refused = async () => {
      const { opportunities } = (await operator.get("/opportunities?limit=100")).body;
      const recent = opportunities.filter((one: { timestamp: string }) => one.timestamp > since);
      return recent.length >= 2 ? recent : null;
    };
    for (const { decision, decision_reason } of await operator.until(refused, 60_000, "opportunities")) {
      expect(decision).toBe("refused");
      expect(decision_reason).toMatch(/^observe-only/);
    }
    expect(await tradesSince(since)).toEqual([]);
  });

  it("do not open live trading: that mode refuses to start without an admin, in a line that says so", async () => {
    await using live = startMain(["run", "--mode", "live"], venues.env);
    expect(await live.exited()).toBe(2);
    expect(live.stderr()).toMatch(/^tandem: --mode live: needs a user who is admin/m);
    expect(live.stderr().trim().split("\n")).toHaveLength(1);
  });
});
