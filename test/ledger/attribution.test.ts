import fc from "fast-check";
import { expect, it } from "vitest";
import { type AttributionInput, attribute } from "#ledger";

const input: AttributionInput = {
  predictedPnlUsd: 10_000n,
  realisedPnlUsd: 10_000n,
  predicted: { cexFeeUsd: 3_500n, dexExtraUsd: 2_600n, slippageUsd: 7_500n, networkUsd: 40n },
  cexFeeUsd: 3_500n,
  networkUsd: 40n,
  dex: { expectedUsd: 850_000n, actualUsd: 850_000n },
  cex: { expectedUsd: -834_000n, actualUsd: -834_000n },
};

it.each<[string, Partial<AttributionInput>, object]>([
  ["a cheaper exchange fee", { cexFeeUsd: 3_000n }, { feeUsd: 2_600n + 500n }],
  [
    "fills beyond what the book showed",
    { cex: { expectedUsd: -834_000n, actualUsd: -834_200n } },
    { depthUsd: -200n },
  ],
  [
    "a pool that gave less than quoted",
    { dex: { expectedUsd: 850_000n, actualUsd: 849_100n } },
    { latencyUsd: -900n },
  ],
  ["a higher network fee", { networkUsd: 100n }, { networkUsd: -60n }],
  ["a reserve that was never a cost", {}, { reserveUsd: 7_500n }],
  ["the rest as the adverse move", { realisedPnlUsd: 15_000n }, { adverseUsd: 5_000n - 2_600n - 7_500n }],
  [
    "a trade whose legs never were: what it gave up is adverse",
    { realisedPnlUsd: -40n, cexFeeUsd: 0n, dex: null, cex: null },
    { feeUsd: 6_100n, depthUsd: 0n, latencyUsd: 0n, networkUsd: 0n, adverseUsd: -10_040n - 6_100n - 7_500n },
  ],
])("names %s", (_what, change, expected) => {
  expect(attribute({ ...input, ...change })).toMatchObject(expected);
});

it("always adds up to realised less predicted", () => {
  const usd = fc.bigInt(-(10n ** 15n), 10n ** 15n);
  const leg = fc.option(fc.record({ expectedUsd: usd, actualUsd: usd }));
  const inputs = fc.record({
    predictedPnlUsd: usd,
    realisedPnlUsd: usd,
    predicted: fc.record({ cexFeeUsd: usd, dexExtraUsd: usd, slippageUsd: usd, networkUsd: usd }),
    cexFeeUsd: usd,
    networkUsd: usd,
    dex: leg,
    cex: leg,
  });
  fc.assert(
    fc.property(inputs, (any) => {
      const parts: readonly bigint[] = Object.values(attribute(any));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(any.realisedPnlUsd - any.predictedPnlUsd);
    }),
  );
});
