import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Account,
  adjustmentTransfers,
  Balances,
  compareAccount,
  openingTransfers,
  type Transfer,
} from "#ledger";
import type { VenueAccount } from "#model";
import { aTransfer } from "./builders.ts";

function anAccount(changes: Partial<VenueAccount> = {}): VenueAccount {
  return {
    venue: "solana",
    balances: [
      { asset: "SOL", total: 50n, available: 50n },
      { asset: "USDC", total: 70n, available: 70n },
    ],
    gas: 9n,
    requestedNs: 0,
    receivedNs: 1,
    ...changes,
  };
}

const ACCOUNTS: Account[] = ["gemini", "solana", "solana/gas", "market/gemini", "fees/solana", "world"];
const transfers = fc
  .array(
    fc.record({
      id: fc.nat(30).map(String),
      tradeId: fc.constantFrom("a", "b", null),
      asset: fc.constantFrom("SOL", "USD"),
      amount: fc.bigInt({ min: 1n, max: 10n ** 30n }),
      from: fc.constantFrom(...ACCOUNTS),
      to: fc.constantFrom(...ACCOUNTS),
    }),
    { maxLength: 40 },
  )
  // An id belongs to one trade, as the ids of the ledger do.
  .map((rows) => rows.map((row) => aTransfer({ ...row, id: `${row.tradeId}/${row.id}` })));

describe("balances", () => {
  it("sum to zero for each asset, whatever is booked how often in whatever pieces", () => {
    fc.assert(
      fc.property(transfers, fc.nat(40), (rows, cut) => {
        const balances = new Balances([]);
        const booked = [...balances.apply(rows), ...balances.apply(rows.slice(cut)), ...balances.apply(rows)];
        for (const asset of ["SOL", "USD"]) {
          const sum = balances
            .all()
            .reduce((total, row) => total + (row.asset === asset ? row.amount : 0n), 0n);
          expect(sum).toBe(0n);
        }
        const once = new Map<string, Transfer>();
        for (const row of rows) if (!once.has(row.id)) once.set(row.id, row);
        expect(booked).toEqual([...once.values()]);
        for (const account of ACCOUNTS) {
          const expected = booked.reduce((total, { from, to, asset, amount }) => {
            if (asset !== "SOL") return total;
            return total + (to === account ? amount : 0n) - (from === account ? amount : 0n);
          }, 0n);
          expect(balances.of(account, "SOL")).toBe(expected);
        }
      }),
    );
  });

  it("go below zero where the transfers say so", () => {
    const balances = new Balances([{ account: "gemini", asset: "USD", amount: 3n }]);
    balances.apply([aTransfer({ asset: "USD", amount: 10n, from: "gemini", to: "market/gemini" })]);
    expect(balances.of("gemini", "USD")).toBe(-7n);
  });

  it("do not count again what the stored sums hold already", () => {
    const booked = aTransfer({ amount: 4n });
    const balances = new Balances([{ account: "gemini", asset: "SOL", amount: 4n }], [booked]);
    expect(balances.apply([booked])).toEqual([]);
    expect(balances.of("gemini", "SOL")).toBe(4n);
  });

  it("count an id again only once its trade was forgotten", () => {
    const balances = new Balances([]);
    balances.apply([aTransfer({ amount: 4n })]);
    balances.forget("another");
    expect(balances.apply([aTransfer({ amount: 4n })])).toEqual([]);
    balances.forget("trade-1");
    expect(balances.apply([aTransfer({ amount: 4n })])).toHaveLength(1);
  });
});

describe("the comparison with a venue", () => {
  const opened = () => new Balances([]);

  it("finds nothing where both say the same", () => {
    const balances = opened();
    balances.apply(openingTransfers(anAccount(), 0, "e"));
    expect(compareAccount(balances, anAccount())).toEqual([]);
  });

  it("finds a single unit on chain, in tokens and in gas", () => {
    const balances = opened();
    balances.apply(openingTransfers(anAccount(), 0, "e"));
    const drifted = anAccount({ balances: [{ asset: "SOL", total: 49n, available: 49n }], gas: 10n });
    expect(compareAccount(balances, drifted)).toEqual([
      { account: "solana", venue: "solana", asset: "SOL", ledger: 50n, venueAmount: 49n, difference: -1n },
      { account: "solana/gas", venue: "solana", asset: "SOL", ledger: 9n, venueAmount: 10n, difference: 1n },
    ]);
  });

  it.each([
    [999_999n, 0],
    [-999_999n, 0],
    [1_000_000n, 1],
    [-1_000_000n, 1],
  ])("takes %d of 1e-18 on the exchange as its rounding in all but %d cases", (difference, drifts) => {
    const total = 5n * 10n ** 18n;
    const balances = new Balances([{ account: "gemini", asset: "USD", amount: total }]);
    const account = anAccount({
      venue: "gemini",
      gas: 0n,
      balances: [{ asset: "USD", total: total + difference, available: 0n }],
    });
    expect(compareAccount(balances, account)).toHaveLength(drifts);
  });

  it("takes an asset that the exchange no longer lists as gone, and one that it lists anew as come", () => {
    const held = 10n ** 18n;
    const balances = new Balances([{ account: "gemini", asset: "SOL", amount: held }]);
    const account = anAccount({
      venue: "gemini",
      gas: 0n,
      balances: [{ asset: "BTC", total: held, available: held }],
    });
    const drifts = compareAccount(balances, account);
    expect(drifts.map(({ asset, difference }) => [asset, difference])).toEqual([
      ["BTC", held],
      ["SOL", -held],
    ]);
  });

  it("is satisfied once its drifts are booked as accepted", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 24n),
        fc.bigInt(0n, 10n ** 24n),
        fc.bigInt(0n, 99n),
        (sol, usdc, gas) => {
          const balances = opened();
          balances.apply(openingTransfers(anAccount(), 0, "e"));
          const account = anAccount({
            gas,
            balances: [
              { asset: "SOL", total: sol, available: sol },
              { asset: "USDC", total: usdc, available: usdc },
            ],
          });
          const drifts = compareAccount(balances, account);
          balances.apply(adjustmentTransfers(drifts, { atMs: 1, reference: "r", tradeId: null }));
          expect(compareAccount(balances, account)).toEqual([]);
        },
      ),
    );
  });
});
