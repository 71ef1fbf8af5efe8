import { describe, expect, it } from "vitest";
import type { TradeEvent } from "#execution";
import { isClean, judge } from "../../../src/system/chaos/judge/judge.ts";
import type { Truth } from "../../../src/system/chaos/judge/truth.ts";
import { complaintsOf, summaryOf } from "../../../src/system/chaos/summary.ts";
import { aSigned, T0 } from "../../execution/builders.ts";
import { aTrade } from "../../ledger/builders.ts";
import {
  balancesOf,
  honestEvents,
  honestKept,
  honestTruth,
  journalOf,
  ONE,
  transfersOfHonestRun,
} from "./honest-run.ts";

const order = honestTruth().gemini.orders[0]!;

function truthWith(change: (truth: Truth) => void): Truth {
  const truth = honestTruth();
  change(truth);
  return truth;
}

describe("the judge of a chaos run", () => {
  it("finds nothing in a run in which everything is as it should be", () => {
    const verdict = judge(honestKept(), honestTruth());
    expect(complaintsOf(verdict)).toEqual([]);
    expect(isClean(verdict)).toBe(true);
    expect(verdict).toMatchObject({ trades: 1, exposureMs: [4] });
  });

  it("finds an order that was planned while the swap before it had vanished and had no end", () => {
    const [plan, prepared, durable, landed, ...rest] = honestEvents();
    const vanished = { kind: "dex-vanished", attemptId: "T-1-1", atMs: T0 + 2, reason: "fork" } as const;
    const events = [plan!, prepared!, durable!, landed!, vanished, ...rest];
    const { duplicateSends } = judge(honestKept({ journal: journalOf(events) }), honestTruth());
    expect(duplicateSends).toEqual(["T-1-2 was planned while T-1-1 had no end"]);
  });

  it("finds an order that followed a failure which was not final", () => {
    const [plan, prepared, durable, _landed, ...rest] = honestEvents();
    const failed: TradeEvent = {
      ...{ kind: "dex-landed", attemptId: "T-1-1", slot: 7, feeLamports: 5_000n, atMs: T0 + 2 },
      ...{ commitment: "confirmed", outcome: { ok: false, error: "6036" } },
    };
    const doctored = (end: TradeEvent) =>
      judge(honestKept({ journal: journalOf([plan!, prepared!, durable!, end, ...rest]) }), honestTruth());
    expect(doctored(failed).duplicateSends).toEqual(["T-1-2 was planned while T-1-1 had no end"]);
    expect(doctored({ ...failed, commitment: "finalized" }).duplicateSends).toEqual([]);
  });

  it("finds an order that followed one of which nothing was heard, also after a restart", () => {
    const [plan, prepared, durable, _landed, ...rest] = honestEvents();
    const unknown = { kind: "dex-unknown", attemptId: "T-1-1", atMs: T0 + 2, reason: "silence" } as const;
    const events = [plan!, prepared!, durable!, unknown, { kind: "resumed", atMs: T0 + 3 } as const, ...rest];
    const { duplicateSends } = judge(honestKept({ journal: journalOf(events) }), honestTruth());
    expect(duplicateSends).toEqual(["T-1-2 was planned while T-1-1 had no end"]);
  });

  it("finds a client order id that the exchange knows twice", () => {
    const truth = truthWith(({ gemini }) =>
      gemini.orders.push({ ...order, order_id: "901", state: "canceled" }),
    );
    expect(judge(honestKept(), truth).duplicateSends).toEqual(["order T-1-2 is there more than once"]);
  });

  it("finds an attempt that was signed twice", () => {
    const [plan, prepared, ...rest] = honestEvents();
    const again = { kind: "prepared", attemptId: "T-1-1", atMs: T0, signed: aSigned(2) } as const;
    const verdict = judge(
      honestKept({ journal: journalOf([plan!, prepared!, again, ...rest]) }),
      honestTruth(),
    );
    expect(verdict.duplicateSends).toEqual(["attempt T-1-1 was signed as sig-1 and as sig-2"]);
  });

  it("finds a fill that was never booked, also where the balances were made to fit", () => {
    const transfers = transfersOfHonestRun().filter(({ id }) => !id.endsWith("/fee"));
    const { ledgerMismatches: wrong } = judge(honestKept({ transfers }), honestTruth());
    expect(wrong).toContain("attempt T-1-2: gemini USD fee: ledger nothing, truth -1");
    const fitted = [
      ...transfers,
      { ...transfers[0]!, id: "adjustment/1/gemini/USD", kind: "adjustment", asset: "USD", amount: ONE },
    ].map((one) => (one.kind === "adjustment" ? { ...one, from: one.to, to: one.from } : one));
    const again = judge(honestKept({ transfers: fitted }), honestTruth()).ledgerMismatches;
    expect(again).toContain("adjustment/1/gemini/USD was booked away");
    expect(again).toContain("attempt T-1-2: gemini USD fee: ledger nothing, truth -1");
  });

  it("finds what was booked twice and what never happened", () => {
    const transfers = transfersOfHonestRun();
    const base = transfers.find(({ id }) => id === "T-1-1/base")!;
    const twice = judge(honestKept({ transfers: [...transfers, { ...base, id: "again" }] }), honestTruth());
    expect(twice.ledgerMismatches).toContain("attempt T-1-1: solana SOL fill: ledger 4, truth 2");
    const truth = truthWith(({ solana }) => solana.transactions.pop());
    expect(judge(honestKept(), truth).ledgerMismatches).toContain(
      "attempt T-1-1: solana SOL fill: ledger 2, truth nothing",
    );
  });

  it("finds orders and transactions of nobody", () => {
    const truth = truthWith(({ gemini, solana }) => {
      gemini.orders.push({ ...order, client_order_id: "foreign", order_id: "902" });
      solana.transactions.push({ signature: "alien", status: "failed", deltas: {}, fee_lamports: 1n });
    });
    expect(judge(honestKept(), truth).ledgerMismatches).toEqual([
      "order foreign belongs to no attempt of the journal",
      "transaction alien belongs to no attempt of the journal",
    ]);
  });

  it.each([
    ["gemini", "USD"],
    ["solana", "USDC"],
    ["solana", "SOL"],
  ] as const)("finds one unit too much of %s's %s", (venue, asset) => {
    const truth = truthWith((one) => {
      one[venue].balances[asset] = (one[venue].balances[asset] ?? 0n) + 1n;
    });
    const wrong = judge(honestKept(), truth).ledgerMismatches;
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(`balance: ${venue} ${asset}`);
  });

  it("finds a stored balance that is not the sum of its transfers", () => {
    const balances = balancesOf(transfersOfHonestRun()).map((one) =>
      one.account === "fees/solana" ? { ...one, amount: one.amount + 1n } : one,
    );
    expect(judge(honestKept({ balances }), honestTruth()).ledgerMismatches).toEqual([
      expect.stringMatching("stored balance against its transfers: fees/solana SOL"),
    ]);
  });

  it("finds a residual that nobody names, and one that the exchange would still take", () => {
    const truth = truthWith(({ gemini }) => {
      gemini.fills[0] = { ...gemini.fills[0]!, quantity: ONE };
    });
    expect(judge(honestKept(), truth).unexplainedResiduals).toEqual([
      "trade T-1 names a residual of 0, its fills leave 1",
    ]);
    const records = [aTrade({ id: "T-1", residual: ONE, closedAtMs: T0 })];
    expect(judge(honestKept({ records }), truth).unexplainedResiduals).toEqual([
      "trade T-1 leaves 1, which could be closed",
      "SOL: trades name 1, the ledger holds 0",
    ]);
  });

  it("accepts a residual below the smallest order where the trade names it", () => {
    const small = ONE / 1_000n;
    const truth = truthWith(({ gemini }) => {
      gemini.fills[0] = { ...gemini.fills[0]!, quantity: 2n * ONE - small };
    });
    const records = [aTrade({ id: "T-1", residual: small, closedAtMs: T0 })];
    const left = judge(honestKept({ records }), truth).unexplainedResiduals;
    // Its own fills are explained; that the ledger holds something else stays a complaint.
    expect(left).toEqual(["SOL: trades name 0.001, the ledger holds 0"]);
  });

  it("finds a trade that is open in the journal or to the operator, and one that only the journal knows", () => {
    expect(
      judge(honestKept({ journal: journalOf(honestEvents(), false) }), honestTruth()).openTrades,
    ).toEqual(["trade T-1 is open"]);
    const records = [aTrade({ id: "T-1", residual: 0n, closedAtMs: null })];
    expect(judge(honestKept({ records }), honestTruth()).openTrades).toEqual(["trade T-1 is open"]);
    expect(judge(honestKept({ records: [] }), honestTruth()).unexplainedResiduals).toContain(
      "trade T-1 is in the journal and not among the trades",
    );
  });
});

describe("the line of a run", () => {
  const figures = { seed: 3, asked: 1, kills: 2, resumes: 0, stranded: 0, tookMs: 9, schedule: "abc" };

  it("is ok only where nothing is wrong and as many trades were made as asked", () => {
    const clean = judge(honestKept(), honestTruth());
    expect(summaryOf(clean, figures)).toMatchObject({
      ...{ seed: 3, trades: 1, kills: 2, duplicate_sends: 0, open_trades: 0, ledger_mismatches: 0 },
      ...{ unexplained_residuals: 0, exposure_ms: { p50: 4, p99: 4, max: 4 }, ok: true },
    });
    expect(summaryOf(clean, { ...figures, asked: 2 }).ok).toBe(false);
    const open = judge(honestKept({ journal: journalOf(honestEvents(), false) }), honestTruth());
    expect(summaryOf(open, figures)).toMatchObject({ open_trades: 1, ok: false });
  });
});
