import { describe, expect, it } from "vitest";
import { readLanding } from "../../../../src/venue/solana/trading/landing.ts";
import { transactionReply } from "../../../../src/venue/solana/trading/messages.ts";
import { meaningOf } from "../../../../src/venue/solana/trading/swap-error.ts";
import { SOL_MINT, USDC_MINT } from "../account-builders.ts";
import { WALLET } from "./builders.ts";

const OF = { signature: "sig", wallet: WALLET.address, baseMint: SOL_MINT, quoteMint: USDC_MINT };

const balance = (mint: string, amount: string, owner: string = WALLET.address) => ({
  mint,
  owner,
  uiTokenAmount: { amount },
});

function aRecord(meta: object = {}, signature = "sig"): unknown {
  return {
    slot: 2_000,
    transaction: { signatures: [signature] },
    meta: {
      err: null,
      fee: 6_000,
      logMessages: [],
      preTokenBalances: [
        balance(SOL_MINT, "18446744073709551615"),
        balance(USDC_MINT, "5"),
        balance(SOL_MINT, "1", "pool"),
      ],
      postTokenBalances: [balance(SOL_MINT, "18446744073708551615"), balance(USDC_MINT, "995005")],
      ...meta,
    },
  };
}

function read(record: unknown) {
  const parsed = transactionReply.parse(record);
  return parsed === null ? null : readLanding(parsed, OF);
}

describe("a transaction's record", () => {
  it("gives the wallet's own balance changes, exact beyond 2^53, and the fee as charged", () => {
    expect(read(aRecord())).toEqual({
      slot: 2_000,
      feeLamports: 6_000n,
      outcome: { ok: true, baseDelta: -1_000_000n, quoteDelta: 995_000n },
    });
  });

  it("of a failed swap gives the program's word and the fee, no amounts", () => {
    const err = { InstructionError: [2, { Custom: 6036 }] };
    expect(read(aRecord({ err }))).toEqual({
      slot: 2_000,
      feeLamports: 6_000n,
      outcome: { ok: false, error: "AmountOutBelowMinimum: instruction 2, custom 6036" },
    });
  });

  it("proves nothing where it is another transaction's or lacks the wallet's balances", () => {
    expect(read(aRecord({}, "other"))).toContain("another transaction");
    expect(read(aRecord({ postTokenBalances: [] }))).toContain("lacks");
    expect(read(aRecord({ preTokenBalances: null }))).toContain("lacks");
  });
});

describe("what a swap failed of", () => {
  const custom = (code: number) => ({ InstructionError: [2, { Custom: code }] });
  it.each([
    { error: custom(6036), logs: [], words: "AmountOutBelowMinimum: instruction 2, custom 6036" },
    { error: custom(6037), logs: [], words: "AmountInAboveMaximum: instruction 2, custom 6037" },
    { error: custom(6038), logs: [], words: "TickArraySequenceInvalidIndex: instruction 2, custom 6038" },
    { error: custom(6023), logs: [], words: "InvalidTickArraySequence: instruction 2, custom 6023" },
    { error: custom(1), logs: [], words: "insufficient funds: instruction 2, custom 1" },
    {
      error: custom(6099),
      logs: [
        "Program log: AnchorError thrown in src/x.rs:1. Error Code: TradeIsNotEnabled. Error Number: 6099. Error Message: no.",
      ],
      words: "TradeIsNotEnabled: instruction 2, custom 6099",
    },
    { error: custom(7000), logs: ["nothing"], words: "program error: instruction 2, custom 7000" },
    {
      error: { InstructionError: [2, "ComputationalBudgetExceeded"] },
      logs: [],
      words: "ComputationalBudgetExceeded: instruction 2",
    },
    {
      error: { InstructionError: [0, { BorshIoError: "x" }] },
      logs: [],
      words: '{"BorshIoError":"x"}: instruction 0',
    },
    { error: "InsufficientFundsForFee", logs: [], words: "InsufficientFundsForFee" },
    {
      error: { InsufficientFundsForRent: { account_index: 0 } },
      logs: [],
      words: '{"InsufficientFundsForRent":{"account_index":0}}',
    },
  ])("is $words", ({ error, logs, words }) => {
    expect(meaningOf(error, logs)).toBe(words);
  });
});
