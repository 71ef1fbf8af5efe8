import { describe, expect, it } from "vitest";
import { claimsOf, residualOf, STRAND_AFTER_MS } from "#execution";
import {
  anExposedTrade,
  aPlan,
  aSigned,
  cexOption,
  dexOption,
  EVERY_WAY,
  kindsOf,
  LOT,
  priceHedge,
  TradeRun,
  USD,
} from "./builders.ts";

describe.each(EVERY_WAY)("a $policy trade $direction", (way) => {
  const venue = way.policy === "dex-first" ? "solana" : "gemini";
  const other = venue === "solana" ? "gemini" : "solana";
  const onDex = way.direction === "dex_to_cex" ? "buy" : "sell";
  const onCex = onDex === "buy" ? "sell" : "buy";
  const first = venue === "solana" ? onDex : onCex;
  const second = venue === "solana" ? onCex : onDex;

  it("begins with its first leg alone, and sends it only when its intent is durable", () => {
    const run = new TradeRun(aPlan(way));
    expect(run.newest).toMatchObject({ venue, purpose: "entry", phase: "planned", order: { side: first } });
    expect(kindsOf(run.effects)).toEqual([venue === "solana" ? "prepare" : "persist"]);
    const sent = run.send();
    expect(kindsOf(sent)).toEqual([venue === "solana" ? "send-dex" : "send-cex"]);
    expect(run.newest.phase).toBe("sent");
    expect(run.take({ kind: "durable", attemptId: run.newest.id })).toEqual([]);
  });

  it("hedges what the first leg really did and closes when every amount is known for good", () => {
    const run = anExposedTrade(way, 1_500);
    expect(run.phase).toBe("leg1");
    expect(run.effects.at(-1)).toEqual({
      kind: "price",
      residual: (first === "buy" ? 1_500n : -1_500n) * LOT,
    });
    priceHedge(run, { lots: 1_500 });
    expect(run.newest).toMatchObject({ venue: other, purpose: "hedge", n: 2, order: { side: second } });
    expect(run.phase).toBe("leg2");
    run.send();
    run.fill(1_500);
    expect(run.phase).toBe("balanced");
    expect(run.state.flatAtMs).toBe(run.nowMs);
    run.settle(1_500);
    expect(run.phase).toBe("balanced");
    const last = run.settleAttempt(run.attempt(1), 1_500);
    expect(kindsOf(last)).toEqual(["book", "closed"]);
    expect(run.state.phase).toEqual({ kind: "closed", status: "completed", reason: "both legs filled" });
    expect(claimsOf(run.state)).toEqual([]);
  });

  it("takes the first leg back where that leaves more money", () => {
    const run = anExposedTrade(way);
    const sign = first === "buy" ? 1n : -1n;
    const better = sign * 299n * USD;
    const worse = better - USD;
    run.take({
      kind: "priced",
      cex: cexOption({ netUsd: venue === "gemini" ? better : worse }),
      dex: dexOption({ netUsd: venue === "solana" ? better : worse }),
    });
    expect(run.newest).toMatchObject({ venue, purpose: "reverse", order: { side: second } });
    run.send();
    run.fill(2_000);
    run.settle(2_000);
    run.settleAttempt(run.attempt(1), 2_000);
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "unwound" });
    expect(residualOf(run.state)).toBe(0n);
  });

  it("fails without a loss where the first leg never took effect", () => {
    const run = new TradeRun(aPlan(way));
    run.send();
    const { id: attemptId } = run.newest;
    if (venue === "gemini")
      run.take({ kind: "cex-ended", attemptId, orderId: "7", filledLots: 0, reason: "InsufficientFunds" });
    else run.take({ kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" });
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "failed" });
    expect(run.state.exposedAtMs).toBeNull();
  });

  it("is not sent where risk blocks the first send of a durable intent", () => {
    const run = new TradeRun(aPlan(way));
    if (venue === "solana") run.take({ kind: "prepared", attemptId: run.newest.id, signed: aSigned() });
    const caused = run.take({ kind: "blocked", attemptId: run.newest.id, reason: "manual (all)" });
    expect(kindsOf(caused)).toEqual(["closed"]);
    expect(run.state.phase).toEqual({ kind: "closed", status: "failed", reason: "manual (all)" });
    expect(run.take({ kind: "durable", attemptId: run.newest.id })).toEqual([]);
    expect(kindsOf(run.effects)).not.toContain(venue === "solana" ? "send-dex" : "send-cex");
  });

  it("holds what is below the smallest order and says so in its residual", () => {
    const run = anExposedTrade(way);
    priceHedge(run);
    run.send();
    run.fill(1_991);
    run.settle(1_991);
    run.settleAttempt(run.attempt(1), 2_000);
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "completed" });
    expect(residualOf(run.state)).toBe((first === "buy" ? 9n : -9n) * LOT);
  });

  it("closes again what the hedge left", () => {
    const run = anExposedTrade(way);
    priceHedge(run);
    run.send();
    const asked = run.fill(1_990);
    expect(run.phase).toBe("exposed");
    expect(asked).toEqual([{ kind: "price", residual: (first === "buy" ? 10n : -10n) * LOT }]);
    expect(run.state.flatAtMs).toBeNull();
    priceHedge(run, { lots: 10 });
    expect(run.newest).toMatchObject({ n: 3, purpose: "complete", venue: other });
    expect(run.phase).toBe("compensating");
  });

  it("plans nothing more while an attempt has no end", () => {
    const run = anExposedTrade(way);
    priceHedge(run);
    for (const step of ["planned", "sent"]) {
      expect(priceHedge(run)).toEqual([]);
      expect(run.state.attempts).toHaveLength(2);
      if (step === "planned") run.send();
    }
  });

  it("waits where neither venue can be priced", () => {
    const run = anExposedTrade(way);
    const before = run.state;
    expect(run.take({ kind: "priced", cex: null, dex: null }, 10 * STRAND_AFTER_MS)).toEqual([]);
    expect(run.state).toBe(before);
  });
});

