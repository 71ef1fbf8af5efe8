import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attempt,
  awaitsPrice,
  isTerminal,
  replayTrade,
  residualOf,
  type TradeEffect,
  type TradeState,
} from "#execution";
import { amountOfUnits } from "#model";
import {
  aFill,
  aPlan,
  aSigned,
  cexOption,
  DIRECTIONS,
  dexOption,
  LOT,
  LOT_UNITS,
  POLICIES,
  type Said,
  TradeRun,
} from "./builders.ts";
import { type Tape, tapes } from "./tape.ts";

/** Anything that any client might ever say, true or not, of an attempt that there is or is not. */
function anything(run: TradeRun, tape: Tape): Said {
  const attemptId = `T-1-${1 + tape.pick(run.state.attempts.length + 1)}`;
  const lots = tape.pick(2_001);
  const baseDelta = BigInt(lots) * LOT_UNITS * (tape.pick(2) === 0 ? 1n : -1n);
  const about = { kind: "dex-landed", attemptId, slot: 9, feeLamports: 5_000n } as const;
  const outcome = { ok: true, baseDelta, quoteDelta: -baseDelta / 7n } as const;
  const error = { ok: false, error: "AmountOutBelowMinimum" } as const;
  const said: readonly Said[] = [
    { kind: "cex-acked", attemptId, orderId: null },
    { kind: "cex-unknown", attemptId, reason: "?" },
    { kind: "cex-partial", attemptId, orderId: "7", filledLots: lots },
    { kind: "cex-ended", attemptId, orderId: null, filledLots: lots, reason: "?" },
    { kind: "cex-settled", attemptId, orderId: "7", fills: lots === 0 ? [] : [aFill(lots)] },
    { kind: "cex-absent", attemptId, detail: "?" },
    { kind: "cex-not-sent", attemptId, reason: "?" },
    { kind: "dex-acked", attemptId, provider: "?" },
    { kind: "dex-unknown", attemptId, reason: "?" },
    { ...about, commitment: "confirmed", outcome },
    { ...about, commitment: "finalized", outcome },
    { ...about, commitment: "confirmed", outcome: error },
    { ...about, commitment: "finalized", outcome: error },
    { kind: "dex-vanished", attemptId, reason: "?" },
    { kind: "dex-expired", attemptId, finalizedHeight: 1, detail: "?" },
    { kind: "dex-not-sent", attemptId, reason: "?" },
    { kind: "blocked", attemptId, reason: "?" },
    { kind: "prepare-refused", attemptId, reason: "?" },
    { kind: "resumed" },
    { kind: "operator", action: tape.pick(2) === 0 ? "accept" : "retry", by: "ada", reason: "" },
    { kind: "priced", cex: cexOption({ lots: 1 + lots }), dex: null },
    { kind: "priced", cex: null, dex: dexOption() },
  ];
  return said[tape.pick(said.length)] ?? { kind: "resumed" };
}

/** What an honest owner does: signs when asked, and reports durable what was asked to persist. */
function serve(run: TradeRun, effects: readonly TradeEffect[], tape: Tape): void {
  for (const effect of effects) {
    if (effect.kind === "prepare")
      serve(run, run.take({ kind: "prepared", attemptId: effect.attemptId, signed: aSigned() }), tape);
    if (effect.kind === "persist" && tape.pick(3) > 0)
      serve(run, run.take({ kind: "durable", attemptId: effect.attemptId }), tape);
  }
}

function checkAttempt(attempt: Attempt, before: Attempt | undefined): void {
  const { settlement, filled } = attempt;
  if (before?.settlement != null) expect(attempt).toBe(before);
  if (settlement === null) return;
  expect(isTerminal(attempt)).toBe(true);
  const lots = settlement.kind === "cex" ? settlement.fills.reduce((sum, fill) => sum + fill.lots, 0) : 0;
  const delta = settlement.kind === "dex" ? settlement.baseDelta : 0n;
  const booked = BigInt(lots) * LOT + amountOfUnits(delta < 0n ? -delta : delta, 9);
  expect(filled.base).toBe(booked);
}

function checkStep(before: TradeState, after: TradeState): void {
  for (const [i, attempt] of after.attempts.entries()) checkAttempt(attempt, before.attempts[i]);
  const net = after.attempts.reduce(
    (sum, { order, filled }) => sum + (order.side === "buy" ? filled.base : -filled.base),
    0n,
  );
  expect(residualOf(after)).toBe(net);
  expect(after.attempts.length - before.attempts.length).toBeLessThanOrEqual(1);
  if (after.attempts.length > before.attempts.length) {
    expect(awaitsPrice(before)).toBe(true);
    expect(before.attempts.every(isTerminal)).toBe(true);
  }
  if (before.phase.kind === "closed") expect(after).toBe(before);
  if (after.phase.kind !== "closed") return;
  expect(after.attempts.every(({ settlement }) => settlement !== null)).toBe(true);
}

describe("venues that contradict themselves", () => {
  it("never make the ledger and the residual part, a settled amount move, or an order go out twice", () => {
    let closed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...POLICIES),
        fc.constantFrom(...DIRECTIONS),
        tapes,
        (policy, direction, tape) => {
          const run = new TradeRun(aPlan({ policy, direction }));
          serve(run, run.effects.slice(), tape);
          while (!tape.isOver) {
            const before = run.state;
            const effects = run.take(anything(run, tape));
            checkStep(before, run.state);
            serve(run, effects, tape);
          }
          const sent = run.effects.flatMap((one) =>
            one.kind === "send-cex" || one.kind === "send-dex" ? [one.intent.attemptId] : [],
          );
          expect(new Set(sent).size).toBe(sent.length);
          const booked = run.effects.flatMap((one) => (one.kind === "book" ? [one.attemptId] : []));
          expect(new Set(booked).size).toBe(booked.length);
          expect(replayTrade({ tradeId: "T-1", records: run.records })).toEqual(run.state);
          if (run.phase === "closed") closed += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(closed).toBeGreaterThan(50);
  });
});
