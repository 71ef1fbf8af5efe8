import fc from "fast-check";
import { expect, it } from "vitest";
import type { Ratio } from "#model";
import { closedBounds, setBounds, spreadPct, tickPrice } from "#signal";
import { anInstrument } from "./builders.ts";

const price = fc.record({ num: fc.bigInt(1n, 10n ** 30n), den: fc.bigInt(1n, 10n ** 26n) });
const instrument = fc
  .record({ units: fc.bigInt(1n, 5000n), decimals: fc.integer({ min: 0, max: 10 }) })
  .map((tickSize) => anInstrument({ tickSize }));

it("accepts exactly those ticks that the exact fraction accepts, on both sides", () => {
  fc.assert(
    fc.property(
      price,
      price,
      instrument,
      fc.bigInt(0n, 60_000_000n),
      fc.integer({ min: -3, max: 3 }),
      (sell, buy, of, wanted, off) => {
        const bounds = closedBounds();
        setBounds(bounds, { sellUsd: sell, buyUsd: buy, instrument: of }, wanted);
        for (const edge of [bounds.maxAskTicks, bounds.minBidTicks]) {
          const ticks = edge + off;
          if (!Number.isSafeInteger(ticks) || ticks < 1) continue;
          const at: Ratio = tickPrice(of, ticks);
          expect(ticks <= bounds.maxAskTicks).toBe(spreadPct(sell, at) >= wanted);
          expect(ticks >= bounds.minBidTicks).toBe(spreadPct(at, buy) >= wanted);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

it("lets nothing pass before it is set", () => {
  const bounds = closedBounds();
  expect(1 <= bounds.maxAskTicks).toBe(false);
  expect(Number.MAX_SAFE_INTEGER >= bounds.minBidTicks).toBe(false);
});

it("rounds a spread down, so that a loss never looks smaller than it is", () => {
  const usd = (num: bigint): Ratio => ({ num, den: 1n });
  expect(spreadPct(usd(102n), usd(100n))).toBe(2_000_000n);
  expect(spreadPct(usd(4n), usd(3n))).toBe(33_333_333n);
  expect(spreadPct(usd(2n), usd(3n))).toBe(-33_333_334n);
});
