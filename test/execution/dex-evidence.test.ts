import { describe, expect, it } from "vitest";
import { residualOf } from "#execution";
import { aPlan, aSigned, LOT, type Said, TradeRun } from "./builders.ts";

const id = "T-1-1";
const acked: Said = { kind: "dex-acked", attemptId: id, provider: "first" };
const unknown: Said = { kind: "dex-unknown", attemptId: id, reason: "nobody answered" };
const vanished: Said = { kind: "dex-vanished", attemptId: id, reason: "abandoned fork" };
const expired: Said = { kind: "dex-expired", attemptId: id, finalizedHeight: 151, detail: "on two answers" };
const notSent: Said = { kind: "dex-not-sent", attemptId: id, reason: "no such account" };

/** A first leg that buys on the pool and was sent. */
function aSentSwap(): TradeRun {
  const run = new TradeRun(aPlan());
  run.send();
  return run;
}

const reference = aSentSwap();
const confirmed = reference.landed(2_000, "confirmed");
const finalized = reference.landed(2_000, "finalized");
const failed = reference.failed("confirmed");
const failedForGood = reference.failed("finalized");

function after(...said: readonly Said[]): TradeRun {
  const run = aSentSwap();
  for (const each of said) run.take(each);
  return run;
}

describe("a swap on chain", () => {
  it.each<[string, Said[], string, number, boolean]>([
    ["was accepted by a provider", [acked], "acked", 0, false],
    ["was answered by nobody", [unknown], "unknown", 0, false],
    ["is confirmed", [acked, confirmed], "filled", 2_000, false],
    ["is final", [confirmed, finalized], "filled", 2_000, true],
    ["is final at first sight", [finalized], "filled", 2_000, true],
    ["failed in a block", [failed], "rejected", 0, false],
    ["failed for good", [failed, failedForGood], "rejected", 0, true],
    ["vanished from a fork", [confirmed, vanished], "unknown", 0, false],
    ["failed and vanished", [failed, vanished], "unknown", 0, false],
    ["vanished and landed again", [confirmed, vanished, confirmed], "filled", 2_000, false],
    ["vanished and failed then", [confirmed, vanished, failedForGood], "rejected", 0, true],
    ["failed and then landed on the other fork", [failed, vanished, finalized], "filled", 2_000, true],
    ["expired", [unknown, expired], "expired", 0, true],
    ["vanished and expired", [confirmed, vanished, expired], "expired", 0, true],
    ["expired though it was seen and its end never told", [confirmed, expired], "expired", 0, true],
    ["never left", [notSent], "rejected", 0, true],
  ])("%s", (_, said, phase, lots, isSettled) => {
    const run = after(...said);
    expect(run.newest.phase).toBe(phase);
    expect(residualOf(run.state)).toBe(BigInt(lots) * LOT);
    expect(run.newest.settlement !== null).toBe(isSettled);
  });

  it.each<[string, Said[]]>([
    ["final", [finalized]],
    ["failed for good", [failedForGood]],
    ["expired", [expired]],
    ["not sent", [notSent]],
  ])("once %s never changes again", (_, end) => {
    for (const later of [
      acked,
      unknown,
      vanished,
      expired,
      notSent,
      confirmed,
      failed,
      finalized,
      failedForGood,
    ]) {
      const run = after(...end);
      const before = run.state;
      run.take(later);
      expect(run.state).toBe(before);
    }
  });

  it("is not reopened by late doubts while it is confirmed", () => {
    for (const doubt of [acked, unknown, notSent]) {
      const run = after(confirmed);
      const before = run.state;
      run.take(doubt);
      expect(run.state).toBe(before);
    }
  });

  it("counts the wallet's own balance change, not what was asked for", () => {
    const [landed] = [reference.landed(1_999, "confirmed")];
    expect(residualOf(after(landed).state)).toBe(1_999n * LOT);
  });

  it("keeps a failure's network fee for the ledger", () => {
    const run = aSentSwap();
    run.take(failed);
    expect(run.take(failedForGood)).toContainEqual({ kind: "book", attemptId: id });
    expect(run.newest.settlement).toEqual({
      ...{ kind: "dex", baseDelta: 0n, quoteDelta: 0n },
      feeLamports: 5_000n,
    });
    expect(run.state.phase).toEqual({ kind: "closed", status: "failed", reason: "AmountOutBelowMinimum" });
  });

  it("changes nothing when the same news comes again", () => {
    for (const said of [acked, unknown, confirmed, failed]) {
      const run = after(said);
      const before = run.state;
      run.take(said);
      expect(run.state).toBe(before);
    }
  });

  it("is signed once: a second signature is never taken", () => {
    const run = new TradeRun(aPlan());
    run.take({ kind: "prepared", attemptId: id, signed: aSigned(1) });
    const before = run.state;
    run.take({ kind: "prepared", attemptId: id, signed: aSigned(2) });
    expect(run.state).toBe(before);
    expect(run.take({ kind: "durable", attemptId: id })).toMatchObject([
      { kind: "send-dex", intent: { signed: { signature: "sig-1" } } },
    ]);
  });
});
