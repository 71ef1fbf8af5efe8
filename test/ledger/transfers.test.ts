import { describe, expect, it } from "vitest";
import {
  adjustmentTransfers,
  openingTransfers,
  type Transfer,
  transfersOfCexFills,
  transfersOfSwap,
} from "#ledger";
import type { CexFill, VenueAccount } from "#model";
import { aCexOrder } from "./builders.ts";

const fill: CexFill = {
  fillId: "73797746498585287",
  ticks: 8_341,
  lots: 11_500_001,
  feeAmount: 3_357_051_541_950_000_000n,
  feeAsset: "USD",
};

/** "from > to amount asset", the way that a person reads it. */
function read(transfers: readonly Transfer[]): string[] {
  return transfers.map(({ from, to, amount, asset }) => `${from} > ${to} ${amount} ${asset}`);
}

describe("the fills of an order", () => {
  const booked = { tradeId: "t", attemptId: "t/2", base: "SOL", fills: [fill], atMs: 5 };

  it("book base, dollars and fee to the last digit, each once by what it is", () => {
    const transfers = transfersOfCexFills({ ...booked, order: aCexOrder({ side: "buy" }) });
    expect(transfers).toEqual([
      {
        id: "t/2/73797746498585287/base",
        atMs: 5,
        kind: "fill",
        tradeId: "t",
        attemptId: "t/2",
        asset: "SOL",
        amount: 11_500_001_000_000_000_000n,
        from: "market/gemini",
        to: "gemini",
      },
      expect.objectContaining({ id: "t/2/73797746498585287/quote", kind: "fill", from: "gemini" }),
      expect.objectContaining({ id: "t/2/73797746498585287/fee", kind: "fee", to: "fees/gemini" }),
    ]);
    // 83.41 * 11.500001
    expect(transfers[1]?.amount).toBe(959_215_083_410_000_000_000n);
    expect(transfers[2]?.amount).toBe(fill.feeAmount);
  });

  it("go the other way where the order sold", () => {
    const transfers = transfersOfCexFills({ ...booked, order: aCexOrder({ side: "sell" }) });
    expect(read(transfers)).toEqual([
      "gemini > market/gemini 11500001000000000000 SOL",
      "market/gemini > gemini 959215083410000000000 USD",
      "gemini > fees/gemini 3357051541950000000 USD",
    ]);
  });

  it("hold products of steps as fine as 1e-8 and 1e-10 without a lost digit", () => {
    const order = aCexOrder({
      tickSize: { units: 5n, decimals: 8 },
      lotSize: { units: 1n, decimals: 10 },
    });
    const [base, quote] = transfersOfCexFills({ ...booked, order, fills: [{ ...fill, ticks: 3, lots: 7 }] });
    expect([base?.amount, quote?.amount]).toEqual([700_000_000n, 105n]);
  });

  it.each([
    ["nothing where there is no fee", 0n, []],
    ["a rebate as money that came", -5n, ["fees/gemini > gemini 5 USD"]],
  ])("book %s", (_what, feeAmount, expected) => {
    const order = aCexOrder();
    const transfers = transfersOfCexFills({ ...booked, order, fills: [{ ...fill, feeAmount }] });
    expect(read(transfers.filter(({ kind }) => kind === "fee"))).toEqual(expected);
  });
});

describe("a landed swap", () => {
  const swap = {
    tradeId: "t",
    attemptId: "t/1",
    base: "SOL",
    quote: "USDC",
    baseDecimals: 9,
    quoteDecimals: 6,
    baseDelta: -11_500_001_000n,
    quoteDelta: 977_500_085n,
    feeLamports: 5_123n,
    atMs: 9,
  };

  it("books the wallet's own changes and the network fee from the gas account", () => {
    const transfers = transfersOfSwap(swap);
    expect(read(transfers)).toEqual([
      "solana > market/solana 11500001000000000000 SOL",
      "market/solana > solana 977500085000000000000 USDC",
      "solana/gas > fees/solana 5123000000000 SOL",
    ]);
    expect(transfers.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "t/1/base fill",
      "t/1/quote fill",
      "t/1/network network-fee",
    ]);
  });

  it("books the other direction with its signs", () => {
    const transfers = transfersOfSwap({ ...swap, baseDelta: 1n, quoteDelta: -2n, feeLamports: 0n });
    expect(read(transfers)).toEqual([
      "market/solana > solana 1000000000 SOL",
      "solana > market/solana 2000000000000 USDC",
    ]);
  });

  it("books its fee alone where it failed in its block", () => {
    expect(read(transfersOfSwap({ ...swap, baseDelta: 0n, quoteDelta: 0n }))).toEqual([
      "solana/gas > fees/solana 5123000000000 SOL",
    ]);
  });
});

describe("what a ledger begins with and what an operator accepts", () => {
  const account: VenueAccount = {
    venue: "solana",
    balances: [
      { asset: "SOL", total: 7n, available: 5n },
      { asset: "USDC", total: 0n, available: 0n },
    ],
    gas: 3n,
    requestedNs: 0,
    receivedNs: 1,
  };

  it("comes from the world, totals and gas, and not where there is nothing", () => {
    const transfers = openingTransfers(account, 1, "first");
    expect(read(transfers)).toEqual(["world > solana 7 SOL", "world > solana/gas 3 SOL"]);
    expect(transfers.map(({ id }) => id)).toEqual([
      "opening/first/solana/SOL",
      "opening/first/solana/gas/SOL",
    ]);
  });

  it("knows no gas on an exchange", () => {
    const transfers = openingTransfers({ ...account, venue: "gemini", gas: 0n }, 1, "first");
    expect(read(transfers)).toEqual(["world > gemini 7 SOL"]);
  });

  it("adjusts up and down by the difference", () => {
    const drift = { venue: "solana", asset: "SOL", ledger: 9n } as const;
    const transfers = adjustmentTransfers(
      [
        { ...drift, account: "solana", venueAmount: 7n, difference: -2n },
        { ...drift, account: "solana/gas", venueAmount: 10n, difference: 1n },
      ],
      { atMs: 1, reference: "42", tradeId: null },
    );
    expect(read(transfers)).toEqual(["solana > world 2 SOL", "world > solana/gas 1 SOL"]);
    expect(new Set(transfers.map(({ id }) => id)).size).toBe(2);
  });
});
