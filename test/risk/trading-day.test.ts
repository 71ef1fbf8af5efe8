import { describe, expect, it } from "vitest";
import { serializeRisk, viewRisk } from "#risk";
import {
  aRisk,
  aStart,
  at,
  bothLive,
  closed,
  kinds,
  MIDNIGHT,
  NOON,
  reasons,
  resume,
  run,
  say,
  USD,
} from "./builders.ts";

const DAY = 86_400_000;

describe("the trading day", () => {
  it("adds signed results and counts the trades", () => {
    const { state } = say(
      aRisk(),
      NOON,
      closed(30n * USD),
      closed(-50n * USD),
      closed(-1n, { traded: false }),
    );
    expect(viewRisk(state, NOON)).toMatchObject({
      day: "2026-11-25",
      dailyPnlUsd: -20n * USD - 1n,
      dailyTrades: 2,
      remainingLossUsd: 480n * USD - 1n,
    });
  });

  it("counts a trade that is told of again after a crash once, even on the next day", () => {
    const trade = closed(-400n * USD, { tradeId: "T-again" });
    const { state } = say(aRisk(), NOON, trade, trade);
    const restarted = aStart({}, serializeRisk(state), MIDNIGHT);
    const after = say(restarted, MIDNIGHT, trade).state;
    expect(viewRisk(state, NOON).dailyPnlUsd).toBe(-400n * USD);
    expect(viewRisk(after, MIDNIGHT).dailyPnlUsd).toBe(0n);
  });

  it("leaves out injected trades", () => {
    const { state, effects } = say(aRisk(), NOON, closed(-900n * USD, { counts: false }));
    expect(effects).toEqual([]);
    expect(viewRisk(state, NOON)).toMatchObject({ dailyPnlUsd: 0n, dailyTrades: 0 });
  });

  it.each([
    [-500n * USD + 1n, []],
    [-500n * USD, ["daily loss limit"]],
    [-500n * USD - 1n, ["daily loss limit"]],
  ])("after a result of %s (1e-9 USD) pauses for %j", (pnlUsd, expected) => {
    expect(reasons(say(aRisk(), NOON, closed(pnlUsd)).state)).toEqual(expected);
  });

  it("turns at midnight UTC by the clock, with no trade needed", () => {
    const { state } = say(aRisk(), NOON, closed(-100n * USD));
    const before = run(state, [at(MIDNIGHT - 1, bothLive)]);
    expect(before.effects).toEqual([]);
    const after = run(before.state, [at(MIDNIGHT, bothLive)]);
    expect(after.effects).toEqual([{ kind: "changed" }]);
    expect(viewRisk(after.state, MIDNIGHT)).toMatchObject({
      day: "2026-11-26",
      dailyPnlUsd: 0n,
      dailyTrades: 0,
    });
  });

  it("shows the new day before an event has turned it", () => {
    const { state } = say(aRisk(), NOON, closed(-100n * USD));
    expect(viewRisk(state, MIDNIGHT)).toMatchObject({ day: "2026-11-26", dailyPnlUsd: 0n });
  });

  it("keeps the pause past midnight until an operator resumes", () => {
    const lost = say(aRisk(), NOON, closed(-500n * USD)).state;
    expect(kinds(say(lost, MIDNIGHT - 1, resume).effects)).toEqual(["resume-refused"]);
    const next = say(lost, MIDNIGHT, bothLive).state;
    expect(reasons(next, MIDNIGHT)).toEqual(["daily loss limit"]);
    expect(kinds(say(next, MIDNIGHT, resume).effects)).toEqual(["changed", "resumed"]);
  });

  it("refuses to resume after a profit brought the day back above the limit, and resumes with a higher one", () => {
    const recovered = say(aRisk(), NOON, closed(-500n * USD), closed(120n * USD, { tradeId: "T2" })).state;
    expect(viewRisk(recovered, NOON)).toMatchObject({ dailyPnlUsd: -380n * USD, remainingLossUsd: 0n });
    const restarted = aStart({}, serializeRisk(recovered), NOON);
    for (const state of [recovered, say(restarted, NOON, bothLive).state]) {
      expect(kinds(say(state, NOON, resume).effects)).toEqual(["resume-refused"]);
      const raised = { ...state, limits: { ...state.limits, dailyLossLimitUsd: 501n * USD } };
      expect(kinds(say(raised, NOON, resume).effects)).toContain("resumed");
    }
  });

  it("resumes at midnight even where the resume is the first event of the day", () => {
    const lost = say(aRisk(), NOON, closed(-500n * USD)).state;
    const step = say(lost, MIDNIGHT, bothLive, resume);
    expect(kinds(step.effects)).toEqual(["changed", "changed", "resumed"]);
  });

  it("turns at a start on a later day and keeps the pause", () => {
    const lost = say(aRisk(), NOON, closed(-500n * USD)).state;
    const restarted = aStart({}, serializeRisk(lost), MIDNIGHT);
    expect(viewRisk(restarted, MIDNIGHT)).toMatchObject({ dailyPnlUsd: 0n, pauseReason: "daily loss limit" });
    expect(serializeRisk(restarted)).toContain('"date":"2026-11-26"');
  });

  it("stays in the later day when the clock jumps back, and forgives nothing when it comes forward", () => {
    const tomorrow = say(aRisk(), NOON + DAY, bothLive, closed(-300n * USD)).state;
    const back = say(tomorrow, NOON - 3 * DAY, bothLive, closed(-100n * USD)).state;
    expect(viewRisk(back, NOON - 3 * DAY)).toMatchObject({ day: "2026-11-26", dailyPnlUsd: -400n * USD });
    const forward = say(back, NOON + DAY, bothLive).state;
    expect(viewRisk(forward, NOON + DAY)).toMatchObject({ day: "2026-11-26", dailyPnlUsd: -400n * USD });
  });

  it("stays in the later day across a start with a clock that went back", () => {
    const tomorrow = say(aRisk(), NOON + DAY, closed(-300n * USD)).state;
    const restarted = aStart({}, serializeRisk(tomorrow), NOON - 3 * DAY);
    expect(viewRisk(restarted, NOON)).toMatchObject({ day: "2026-11-26", dailyPnlUsd: -300n * USD });
  });

  it("shows what may still be lost between nothing and the limit", () => {
    const after = (pnlUsd: bigint) =>
      viewRisk(say(aRisk(), NOON, closed(pnlUsd)).state, NOON).remainingLossUsd;
    expect(after(200n * USD)).toBe(500n * USD);
    expect(after(-200n * USD)).toBe(300n * USD);
    expect(after(-900n * USD)).toBe(0n);
  });
});
