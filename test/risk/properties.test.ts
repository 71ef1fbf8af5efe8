import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  approve,
  type Pause,
  type RiskEvent,
  type RiskState,
  readKept,
  serializeRisk,
  stepRisk,
  viewRisk,
} from "#risk";
import { aContext, aPlan, aStart, at, bothLive, NOON, PCT, type Said, USD } from "./builders.ts";

/** Small sets of names and figures near the limits, so that random sequences really trip, recur and resume. */
const venue = fc.constantFrom("gemini" as const, "solana" as const);
const asset = fc.constantFrom("SOL-USD", "ETH-USD");
const trade = fc.constantFrom("T1", "T2", "T3");
const scope = fc.oneof(
  fc.constant({ kind: "all" as const }),
  fc.record({ kind: fc.constant("venue" as const), venue }),
  fc.record({ kind: fc.constant("asset" as const), asset }),
  fc.record({ kind: fc.constant("pool" as const), pool: fc.constantFrom("Pool1111", "Pool2222") }),
);
const silentMs = fc.option(fc.constantFrom(0, 9_999, 10_000, 10_001), { nil: null });

const said: fc.Arbitrary<Said> = fc.oneof(
  fc.constant(bothLive),
  fc.record({
    kind: fc.constant("tick" as const),
    venues: fc.array(fc.record({ venue, silentMs }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("spread" as const),
    asset,
    spreadPct: fc.constantFrom(PCT, 5n * PCT, 6n * PCT),
  }),
  fc.record({ kind: fc.constant("order-ended" as const), asset, error: fc.constantFrom(null, "HTTP 500") }),
  fc.record({
    kind: fc.constant("trade-closed" as const),
    tradeId: fc.uuid(),
    pnlUsd: fc.bigInt(-200n * USD, 100n * USD),
    counts: fc.boolean(),
    traded: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("leg-unknown" as const), tradeId: trade, asset, attemptId: trade }),
  fc.record({ kind: fc.constant("leg-known" as const), attemptId: trade }),
  fc.record({ kind: fc.constant("stranded" as const), tradeId: trade, asset, detail: fc.string() }),
  fc.record({ kind: fc.constant("resolved" as const), tradeId: trade }),
  fc.record({
    kind: fc.constant("balances" as const),
    venue,
    drifts: fc.constantFrom([], ["SOL 1 against 2"]),
  }),
  fc.record({ kind: fc.constant("clock-skew" as const), venue, skewMs: fc.constantFrom(0, 5_000, -5_001) }),
  fc.record({ kind: fc.constant("storage" as const), works: fc.boolean() }),
  fc.record({ kind: fc.constant("pause" as const), by: fc.constant("ada"), detail: fc.string(), scope }),
  fc.record({ kind: fc.constant("observe-only" as const), on: fc.boolean(), by: fc.constant("ada") }),
  fc.constant<Said>({ kind: "resume", by: "ada" }),
);

/** An operator who has repaired everything but the day's loss, and resumes. */
const repaired: readonly Said[] = [
  bothLive,
  { kind: "storage", works: true },
  ...(["SOL-USD", "ETH-USD"] as const).map((asset): Said => ({ kind: "spread", asset, spreadPct: PCT })),
  ...["T1", "T2", "T3"].flatMap((id): Said[] => [
    { kind: "leg-known", attemptId: id },
    { kind: "resolved", tradeId: id },
  ]),
  ...(["gemini", "solana"] as const).flatMap((venue): Said[] => [
    { kind: "balances", venue, drifts: [] },
    { kind: "clock-skew", venue, skewMs: 0 },
  ]),
  { kind: "observe-only", on: false, by: "ada" },
  { kind: "resume", by: "ada" },
];

const turn: fc.Arbitrary<readonly Said[]> = fc.oneof(
  { arbitrary: said.map((each) => [each]), weight: 12 },
  { arbitrary: fc.constant(repaired), weight: 1 },
);

/** Mostly a few seconds apart, at times hours, at times a clock that jumps back. */
const gapMs = fc.oneof(
  { arbitrary: fc.nat(40_000), weight: 12 },
  { arbitrary: fc.integer({ min: 3_600_000, max: 50_000_000 }), weight: 1 },
  { arbitrary: fc.integer({ min: -50_000_000, max: -1 }), weight: 1 },
);

const events: fc.Arbitrary<readonly RiskEvent[]> = fc
  .array(fc.tuple(gapMs, turn), { maxLength: 60, size: "max" })
  .map((steps) => {
    let nowMs = NOON;
    return steps.flatMap(([gap, each]) => {
      nowMs += gap;
      return each.map((one) => at(nowMs, one));
    });
  });

/** Walks `sequence` and hands over each step. */
function walk(
  sequence: readonly RiskEvent[],
  look: (step: ReturnType<typeof stepRisk>, event: RiskEvent, before: RiskState) => void,
): void {
  let state = aStart();
  for (const event of sequence) {
    const step = stepRisk(state, event);
    look(step, event, state);
    state = step.state;
  }
}

const RUNS = { numRuns: 100 };

/** Said again without the code under test: every trade takes both venues. */
function stops({ scope }: Pause, plan: { asset: string; pool: string }): boolean {
  if (scope.kind === "asset") return scope.asset === plan.asset;
  return scope.kind === "pool" ? scope.pool === plan.pool : true;
}

describe("over any sequence of events, risk", () => {
  it("stops for a pause exactly the plans that a pause in force covers", () => {
    const plan = fc.record({
      asset,
      pool: fc.constantFrom("Pool1111", "Pool2222"),
      isInjected: fc.boolean(),
    });
    let approvals = 0;
    let stopped = 0;
    fc.assert(
      fc.property(events, plan, (sequence, of) => {
        walk(sequence, ({ state }, { nowMs }) => {
          const answer = approve(aPlan(of), state, aContext({ nowMs }));
          const covered = viewRisk(state, nowMs).pauses.some((pause) => stops(pause, of));
          expect("refused" in answer && answer.refused === "paused").toBe(covered);
          if (covered) stopped += 1;
          else if (!("refused" in answer)) approvals += 1;
        });
      }),
      RUNS,
    );
    expect(Math.min(approvals, stopped)).toBeGreaterThan(100);
  });

  it("never resumes while a cause lasts, clears all or nothing, and pauses only by adding", () => {
    const seen = { resumed: 0, refused: 0 };
    fc.assert(
      fc.property(events, (sequence) => {
        walk(sequence, ({ state, effects }, { kind, nowMs }, before) => {
          const pauses = before.kept.pauses;
          if (kind !== "resume") {
            expect(state.kept.pauses.slice(0, pauses.length)).toEqual(pauses);
            return;
          }
          const lasting = viewRisk(before, nowMs).lastingCauses;
          const isRefused = pauses.length > 0 && lasting.length > 0;
          expect(state.kept.pauses).toEqual(isRefused ? pauses : []);
          expect(effects.at(-1)).toEqual(
            isRefused ? { kind: "resume-refused", causes: lasting } : { kind: "resumed", by: "ada", pauses },
          );
          if (pauses.length > 0) seen[isRefused ? "refused" : "resumed"] += 1;
        });
      }),
      RUNS,
    );
    expect(Math.min(seen.resumed, seen.refused)).toBeGreaterThan(50);
  });

  it("holds each reason and scope at most once", () => {
    fc.assert(
      fc.property(events, (sequence) => {
        walk(sequence, ({ state }) => {
          const names = state.kept.pauses.map(({ reason, scope }) => JSON.stringify([reason, scope]));
          expect(new Set(names).size).toBe(names.length);
        });
      }),
      RUNS,
    );
  });

  it("keeps across a restart exactly what it had, and says `changed` exactly where that changed", () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let text = serializeRisk(aStart());
        walk(sequence, ({ state, effects }) => {
          const next = serializeRisk(state);
          expect(readKept(next)).toEqual(state.kept);
          if (next !== text) expect(effects[0]).toEqual({ kind: "changed" });
          else expect(effects.map(({ kind }) => kind)).not.toContain("changed");
          text = next;
        });
      }),
      RUNS,
    );
  });

  it("realises in a day the sum of its counted trades, the later day being the current one", () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let day = "2026-11-25";
        let sum = 0n;
        walk(sequence, ({ state }, event) => {
          const date = new Date(event.nowMs).toISOString().slice(0, 10);
          if (date > day) {
            day = date;
            sum = 0n;
          }
          if (event.kind === "trade-closed" && event.counts) sum += event.pnlUsd;
          expect(viewRisk(state, event.nowMs)).toMatchObject({ day, dailyPnlUsd: sum });
        });
      }),
      RUNS,
    );
  });
});
