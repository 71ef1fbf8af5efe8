import { describe, expect, it } from "vitest";
import { BlockhashCache } from "../../../../src/venue/solana/trading/blockhash-cache.ts";
import {
  cappedPrice,
  feeLamports,
  MAX_UNITS,
  percentileOf,
  unitLimitFor,
} from "../../../../src/venue/solana/trading/compute-budget.ts";
import { DEFAULT_TRADING_LIMITS } from "../../../../src/venue/solana/trading/options.ts";
import { SwapCosts } from "../../../../src/venue/solana/trading/swap-costs.ts";
import { POOL } from "./builders.ts";

describe("the fee of a swap", () => {
  it.each([
    { limit: 70_000, price: 100_000n, lamports: 12_000n },
    { limit: 2_000, price: 1_000_000n, lamports: 7_000n },
    { limit: 1, price: 1n, lamports: 5_001n },
    { limit: 70_000, price: 0n, lamports: 5_000n },
  ])("is $lamports lamports at $price for $limit units", ({ limit, price, lamports }) => {
    expect(feeLamports(limit, price)).toBe(lamports);
  });

  it("stays within the cap whatever others pay", () => {
    const price = cappedPrice(10_000_000_000n, 70_001, 100_000n);
    expect(feeLamports(70_001, price)).toBeLessThanOrEqual(105_000n);
    expect(feeLamports(70_001, price + 1n)).toBeGreaterThan(104_999n);
    expect(cappedPrice(5n, 70_000, 100_000n)).toBe(5n);
  });
});

describe("the compute limit", () => {
  it("grows with the crossings, a fifth above, and never passes the highest", () => {
    expect(unitLimitFor(50_000, 0, 10_000)).toBe(60_000);
    expect(unitLimitFor(50_001, 3, 10_000)).toBe(96_002);
    expect(unitLimitFor(50_000, 1_000, 10_000)).toBe(MAX_UNITS);
  });
});

describe("what others pay", () => {
  it("is a high percentile of those that paid anything", () => {
    expect(percentileOf([0, 0, 0, 5, 1, 4, 2, 3, 6, 7, 8, 9, 10], 90)).toBe(9);
    expect(percentileOf([0, 0], 90)).toBeNull();
    expect(percentileOf([7], 90)).toBe(7);
  });

  it("is unknown before it was asked and the floor where nobody pays", () => {
    const costs = new SwapCosts({ ...DEFAULT_TRADING_LIMITS, minPriorityMicroLamports: 1_000n });
    expect(costs.expectedFeeLamports(POOL)).toBeNull();
    costs.paidLately(POOL, [0, 0]);
    expect(costs.budget(POOL, "sell", 0)?.unitPrice).toBe(1_000n);
  });

  it("makes the expected fee of the direction that takes more units", () => {
    const costs = new SwapCosts(DEFAULT_TRADING_LIMITS);
    costs.paidLately(POOL, [1_000_000]);
    costs.measured(POOL, "sell", 40_000);
    costs.measured(POOL, "buy", 50_000);
    expect(costs.budget(POOL, "sell", 0)?.unitLimit).toBe(72_000);
    expect(costs.expectedFeeLamports(POOL)).toBe(feeLamports(84_000, 1_000_000n));
  });
});

describe("a cached blockhash", () => {
  const at = (height: number) => ({ blockhash: `hash-${height}`, lastValidBlockHeight: height + 150 });

  it("is refused once it is 51 blocks old at the announced pace", () => {
    const cache = new BlockhashCache();
    expect(cache.usable(0)).toBeNull();
    cache.take(at(1_000), 0);
    expect(cache.usable(10_199)?.blockhash).toBe("hash-1000");
    expect(cache.usable(10_200)).toBeNull();
    expect(cache.height(10_200)).toBe(1_051);
  });

  it("ages by the pace that was measured", () => {
    const cache = new BlockhashCache();
    cache.take(at(1_000), 0);
    cache.take(at(1_100), 2_000); // 20 ms a block
    expect(cache.height(2_400)).toBe(1_120);
    expect(cache.usable(3_000)?.blockhash).toBe("hash-1100");
    expect(cache.usable(3_100)).toBeNull();
  });

  it("is not made older or younger by a node that lags", () => {
    const cache = new BlockhashCache();
    cache.take(at(1_000), 0);
    cache.take(at(990), 5_000);
    cache.take(at(1_000), 5_000);
    expect(cache.height(10_000)).toBe(1_050);
    expect(cache.usable(10_000)?.blockhash).toBe("hash-1000");
  });
});