describe("a first leg that vanishes while it is hedged", () => {
  function hedgedAndGone(): TradeRun {
    const run = anExposedTrade();
    priceHedge(run);
    run.send();
    run.take({ kind: "dex-vanished", attemptId: "T-1-1", reason: "fork" });
    return run;
  }

  it("plans nothing until it is known again, though the hedge has filled", () => {
    const run = hedgedAndGone();
    run.fill(2_000);
    expect(run.phase).toBe("open");
    expect(priceHedge(run)).toEqual([]);
    expect(residualOf(run.state)).toBe(-2_000n * LOT);
  });

  it("is balanced again when it lands again", () => {
    const run = hedgedAndGone();
    run.fill(2_000);
    run.take(run.landed(2_000, "finalized", run.attempt(1)));
    expect(run.phase).toBe("balanced");
  });

  it("leaves the hedge to be closed when it expires", () => {
    const run = hedgedAndGone();
    run.fill(2_000);
    run.settle(2_000);
    const asked = run.take({ kind: "dex-expired", attemptId: "T-1-1", finalizedHeight: 151, detail: "" });
    expect(asked).toEqual([{ kind: "price", residual: -2_000n * LOT }]);
    const netUsd = -301n * USD;
    run.take({ kind: "priced", cex: cexOption({ netUsd }), dex: dexOption({ netUsd: netUsd - 1n }) });
    expect(run.newest).toMatchObject({ venue: "gemini", purpose: "complete", order: { side: "buy" } });
  });
});

describe("a swap that cannot be prepared", () => {
  it("ends a trade that has nothing yet", () => {
    const run = new TradeRun(aPlan());
    const caused = run.take({ kind: "prepare-refused", attemptId: "T-1-1", reason: "no blockhash" });
    expect(kindsOf(caused)).toEqual(["closed"]);
    expect(run.state.phase).toEqual({ kind: "closed", status: "failed", reason: "no blockhash" });
  });

  it("leaves the residual of one that closes to the next tick", () => {
    const run = anExposedTrade({ policy: "cex-first" });
    priceHedge(run);
    expect(run.take({ kind: "prepare-refused", attemptId: run.newest.id, reason: "no blockhash" })).toEqual(
      [],
    );
    expect(run.phase).toBe("exposed");
    expect(kindsOf(priceHedge(run))).toEqual(["prepare"]);
  });

  it("is not un-sent by a late refusal", () => {
    const run = new TradeRun(aPlan());
    run.send();
    const before = run.state;
    run.take({ kind: "prepare-refused", attemptId: "T-1-1", reason: "late" });
    run.take({ kind: "blocked", attemptId: "T-1-1", reason: "late" });
    expect(run.state).toBe(before);
  });
});
