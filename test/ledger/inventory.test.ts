import { describe, expect, it } from "vitest";
import { Balances, type InventoryInputs, inventoryView, openingAmounts } from "#ledger";
import { aTransfer, SOL } from "./builders.ts";

function view(changes: Partial<InventoryInputs> = {}) {
  return inventoryView({
    balances: new Balances([
      { account: "gemini", asset: "SOL", amount: 6n * SOL },
      { account: "gemini", asset: "USD", amount: -1n },
      { account: "solana", asset: "SOL", amount: 3n * SOL },
      { account: "solana/gas", asset: "SOL", amount: SOL },
      { account: "market/gemini", asset: "BTC", amount: SOL },
      { account: "fees/solana", asset: "ETH", amount: SOL },
    ]),
    claims: [],
    prices: new Map([
      ["SOL", 83_405_000_000n],
      ["USD", 1_000_000_000n],
    ]),
    targets: [],
    ...changes,
  });
}

describe("the inventory", () => {
  it("lists what we hold by venue and asset, nobody else's accounts", () => {
    expect(view().map(({ venue, asset }) => `${venue} ${asset}`)).toEqual([
      "gemini SOL",
      "gemini USD",
      "solana SOL",
    ]);
  });

  it("counts gas in the total and never as available", () => {
    expect(view()[2]).toMatchObject({ total: 4n * SOL, available: 3n * SOL, valueUsd: 333_620_000_000n });
  });

  it("takes reservations and what is in flight from what is available, however many trades claim it", () => {
    const claim = { venue: "solana", asset: "SOL", reserved: SOL, inFlight: SOL / 2n } as const;
    expect(view({ claims: [claim, claim] })[2]).toMatchObject({
      total: 4n * SOL,
      available: 0n,
      reserved: 2n * SOL,
      inFlight: SOL,
    });
  });

  it("says a balance below zero as it is, its value rounded against us", () => {
    expect(view()[1]).toMatchObject({ total: -1n, available: -1n, valueUsd: -1n });
  });

  it("values nothing without a price", () => {
    expect(view({ prices: new Map() }).map(({ valueUsd }) => valueUsd)).toEqual([null, null, null]);
  });

  it("measures the drift of a venue's share in percent points against the opening", () => {
    const targets = [
      { venue: "gemini", asset: "SOL", amount: 5n * SOL },
      { venue: "solana", asset: "SOL", amount: 4n * SOL },
      { venue: "solana", asset: "SOL", amount: SOL },
    ] as const;
    expect(view({ targets }).map(({ driftPct }) => driftPct)).toEqual([10_000_000n, null, -10_000_000n]);
  });

  it("shows what was opened with and is gone", () => {
    const targets = [{ venue: "gemini", asset: "USDC", amount: 5n }] as const;
    expect(view({ targets })).toContainEqual(
      expect.objectContaining({ venue: "gemini", asset: "USDC", total: 0n, driftPct: null }),
    );
  });

  it("reads the opening from the ledger's own transfers", () => {
    const openings = [
      aTransfer({ kind: "opening", asset: "SOL", amount: 5n, from: "world", to: "gemini" }),
      aTransfer({ kind: "opening", asset: "SOL", amount: 2n, from: "world", to: "solana/gas" }),
      aTransfer({ kind: "adjustment", asset: "SOL", amount: 9n, from: "world", to: "gemini" }),
    ];
    expect(openingAmounts(openings)).toEqual([
      { venue: "gemini", asset: "SOL", amount: 5n },
      { venue: "solana", asset: "SOL", amount: 2n },
    ]);
  });
});
