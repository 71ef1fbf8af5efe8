import { describe, expect, it } from "vitest";
import { claimsOf } from "#execution";
import { anExposedTrade, aPlan, LOT, LOT_UNITS, priceHedge, TradeRun } from "./builders.ts";

describe("claims", () => {
  it("reserve both legs before the first is sent, and give it away when it is", () => {
    const run = new TradeRun(aPlan());
    const usdc = 300n * 10n ** 18n;
    const hedge = { venue: "gemini", asset: "SOL", reserved: 2_000n * LOT, inFlight: 0n };
    expect(claimsOf(run.state)).toEqual([
      { venue: "solana", asset: "USDC", reserved: usdc, inFlight: 0n },
      hedge,
    ]);
    run.send();
    expect(claimsOf(run.state)).toEqual([
      { venue: "solana", asset: "USDC", reserved: 0n, inFlight: usdc },
      hedge,
    ]);
  });

  it("let go of a settled leg and hold the residual's counterpart until it is chosen", () => {
    const run = anExposedTrade();
    run.settle(2_000);
    expect(claimsOf(run.state)).toEqual([
      { venue: "gemini", asset: "SOL", reserved: 2_000n * LOT, inFlight: 0n },
    ]);
    priceHedge(run);
    run.send();
    expect(claimsOf(run.state)).toEqual([
      { venue: "gemini", asset: "SOL", reserved: 0n, inFlight: 2_000n * LOT },
    ]);
  });

  it("add the dearest fee to a purchase on the exchange", () => {
    const run = new TradeRun(aPlan({ policy: "cex-first", direction: "cex_to_dex" }));
    const [first] = claimsOf(run.state);
    expect(first).toMatchObject({ asset: "USD", reserved: 300n * 10n ** 18n + 36n * 10n ** 17n + 1n });
  });

  it("count a swap's size in the token's own units", () => {
    const run = new TradeRun(aPlan({ direction: "cex_to_dex", baseUnits: 1_999n * LOT_UNITS }));
    expect(claimsOf(run.state)[0]).toMatchObject({ asset: "SOL", reserved: 1_999n * LOT });
  });
});
