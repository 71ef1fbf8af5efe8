import { describe, expect, it } from "vitest";
import { PAUSE_REASONS, viewRisk } from "#risk";
import { aRisk, aStart, at, closed, NOON, PCT, pauseAll, run, say, silent, USD } from "./builders.ts";

describe("the view of risk", () => {
  it("shows a running system with each switch ok", () => {
    const view = viewRisk(aRisk(), NOON);
    expect(view).toMatchObject({
      isPaused: false,
      pauseReason: null,
      pauses: [],
      lastingCauses: [],
      orderErrors: 0,
    });
    expect(view.switches.map(({ reason, state, sinceMs }) => [reason, state, sinceMs])).toEqual(
      PAUSE_REASONS.map((reason) => [reason, "ok", null]),
    );
  });

  it("names reasons by age with their scope, and each only once", () => {
    const { state } = run(aRisk(), [
      at(NOON + 2, silent("gemini", 20_000)),
      at(NOON + 1, pauseAll),
      at(NOON + 3, { kind: "storage", works: false }),
      at(NOON + 4, { kind: "spread", asset: "SOL-USD", spreadPct: 6n * PCT }),
    ]);
    expect(viewRisk(state, NOON + 4)).toMatchObject({
      isPaused: true,
      pauseReason: "manual, data staleness (venue:gemini), storage, wide spread (asset:SOL-USD)",
    });
  });

  it("is paused by a pause of any scope", () => {
    const { state } = say(aRisk(), NOON, { ...pauseAll, scope: { kind: "pool", pool: "Pool1111" } });
    expect(viewRisk(state, NOON)).toMatchObject({ isPaused: true, pauseReason: "manual (pool:Pool1111)" });
  });

  it("shows a row for each scope that a reason paused, with limit and figure", () => {
    const { state } = say(aRisk(), NOON, silent("gemini", 12_300), silent("solana", 20_000));
    const rows = viewRisk(state, NOON).switches.filter(({ reason }) => reason === "data staleness");
    const row = {
      reason: "data staleness",
      state: "tripped",
      sinceMs: NOON,
      threshold: "silent for more than 10 s",
      current: "gemini 12.3 s, solana 20 s",
      resumeRule: "When every venue shows life again.",
    };
    expect(rows).toEqual([
      { ...row, scope: "venue:gemini" },
      { ...row, scope: "venue:solana" },
    ]);
  });

  it("tells the figures of every switch in words", () => {
    const { state } = say(
      aRisk(),
      NOON,
      closed(-4n * USD),
      { kind: "order-ended", asset: "SOL-USD", error: "HTTP 500" },
      { kind: "leg-unknown", tradeId: "T-x", asset: "SOL-USD", attemptId: "A-x" },
      { kind: "clock-skew", venue: "gemini", skewMs: -20 },
      { kind: "balances", venue: "solana", drifts: ["SOL 1 against 2"] },
    );
    const words = viewRisk(state, NOON + 1_000).switches.map(({ reason, scope, threshold, current }) =>
      [reason, scope, threshold, current].join(" | "),
    );
    expect(words).toEqual([
      "manual | all | an operator's word | not paused",
      "data staleness | venue | silent for more than 10 s | gemini 1 s, solana 1.4 s",
      "daily loss limit | all | a loss of 500 USD or more in a UTC day | -4 USD",
      "wide spread | asset | above 5 % | none above it",
      "consecutive losses | all | 5 losing trades in a row | 1",
      "order errors | all | 10 within 300 s | 1",
      "unknown leg | asset | unknown for more than 30 s | A-x 1 s",
      "stranded leg | asset | any trade that is not flat | none",
      "ledger drift | venue | different in 2 checks in a row | SOL 1 against 2",
      "clock skew | venue | off by more than 5 s | gemini -0.02 s",
      "storage | all | the first write that fails | writes",
    ]);
  });

  it("does not say that a venue was silent before it was ever seen", () => {
    const row = viewRisk(aStart(), NOON).switches.find(({ reason }) => reason === "data staleness");
    expect(row).toMatchObject({ current: "gemini not seen yet, solana not seen yet" });
  });
});
