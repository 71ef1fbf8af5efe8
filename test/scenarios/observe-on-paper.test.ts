import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { netsOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

/** Observe mode is made for the real venues; here it is pointed at the public side of the stand-ins. */
describe("observing without keys", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  const withoutKeys = (env: Record<string, string>) =>
    Object.fromEntries(Object.entries(env).filter(([key]) => !/^GEMINI_API_|^SOLANA_KEYPAIR$/.test(key)));

  beforeAll(async () => {
    venues = await startStandInsProcess();
    operator = await operate(["run", "--mode", "observe"], {
      ...withoutKeys(venues.env),
      ...{ PROFIT_THRESHOLD_PCT: "0.1", CEX_TAKER_FEE_BPS: "35" },
    });
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  it("trades on paper and marks each trade as such", async () => {
    await operator.until(
      async () => (await operator.trades()).filter(({ closed_at }) => closed_at !== null).length >= 2,
      120_000,
      "two paper trades",
    );
    for (const trade of await operator.trades())
      expect(trade).toMatchObject({ mode: "observe", is_simulated: true, is_injected: false });
    const status = await operator.status();
    expect(status).toMatchObject({ mode: "observe" });
    expect(status.risk.daily_trades).toBeGreaterThan(0);
  });

  it("fills against the live depth after a delay, with the fee of the tier", async () => {
    const closed = (await operator.trades()).filter(({ status }) => status === "completed");
    for (const { id } of closed) {
      const detail = await operator.trade(id);
      const hedge = detail.legs.find(({ venue, state }) => venue === "gemini" && state === "filled");
      const [fee] = hedge?.fees ?? [];
      expect(fee?.asset).toBe("USD");
      expect(Number(fee?.amount)).toBeCloseTo(Number(hedge?.quote_amount) * 0.0035, 6);
      expect(detail.exposure_ms).toBeGreaterThanOrEqual(100);
      expect(netsOf(detail).gas).toBeLessThan(0n);
    }
  });

  it("sends no order and no transaction anywhere", async () => {
    const { gemini, solana } = await venues.truth();
    expect(gemini.orders).toEqual([]);
    expect(gemini.fills).toEqual([]);
    expect(solana.transactions).toEqual([]);
  });

  it("is not switched to trading by anybody", async () => {
    expect((await operator.post("/controls/live-trading")).status).toBe(409);
    expect((await operator.post("/controls/observe-only", { enabled: false })).status).toBe(409);
  });

  it("takes no opportunity while nobody said what the exchange's fee is", async () => {
    await operator.restart("SIGTERM", { CEX_TAKER_FEE_BPS: "" });
    await operator.trading();
    const since = new Date().toISOString();
    const reasons = async () => {
      const { opportunities } = (await operator.get("/opportunities?limit=100")).body;
      const recent = opportunities.filter((one: { timestamp: string }) => one.timestamp > since);
      return recent.length >= 2 ? recent : null;
    };
    for (const { decision, decision_reason } of await operator.until(reasons, 60_000, "opportunities")) {
      expect(decision).toBe("refused");
      expect(decision_reason).toMatch(/^fee-tier-unread/);
    }
    expect((await operator.trades()).filter(({ timestamp }) => timestamp > since)).toEqual([]);
  });
});
