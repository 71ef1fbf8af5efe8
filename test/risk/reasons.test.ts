import { describe, expect, it } from "vitest";
import { PAUSE_REASONS, type PauseReason, type PauseScope, serializeRisk, stepRisk, viewRisk } from "#risk";
import {
  aRisk,
  aStart,
  at,
  bothLive,
  closed,
  kinds,
  NOON,
  PCT,
  pauseAll,
  reasons,
  resume,
  run,
  type Said,
  say,
  silent,
  USD,
} from "./builders.ts";

/** One reason: what just does not trip it, what does, what keeps it from being resumed and what ends that. */
interface Case {
  readonly reason: PauseReason;
  readonly scope: PauseScope;
  /** Said at noon; one step short of the pause. */
  readonly short: readonly Said[];
  /** Said `laterMs` after noon; trips it, again and again. */
  readonly trips: Said;
  readonly laterMs?: number;
  /** What the refusal of a resume must say; null where nothing of it lasts. */
  readonly lasting: RegExp | null;
  /** Ends the cause in the same process. */
  readonly ends: readonly Said[];
  /** The cause is persistent or must be disproved by this process, so that a restart alone ends nothing. */
  readonly lastsAcrossRestart?: RegExp;
}

const all: PauseScope = { kind: "all" };
const sol: PauseScope = { kind: "asset", asset: "SOL-USD" };
const gemini: PauseScope = { kind: "venue", venue: "gemini" };
const spread = (spreadPct: bigint): Said => ({ kind: "spread", asset: "SOL-USD", spreadPct });
const failed: Said = { kind: "order-ended", asset: "SOL-USD", error: "HTTP 400 InvalidQuantity" };
const unknown: Said = { kind: "leg-unknown", tradeId: "T-x", asset: "SOL-USD", attemptId: "A-x" };
const drifts = (...found: string[]): Said => ({ kind: "balances", venue: "gemini", drifts: found });
const skew = (skewMs: number): Said => ({ kind: "clock-skew", venue: "gemini", skewMs });

const CASES: readonly Case[] = [
  { reason: "manual", scope: all, short: [], trips: pauseAll, lasting: null, ends: [] },
  {
    reason: "data staleness",
    scope: gemini,
    short: [silent("gemini", 10_000)],
    trips: silent("gemini", 10_001),
    lasting: /data staleness: gemini has been silent for 10\.001 s/,
    ends: [silent("gemini", 3)],
    lastsAcrossRestart: /gemini has shown no sign of life since this start/,
  },
  {
    reason: "daily loss limit",
    scope: all,
    short: [closed(-500n * USD + 1n)],
    trips: closed(-1n),
    lasting: /daily loss limit: PnL of 2026-11-25 \(UTC\) is -500 USD; the loss limit is 500 USD/,
    // A profit does not end it: only midnight does, or who raises the limit knowingly.
    ends: [
      closed(1n * USD),
      closed(-1n * USD),
      { kind: "limits", limits: { ...aRisk().limits, dailyLossLimitUsd: 1_000n * USD }, by: "ada" },
    ],
    lastsAcrossRestart: /the loss limit is 500 USD/,
  },
  {
    reason: "wide spread",
    scope: sol,
    short: [spread(5n * PCT)],
    trips: spread(5n * PCT + 1n),
    lasting: /wide spread: SOL-USD shows a spread of 5\.000001 %/,
    ends: [spread(5n * PCT)],
  },
  {
    reason: "consecutive losses",
    scope: all,
    short: [closed(-1n), closed(-1n), closed(-1n), closed(-1n)],
    trips: closed(-1n),
    lasting: null,
    ends: [],
  },
  {
    reason: "order errors",
    scope: all,
    short: Array.from({ length: 9 }, () => failed),
    trips: failed,
    lasting: null,
    ends: [],
  },
  {
    reason: "unknown leg",
    scope: sol,
    short: [unknown],
    trips: bothLive,
    laterMs: 30_001,
    lasting: /unknown leg: Leg A-x of trade T-x \(SOL-USD\) has been unknown for 30\.001 s/,
    ends: [{ kind: "leg-known", attemptId: "A-x" }],
  },
  {
    reason: "stranded leg",
    scope: sol,
    short: [],
    trips: { kind: "stranded", tradeId: "T-s", asset: "SOL-USD", detail: "0.4 SOL too much" },
    lasting: /stranded leg: Trade T-s \(SOL-USD\) is stranded: 0\.4 SOL too much/,
    ends: [{ kind: "resolved", tradeId: "T-s" }],
    lastsAcrossRestart: /T-s/,
  },
  {
    reason: "ledger drift",
    scope: gemini,
    short: [drifts("SOL 1 against 2"), drifts(), drifts("SOL 1 against 2")],
    trips: drifts("SOL 1 against 2"),
    lasting: /ledger drift: gemini and the ledger differ: SOL 1 against 2/,
    ends: [drifts()],
  },
  {
    reason: "clock skew",
    scope: gemini,
    short: [skew(5_000), skew(-5_000)],
    trips: skew(-5_001),
    lasting: /clock skew: The clocks of gemini and this machine differ by 5\.001 s/,
    ends: [skew(20)],
  },
  {
    reason: "storage",
    scope: all,
    short: [{ kind: "storage", works: true }],
    trips: { kind: "storage", works: false },
    lasting: /storage: Trades and the ledger cannot be written down/,
    ends: [{ kind: "storage", works: true }],
  },
];

