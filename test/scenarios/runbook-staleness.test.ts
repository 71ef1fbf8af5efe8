import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

/** The runbook's "Kill-Switch Triggered (Staleness)", with the venues frozen for longer than the threshold. */
describe("venues that fall silent for more than ten seconds", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  beforeAll(async () => {
    venues = await startStandInsProcess();
    operator = await operate(["run", "--mode", "demo"], venues.env);
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    venues?.child.kill("SIGCONT");
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  const paused = async () => (await operator.status()).risk.is_paused;

  it("are not stale while Tandem waits for its first data after a start", async () => {
    expect((await operator.status()).risk.is_paused).toBe(false);
    expect(operator.log()).not.toContain("data staleness");
  });

  it("pause trading, and say so in log, status and metric [22, 37, 56]", async () => {
    venues.child.kill("SIGSTOP");
    const frozenAt = performance.now();
    await operator.until(paused, 20_000, "pause for staleness");
    expect(performance.now() - frozenAt).toBeGreaterThan(9_000);
    await operator.process.printed("Risk paused: data staleness", 2_000);
    const { status, risk } = await operator.status();
    expect(status).not.toBe("healthy");
    expect(risk.pause_reason).toContain("data staleness");
    expect(await operator.metric("arb_risk_paused")).toBe(1);
    // The other venue may have fallen silent a moment earlier.
    const silent = async () => (await operator.metric('arb_ws_staleness_seconds{venue="gemini"}')) > 10;
    await operator.until(silent, 2_000, "Gemini does not grow stale");
    expect(await operator.metric('arb_risk_pauses_total{reason="data staleness"}')).toBeGreaterThan(0);
  });

  it("keep trading paused: a resume is refused with the reason [57]", async () => {
    const { status, body } = await operator.post("/controls/resume");
    expect(status).toBe(409);
    expect(body.detail).toMatch(/data staleness: \w+ has been silent for/);
    expect(await paused()).toBe(true);
  });

  it("keep it paused through kill -9 and a restart, also before anything was heard of them [61]", async () => {
    await operator.restart("SIGKILL");
    // Tandem cannot reach the venues yet, so it answers from what it kept once it has read that.
    venues.child.kill("SIGCONT");
    await operator.until(paused, 30_000, "the pause is still there after kill -9");
    expect((await operator.status()).risk.pause_reason).toContain("data staleness");
  });

  it("let it be resumed once they speak again, and it trades [57]", async () => {
    await operator.until(async () => (await operator.status()).status === "healthy", 60_000, "healthy again");
    await operator.trading();
    expect((await operator.risk()).lasting_causes).toEqual([]);
    expect((await operator.post("/controls/resume")).status).toBe(200);
    expect(await operator.metric("arb_risk_paused")).toBe(0);
    const resumedAt = new Date().toISOString();
    const traded = async () =>
      (await operator.trades("limit=5")).some(({ timestamp }) => timestamp > resumedAt);
    await operator.until(traded, 60_000, "a trade after the resume");
  });
});
