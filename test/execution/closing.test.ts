import { describe, expect, it } from "vitest";
import { MAX_CLOSING_ATTEMPTS, residualOf, STRAND_AFTER_MS } from "#execution";
import { anExposedTrade, cexOption, dexOption, kindsOf, LOT, type TradeRun, USD } from "./builders.ts";

describe("the loss bound of a close", () => {
  const boundary = -30n * USD;
  /** Bought for 299 dollars: what a sale must bring for exactly that result. */
  const sale = (result: bigint) => cexOption({ netUsd: 299n * USD + result });

  it("takes a close at the bound itself", () => {
    const run = anExposedTrade();
    run.take({ kind: "priced", cex: sale(boundary), dex: null });
    expect(run.newest.purpose).toBe("hedge");
  });

  it("watches a close beyond it, strands after ten seconds, and not a moment before", () => {
    const run = anExposedTrade();
    const beyond = { kind: "priced", cex: sale(boundary - 1n), dex: null } as const;
    run.take(beyond);
    expect(run.phase).toBe("leg1");
    run.take(beyond, STRAND_AFTER_MS - 1);
    expect(run.phase).toBe("leg1");
    run.take(beyond, 1);
    expect(run.state.phase).toEqual({
      kind: "stranded",
      reason: "every way to close it exceeds the loss bound",
    });
  });

  it("begins to watch anew when a close was within it in between", () => {
    const run = anExposedTrade();
    const beyond = { kind: "priced", cex: sale(boundary - 1n), dex: null } as const;
    run.take(beyond);
    run.take({ kind: "priced", cex: sale(boundary), dex: null }, STRAND_AFTER_MS - 1);
    run.take({ kind: "cex-not-sent", attemptId: run.newest.id, reason: "no socket" });
    expect(run.phase).toBe("exposed");
    run.take(beyond, STRAND_AFTER_MS);
    expect(run.phase).toBe("exposed");
  });

  it("strands after eight closing orders that left a residual", () => {
    const run = anExposedTrade();
    for (let i = 1; i <= MAX_CLOSING_ATTEMPTS; i += 1) {
      run.take({ kind: "priced", cex: sale(0n), dex: null });
      run.send();
      run.fill(0);
    }
    expect(run.state.attempts).toHaveLength(1 + MAX_CLOSING_ATTEMPTS);
    run.take({ kind: "priced", cex: sale(0n), dex: null });
    expect(run.phase).toBe("stranded");
  });

  it("does not count closes that never left, and asks for their price only at the next tick", () => {
    const run = anExposedTrade();
    for (let i = 1; i <= 2 * MAX_CLOSING_ATTEMPTS; i += 1) {
      run.take({ kind: "priced", cex: sale(0n), dex: null });
      run.send();
      const { id: attemptId } = run.newest;
      expect(run.take({ kind: "cex-not-sent", attemptId, reason: "no socket" })).toEqual([]);
      expect(run.phase).toBe("exposed");
    }
  });
});

describe("an operator", () => {
  function aStrandedTrade(): TradeRun {
    const run = anExposedTrade();
    const beyond = { kind: "priced", cex: cexOption({ netUsd: USD }), dex: null } as const;
    run.take(beyond);
    run.take(beyond, STRAND_AFTER_MS);
    return run;
  }

  it("asks to go on: the bound is lifted and the residual is priced again", () => {
    const run = aStrandedTrade();
    const caused = run.take({ kind: "operator", action: "retry", by: "ada", reason: "" });
    expect(kindsOf(caused)).toEqual(["price"]);
    run.take({ kind: "priced", cex: cexOption({ netUsd: USD }), dex: null });
    run.send();
    run.fill(2_000);
    run.settle(2_000);
    run.settleAttempt(run.attempt(1), 2_000);
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "completed" });
  });

  it("gives the closing orders a fresh count", () => {
    const run = anExposedTrade();
    const fair = { kind: "priced", cex: cexOption(), dex: null } as const;
    for (let i = 1; i <= MAX_CLOSING_ATTEMPTS; i += 1) {
      run.take(fair);
      run.send();
      run.fill(0);
    }
    run.take(fair);
    run.take({ kind: "operator", action: "retry", by: "ada", reason: "" });
    run.take(fair);
    expect(run.state.attempts).toHaveLength(2 + MAX_CLOSING_ATTEMPTS);
  });

  it("accepts what is left: the trade closes as stranded once its amounts are known", () => {
    const run = aStrandedTrade();
    run.take({ kind: "operator", action: "accept", by: "ada", reason: "sold elsewhere" });
    expect(run.phase).toBe("flat");
    run.settle(2_000);
    expect(run.state.phase).toEqual({
      kind: "closed",
      status: "stranded",
      reason: "accepted by ada: sold elsewhere",
    });
    expect(residualOf(run.state)).toBe(2_000n * LOT);
  });

  it("is not heard by a trade that is not stranded", () => {
    const run = anExposedTrade();
    const before = run.state;
    for (const action of ["retry", "accept"] as const)
      run.take({ kind: "operator", action, by: "ada", reason: "" });
    expect(run.state).toBe(before);
  });

  it("is not needed where a stranded first leg turns out to have vanished", () => {
    const run = aStrandedTrade();
    run.take({ kind: "dex-vanished", attemptId: "T-1-1", reason: "fork" });
    expect(run.phase).toBe("stranded");
    run.take({ kind: "dex-expired", attemptId: "T-1-1", finalizedHeight: 151, detail: "twice" });
    expect(run.state.phase).toMatchObject({ kind: "closed", status: "failed" });
  });
});

describe("a venue that closing orders cannot even leave for", () => {
  const both = {
    kind: "priced",
    cex: cexOption({ netUsd: 301n * USD }),
    dex: dexOption({ netUsd: 300n * USD }),
  } as const;

  it("stands back after three of them, as long as there is another way", () => {
    const run = anExposedTrade();
    for (let i = 1; i <= 3; i += 1) {
      run.take(both);
      expect(run.newest.venue).toBe("gemini");
      run.send();
      run.take({ kind: "cex-not-sent", attemptId: run.newest.id, reason: "no socket" });
    }
    run.take(both);
    expect(run.newest.venue).toBe("solana");
  });

  it("is tried again where it is the only way", () => {
    const run = anExposedTrade();
    for (let i = 1; i <= 4; i += 1) {
      run.take({ ...both, dex: null });
      expect(run.newest.venue).toBe("gemini");
      run.send();
      run.take({ kind: "cex-not-sent", attemptId: run.newest.id, reason: "no socket" });
    }
  });
});