it("has a case for each reason", () => {
  expect(CASES.map(({ reason }) => reason)).toEqual([...PAUSE_REASONS]);
});

describe.each(CASES)(
  "$reason",
  ({ reason, scope, short, trips, laterMs = 0, lasting, ends, lastsAcrossRestart }) => {
    const later = NOON + laterMs;
    const before = () => say(aRisk(), NOON, ...short);
    const tripped = () => say(before().state, later, trips).state;

    it("does not trip one step short of its limit", () => {
      expect(kinds(before().effects)).not.toContain("paused");
    });

    it("trips its scope, and says first that the state changed", () => {
      const { effects } = say(before().state, later, trips);
      expect(effects).toEqual([
        { kind: "changed" },
        { kind: "paused", pause: expect.objectContaining({ reason, scope, sinceMs: later }) },
      ]);
    });

    it("keeps its first pause while the cause recurs", () => {
      const again = say(tripped(), later, trips, bothLive).state;
      expect(viewRisk(again, later).pauses).toEqual(viewRisk(tripped(), later).pauses);
    });

    it("survives a restart", () => {
      const restarted = aStart({}, serializeRisk(tripped()), later + 1_000);
      expect(viewRisk(restarted, later + 1_000).pauses).toEqual(viewRisk(tripped(), later).pauses);
    });

    it(
      lasting === null ? "resumes at once" : "refuses to resume while its cause lasts, and clears nothing",
      () => {
        const { state, effects } = say(tripped(), later, resume);
        if (lasting === null) {
          expect(kinds(effects)).toEqual(["changed", "resumed"]);
          expect(reasons(state)).toEqual([]);
          return;
        }
        expect(effects).toEqual([{ kind: "resume-refused", causes: [expect.stringMatching(lasting)] }]);
        expect(state).toEqual(tripped());
      },
    );

    it("resumes after its cause has ended, and not before an operator does", () => {
      const ended = say(tripped(), later, ...ends).state;
      expect(reasons(ended)).toEqual([reason]);
      const { state, effects } = say(ended, later, resume);
      expect(effects.at(-1)).toMatchObject({ kind: "resumed", by: "ada", pauses: [{ reason, scope }] });
      expect(viewRisk(state, later)).toMatchObject({ isPaused: false, pauseReason: null });
    });

    it("trips again when the cause comes back after a resume", () => {
      const { state } = say(tripped(), later, ...ends, resume);
      const { effects } = run(state, [
        ...short.map((said) => at(later, renewed(said))),
        at(later + laterMs, renewed(trips)),
      ]);
      const paused = effects.filter((effect) => effect.kind === "paused");
      expect(paused).toMatchObject([{ pause: { reason, scope } }]);
    });

    it(lastsAcrossRestart === undefined ? "resumes after a restart" : "still refuses after a restart", () => {
      const restarted = aStart({}, serializeRisk(tripped()), later + 1_000);
      const { effects } = say(restarted, later + 1_000, resume);
      if (lastsAcrossRestart === undefined) expect(kinds(effects)).toEqual(["changed", "resumed"]);
      else
        expect(effects).toEqual([
          { kind: "resume-refused", causes: [expect.stringMatching(lastsAcrossRestart)] },
        ]);
    });
  },
);

/** The same trade never counts twice, so what is said again needs another one. */
function renewed(said: Said): Said {
  return said.kind === "trade-closed" ? closed(said.pnlUsd) : said;
}

