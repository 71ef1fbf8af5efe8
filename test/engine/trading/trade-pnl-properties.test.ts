import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TradePlan } from "#execution";
import { OWN_ACCOUNTS, valueTransfers } from "#ledger";
import type { Attribution } from "#model";
import { transfersOfTrade } from "../../../src/engine/trading/settle.ts";
import { flatPrice, pricesOf, recordOfTrade } from "../../../src/engine/trading/trade-record.ts";
import {
  aFill,
  anExposedTrade,
  aPlan,
  DIRECTIONS,
  POLICIES,
  priceHedge,
  type TradeRun,
  USD,
} from "../../execution/builders.ts";
import { tapes } from "../../execution/tape.ts";
import { World } from "../../execution/world.ts";

const plans: fc.Arbitrary<TradePlan> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    direction: fc.constantFrom(...DIRECTIONS),
    bid: fc.bigInt({ min: 9_950n, max: 10_000n }),
    spread: fc.bigInt({ min: 0n, max: 10n }),
    predictedPnlUsd: fc.bigInt({ min: -USD, max: 9n * USD }),
    solUsd: fc.bigInt({ min: 50n * USD, max: 300n * USD }),
  })
  .map(({ policy, direction, bid, spread, predictedPnlUsd, solUsd }) => {
    const usdcBid = { num: bid, den: 10_000n };
    const usdcAsk = { num: bid + spread, den: 10_000n };
    const rates = { usdcBid, usdcAsk, solUsd };
    return aPlan({ policy, direction, predictedPnlUsd, rates, maxLossUsd: 5_000n * USD });
  });

/** Towards minus infinity, as money that is ours is rounded. */
function floor(num: bigint, den: bigint): bigint {
  const quotient = num / den;
  return num % den < 0n ? quotient - 1n : quotient;
}

/** Dollars (1e-9) of what the venues themselves know to have moved. */
function truthUsd({ state, venues }: World, baseUsd: bigint): bigint {
  const { usdcBid, usdcAsk, solUsd } = state.plan.rates;
  const net = { usd: 0n, usdc: 0n, base: 0n, lamports: 0n };
  for (const { id, venue, order } of state.attempts) {
    const truth = venues.truthOf(id);
    const sign = order.side === "buy" ? 1n : -1n;
    net.base += sign * truth.base;
    net.lamports -= truth.feeLamports;
    if (venue === "gemini") net.usd -= sign * truth.quote + truth.feeUsd;
    else net.usdc -= sign * truth.quote;
  }
  const rate = net.usdc < 0n ? usdcAsk : usdcBid;
  return (
    floor(net.usd, USD) +
    floor(net.usdc * rate.num, rate.den * USD) +
    floor(net.base * baseUsd, 10n ** 18n) +
    floor(net.lamports * solUsd, USD)
  );
}

function sumOf(attribution: Attribution): bigint {
  return Object.values(attribution).reduce((sum: bigint, part: bigint) => sum + part, 0n);
}

describe("the result of a trade", () => {
  it("is what the venues know, is the valuation of its transfers, and is explained to the last unit", () => {
    const seen = { explained: 0, losses: 0 };
    fc.assert(
      fc.property(plans, tapes, fc.bigInt({ min: USD, max: 400n * USD }), (plan, tape, baseUsd) => {
        const world = new World(plan, tape);
        while (!tape.isOver && world.exists) world.act();
        world.bringHome();
        if (!world.exists) return;
        const { state } = world;
        const transfers = transfersOfTrade(plan, state.attempts);
        const record = recordOfTrade({ state, transfers, version: 1, baseUsd: flatPrice(baseUsd) });
        expect(record.pnlUsd).toBe(truthUsd(world, baseUsd));
        expect(record.pnlUsd).toBe(valueTransfers(transfers, pricesOf(plan, flatPrice(baseUsd))).pnlUsd);
        expect(new Set(transfers.map(({ id }) => id)).size).toBe(transfers.length);
        const ours = (account: string) => OWN_ACCOUNTS.some((own) => own === account);
        expect(transfers.every(({ from, to }) => ours(from) !== ours(to))).toBe(true);
        if (record.pnlUsd < 0n) seen.losses += 1;
        if (record.attribution === null) return;
        seen.explained += 1;
        expect(sumOf(record.attribution)).toBe(record.pnlUsd - plan.predictedPnlUsd);
      }),
      { numRuns: 500 },
    );
    expect(seen.explained).toBeGreaterThan(100);
    expect(seen.losses).toBeGreaterThan(20);
  });

  /** Bought on the pool for 149.5 a coin, sold on the exchange at this many cents. */
  function soldAt(cents: number, plan: Partial<TradePlan> = {}): TradeRun {
    const run = anExposedTrade(plan);
    priceHedge(run);
    run.send();
    run.fill(2_000);
    const fills = [aFill(2_000, { ticks: cents, feeAmount: 10n ** 18n })];
    run.take({ kind: "cex-settled", attemptId: run.newest.id, orderId: "77", fills });
    run.settleAttempt(run.attempt(1), 2_000);
    return run;
  }

  it.each([
    [15_100, 1_999_250_000n],
    [15_000, -750_000n],
    [14_900, -2_000_750_000n],
  ])("that was sold at %d cents after buying at 14950 is %d", (cents, pnlUsd) => {
    const { state } = soldAt(cents);
    const transfers = transfersOfTrade(state.plan, state.attempts);
    const record = recordOfTrade({ state, transfers, version: 1, baseUsd: flatPrice(150n * USD) });
    expect(record).toMatchObject({
      status: "completed",
      pnlUsd,
      residual: 0n,
      closedAtMs: state.updatedAtMs,
    });
    expect(record.feesUsd).toBe(USD + 750_000n);
    expect(record).toMatchObject({ cexPrice: (BigInt(cents) * USD) / 100n, dexPrice: 149_500_000_000n });
  });

  it("is explained by what the venues took, by the pool's and the book's fills, and by nothing else here", () => {
    const quotes = { dex: 297n * 10n ** 18n, cex: 300n * 10n ** 18n };
    const { state } = soldAt(15_100, { quotes });
    const transfers = transfersOfTrade(state.plan, state.attempts);
    const record = recordOfTrade({ state, transfers, version: 1, baseUsd: flatPrice(150n * USD) });
    // The pool took 299 dollars instead of 297, the exchange gave 302 instead of 300, its fee was as predicted.
    expect(record.attribution).toEqual({
      ...{ feeUsd: 0n, depthUsd: 2n * USD, latencyUsd: -2n * USD },
      ...{ networkUsd: -750_000n, adverseUsd: 0n, reserveUsd: 0n },
    });
  });

  it("of a swap that failed in its block is its network fee, though nothing was traded", () => {
    const run = anExposedTrade({}, 0);
    run.take(run.failed("finalized"));
    const { state } = run;
    const transfers = transfersOfTrade(state.plan, state.attempts);
    const record = recordOfTrade({ state, transfers, version: 1, baseUsd: flatPrice(150n * USD) });
    expect(record).toMatchObject({ status: "failed", pnlUsd: -750_000n, attribution: null });
  });
});
