import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Transfer,
  transfersOfCexFills,
  transfersOfSwap,
  type ValuationPrices,
  valueTransfers,
} from "#ledger";
import { aCexOrder, aTransfer, SOL, USD } from "./builders.ts";

const ONE_USD = 10n ** 9n;

const prices: ValuationPrices = {
  usdcUsd: { bid: { num: 9_998n, den: 10_000n }, ask: { num: 10_002n, den: 10_000n } },
  baseUsd: { bid: { num: 83n, den: 1n }, ask: { num: 84n, den: 1n } },
  base: "SOL",
  solUsd: { num: 80n, den: 1n },
};

function came(asset: string, amount: bigint, changes: Partial<Transfer> = {}): Transfer {
  return amount > 0n
    ? aTransfer({ asset, amount, from: "market/solana", to: "solana", ...changes })
    : aTransfer({ asset, amount: -amount, from: "solana", to: "market/solana", ...changes });
}

describe("the value of transfers", () => {
  it.each([
    ["a dollar at par", came("USD", USD), ONE_USD],
    ["surplus USDC at the bid", came("USDC", USD), 999_800_000n],
    ["missing USDC at the ask", came("USDC", -USD), -1_000_200_000n],
    ["a left-over base at the bid", came("SOL", SOL), 83n * ONE_USD],
    ["a missing base at the ask", came("SOL", -SOL), -84n * ONE_USD],
    [
      "network fees at the price of SOL, apart from the SOL that is traded",
      aTransfer({ asset: "SOL", amount: SOL, kind: "network-fee", from: "solana/gas", to: "fees/solana" }),
      -80n * ONE_USD,
    ],
    ["a fraction of 1e-9 USD that came as nothing", came("USD", 999_999_999n), 0n],
    ["a fraction of 1e-9 USD that went as one whole", came("USD", -1n), -1n],
    ["what moves between accounts of ours as nothing", came("USDC", USD, { from: "gemini" }), 0n],
  ])("takes %s", (_what, transfer, pnlUsd) => {
    expect(valueTransfers([transfer], prices).pnlUsd).toBe(pnlUsd);
  });

  it("books a losing trade as a loss, with its fees in it", () => {
    const fill = { fillId: "1", ticks: 8_400, lots: 1_000_000, feeAmount: USD / 4n, feeAsset: "USD" };
    const transfers = [
      ...transfersOfSwap({
        tradeId: "t",
        attemptId: "t/1",
        base: "SOL",
        quote: "USDC",
        baseDecimals: 9,
        quoteDecimals: 6,
        baseDelta: -1_000_000_000n,
        quoteDelta: 83_000_000n,
        feeLamports: 10_000n,
        atMs: 0,
      }),
      ...transfersOfCexFills({
        tradeId: "t",
        attemptId: "t/2",
        order: aCexOrder({ side: "buy" }),
        base: "SOL",
        fills: [fill],
        atMs: 0,
      }),
    ];
    const value = valueTransfers(transfers, prices);
    // 83 USDC at 0.9998, less 84 USD, less 0.25 USD, less 10,000 lamports at 80.
    expect(value.pnlUsd).toBe(82_983_400_000n - 84_250_000_000n - 800_000n);
    expect(value.feesUsd).toBe(250_000_000n + 800_000n);
    expect(value).toMatchObject({
      usd: -84n * USD - USD / 4n,
      usdc: 83n * USD,
      base: 0n,
      gas: -10_000_000_000_000n,
      unpriced: [],
    });
  });

  it("names what it cannot price and leaves it out", () => {
    const fee = aTransfer({ asset: "GUSD", amount: 5n, kind: "fee", from: "gemini", to: "fees/gemini" });
    const value = valueTransfers([fee, came("USD", USD)], prices);
    expect(value).toMatchObject({ pnlUsd: ONE_USD, feesUsd: 0n, unpriced: [{ asset: "GUSD", amount: -5n }] });
  });

  it("counts fees in the asset that they were paid in", () => {
    const fee = (asset: string) =>
      aTransfer({ asset, amount: USD, kind: "fee", from: "gemini", to: "fees/gemini" });
    expect(valueTransfers([fee("USD"), fee("USDC"), fee("SOL")], prices).feesUsd).toBe(
      ONE_USD + 1_000_200_000n + 84n * ONE_USD,
    );
  });

  const moves = fc.array(
    fc.record({
      asset: fc.constantFrom("USD", "USDC", "SOL"),
      amount: fc.bigInt(-(10n ** 24n), 10n ** 24n).filter((amount) => amount !== 0n),
    }),
    { maxLength: 20 },
  );

  it("is the sum of all transfers, in whatever order and split they come", () => {
    fc.assert(
      fc.property(moves, fc.nat(20), (rows, cut) => {
        const transfers = rows.map(({ asset, amount }) => came(asset, amount));
        const whole = valueTransfers(transfers, prices);
        expect(valueTransfers(transfers.toReversed(), prices)).toMatchObject({ pnlUsd: whole.pnlUsd });
        const parts = [
          valueTransfers(transfers.slice(0, cut), prices),
          valueTransfers(transfers.slice(cut), prices),
        ];
        for (const asset of ["usd", "usdc", "base"] as const) {
          expect(parts.reduce((sum, part) => sum + part[asset], 0n)).toBe(whole[asset]);
        }
        // Parts pay the spread that the whole nets: never worth more, but for nothing.
        expect(parts.reduce((sum, part) => sum + part.pnlUsd, 0n)).toBeLessThanOrEqual(whole.pnlUsd);
      }),
    );
  });

  it("is never above the exact value at mid and never further below than spread and rounding", () => {
    fc.assert(
      fc.property(moves, (rows) => {
        const value = valueTransfers(
          rows.map(({ asset, amount }) => came(asset, amount)),
          prices,
        );
        // 2e22ths of a dollar: mids are 1 and 83.5, half spreads 0.0002 and 0.5.
        const midE22 = (value.usd + value.usdc) * 20_000n + (value.base * 20_000n * 167n) / 2n;
        const halfE22 = abs(value.usdc) * 4n + abs(value.base) * 10_000n;
        const exactE22 = midE22 - halfE22;
        const pnlE22 = value.pnlUsd * 20_000n * 10n ** 9n;
        expect(pnlE22).toBeLessThanOrEqual(exactE22);
        expect(exactE22 - pnlE22).toBeLessThan(3n * 20_000n * 10n ** 9n);
      }),
    );
  });
});

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