describe("what several reasons share", () => {
  it("clears all pauses or none", () => {
    const both = say(aRisk(), NOON, pauseAll, { kind: "storage", works: false }).state;
    const refused = say(both, NOON, resume).state;
    expect(reasons(refused)).toEqual(["manual", "storage"]);
    const resumed = say(refused, NOON, { kind: "storage", works: true }, resume);
    expect(resumed.effects.at(-1)).toMatchObject({ pauses: [{ reason: "manual" }, { reason: "storage" }] });
    expect(reasons(resumed.state)).toEqual([]);
  });

  it("answers a resume without a pause with an empty list and changes nothing", () => {
    const risk = aRisk();
    expect(stepRisk(risk, at(NOON, resume))).toEqual({
      state: risk,
      effects: [{ kind: "resumed", by: "ada", pauses: [] }],
    });
  });

  it("answers a second manual pause with the first one", () => {
    const first = say(aRisk(), NOON, pauseAll);
    const second = stepRisk(first.state, at(NOON + 5, { ...pauseAll, by: "bob", detail: "tea" }));
    expect(second.state).toBe(first.state);
    expect(second.effects).toEqual([
      { kind: "paused", pause: expect.objectContaining({ sinceMs: NOON, by: "ada", detail: "lunch" }) },
    ]);
  });

  it("holds manual pauses of several scopes side by side", () => {
    const scopes: PauseScope[] = [all, gemini, sol, { kind: "pool", pool: "Pool1111" }];
    const { state } = say(aRisk(), NOON, ...scopes.map((scope): Said => ({ ...pauseAll, scope })));
    expect(viewRisk(state, NOON).pauses.map(({ scope }) => scope)).toEqual(scopes);
  });

  it("pauses at once where a changed limit is already passed", () => {
    const lossy = say(aRisk(), NOON, closed(-100n * USD)).state;
    const limits = { ...lossy.limits, dailyLossLimitUsd: 100n * USD };
    const lowered = say(lossy, NOON, { kind: "limits", limits, by: "ada" });
    expect(reasons(lowered.state)).toEqual(["daily loss limit"]);
    const raised = say(lowered.state, NOON, { kind: "limits", limits: lossy.limits, by: "ada" }, resume);
    expect(kinds(raised.effects)).toEqual(["changed", "resumed"]);
  });
});

describe("data staleness", () => {
  it("does not take waiting for the first data for staleness", () => {
    const { effects } = run(aStart(), [
      at(NOON, silent("gemini", null)),
      at(NOON + 3_600_000, silent("gemini", null)),
    ]);
    expect(effects).toEqual([]);
  });

  it("is as old as the clock says between two ticks, and no younger where the clock jumps back", () => {
    const state = say(aRisk(), NOON, silent("gemini", 5_000), pauseAll).state;
    const current = (nowMs: number) =>
      viewRisk(state, nowMs).switches.find(({ reason }) => reason === "data staleness")?.current;
    expect(current(NOON + 6_000)).toMatch(/^gemini 11 s/);
    expect(current(NOON - 60_000)).toMatch(/^gemini 5 s/);
    expect(kinds(say(state, NOON + 6_000, resume).effects)).toEqual(["resume-refused"]);
  });

  it("resumes a staleness of an earlier process once the venue lives in this one", () => {
    const stale = say(aRisk(), NOON, silent("solana", 11_000)).state;
    const restarted = say(aStart({}, serializeRisk(stale)), NOON, silent("solana", null), resume);
    expect(kinds(restarted.effects)).toEqual(["resume-refused"]);
    expect(kinds(say(restarted.state, NOON, bothLive, resume).effects)).toEqual(["changed", "resumed"]);
  });
});

describe("consecutive losses", () => {
  it("starts again after a gain, but not after a trade in which nothing was traded", () => {
    const losses = (n: number) => Array.from({ length: n }, () => closed(-1n));
    expect(reasons(say(aRisk(), NOON, ...losses(4), closed(1n), ...losses(4)).state)).toEqual([]);
    const feeOnly = closed(-1n, { traded: false });
    expect(reasons(say(aRisk(), NOON, ...losses(4), feeOnly).state)).toEqual([]);
    expect(reasons(say(aRisk(), NOON, ...losses(4), feeOnly, closed(-1n)).state)).toEqual([
      "consecutive losses",
    ]);
  });

  it("does not count injected trades", () => {
    const injected = Array.from({ length: 9 }, () => closed(-1n, { counts: false }));
    expect(say(aRisk(), NOON, ...injected).effects).toEqual([]);
  });

  it("counts from zero after a resume", () => {
    const { state } = say(aRisk(), NOON, closed(-1n), closed(-1n), pauseAll, resume);
    expect(viewRisk(state, NOON).consecutiveLosses).toBe(0);
  });
});

describe("order errors", () => {
  it("forgets those before the window", () => {
    // Nine of these lie within any five minutes, one fewer than pause.
    const spaced = Array.from({ length: 30 }, (_, i) => at(NOON + i * 33_334, failed));
    const { state, effects } = run(aRisk(), spaced);
    expect(kinds(effects)).not.toContain("paused");
    expect(viewRisk(state, NOON + 29 * 33_334).orderErrors).toBe(9);
    expect(viewRisk(state, NOON + 40 * 33_334).orderErrors).toBe(0);
  });

  it("counts from zero after a resume", () => {
    const { state } = say(aRisk(), NOON, failed, failed, pauseAll, resume);
    expect(viewRisk(state, NOON).orderErrors).toBe(0);
  });

  it("counts one within the window and none at its end", () => {
    const { state } = say(aRisk(), NOON, failed);
    expect(viewRisk(state, NOON + 299_999).orderErrors).toBe(1);
    expect(viewRisk(state, NOON + 300_000).orderErrors).toBe(0);
  });

  it("counts only orders that failed", () => {
    const fine = Array.from({ length: 30 }, (): Said => ({ ...failed, error: null }));
    expect(say(aRisk(), NOON, ...fine).effects).toEqual([]);
  });
});

describe("ledger drift", () => {
  it("lasts where only the last check differs again", () => {
    const { effects } = say(aRisk(), NOON, drifts("x"), drifts("x"), drifts(), drifts("x"), resume);
    expect(kinds(effects)).toEqual(["changed", "paused", "resume-refused"]);
  });

  it("refuses to resume anything over a check that just found a difference, before it has a pause of its own", () => {
    const { state, effects } = say(aRisk(), NOON, pauseAll, drifts("x"), resume);
    expect(effects.at(-1)).toMatchObject({ kind: "resume-refused" });
    expect(say(state, NOON, drifts(), resume).effects.at(-1)).toMatchObject({ kind: "resumed" });
  });
});

describe("unknown leg", () => {
  it("is borne for exactly its limit", () => {
    const { state } = say(aRisk(), NOON, unknown);
    expect(say(state, NOON + 30_000, bothLive).effects).toEqual([]);
  });

  it("counts from when the leg was first unknown", () => {
    const { state } = run(aRisk(), [at(NOON, unknown), at(NOON + 20_000, unknown)]);
    expect(reasons(say(state, NOON + 30_001, bothLive).state)).toEqual(["unknown leg"]);
  });

  it("trips nothing for a leg that became known in time", () => {
    const { state } = say(aRisk(), NOON, unknown, { kind: "leg-known", attemptId: "A-x" });
    expect(say(state, NOON + 60_000, bothLive).effects).toEqual([]);
  });

  it("lasts while any leg of the asset is unknown that long", () => {
    const two = say(aRisk(), NOON, unknown, { ...unknown, attemptId: "A-y" }).state;
    const { state, effects } = say(
      two,
      NOON + 30_001,
      bothLive,
      { kind: "leg-known", attemptId: "A-x" },
      resume,
    );
    expect(kinds(effects)).toEqual(["changed", "paused", "resume-refused"]);
    expect(viewRisk(state, NOON + 30_001).lastingCauses).toEqual([expect.stringContaining("A-y")]);
  });
});

describe("spreads", () => {
  it("cost no new state while they are narrow", () => {
    const risk = aRisk();
    expect(stepRisk(risk, at(NOON, spread(4n * PCT))).state).toBe(risk);
  });

  it("are within a limit that was raised above them", () => {
    const wide = say(aRisk(), NOON, spread(6n * PCT)).state;
    const limits = { ...wide.limits, wideSpreadPct: 6n * PCT };
    const { effects } = say(wide, NOON, { kind: "limits", limits, by: "ada" }, resume);
    expect(kinds(effects)).toEqual(["changed", "resumed"]);
  });

  it("pause each asset by itself", () => {
    const { state } = say(aRisk(), NOON, spread(6n * PCT), {
      kind: "spread",
      asset: "ETH-USD",
      spreadPct: 7n * PCT,
    });
    expect(viewRisk(state, NOON).pauses.map(({ scope }) => scope)).toEqual([
      sol,
      { kind: "asset", asset: "ETH-USD" },
    ]);
  });
});
