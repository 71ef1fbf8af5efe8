import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWhirlpoolState, decodeOracle, decodeWhirlpool, readTickArray } from "#venue/solana";
import { createRandom } from "../../sim/market/index.ts";
import { createPool } from "../../sim/solana/genesis/create-pool.ts";
import type { FeeConstants } from "../../sim/solana/program/oracle-account.ts";
import { encodeOracle } from "../../sim/solana/program/oracle-account.ts";
import type { PoolState } from "../../sim/solana/program/pool-state.ts";
import { ProgramError } from "../../sim/solana/program/program-error.ts";
import type { SwapRequest } from "../../sim/solana/program/swap.ts";
import { executeSwap } from "../../sim/solana/program/swap.ts";
import { encodeTickArray } from "../../sim/solana/program/tick-array-account.ts";
import { encodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";
import { createProvider } from "../../sim/solana/traders/provider.ts";

const START_SEC = 1_790_000_000;
// UNI's invented mint sorts after USDC's, so there the asset is token B.
const FIRST_PRICE = { SOL: 150, BTC: 85_000, ETH: 2_700, UNI: 9.3 };

/** Reads the engine's accounts as Tandem does: bytes only, an absent array is uninitialised. */
function quoteFromBytes(pool: PoolState, { blockTimeSec, ...order }: SwapRequest) {
  const state = createWhirlpoolState({
    whirlpool: decodeWhirlpool(encodeWhirlpool(pool.whirlpool)),
    tickArrays: (start) => decodedArray(pool, start),
    oracle: pool.oracle === undefined ? null : decodeOracle(encodeOracle(pool.oracle)),
    blockTimeSec,
  });
  return state.quote(order);
}

function decodedArray(pool: PoolState, start: number) {
  const array = pool.arrays.get(start);
  return array === undefined ? "uninitialised" : readTickArray(encodeTickArray(array));
}

function execute(pool: PoolState, request: SwapRequest) {
  try {
    return executeSwap(pool, request);
  } catch (error) {
    if (error instanceof ProgramError) return error.code;
    throw error;
  }
}

const constants = fc.record({
  filterPeriodSec: fc.integer({ min: 1, max: 60 }),
  decayPeriodSec: fc.integer({ min: 61, max: 1_200 }),
  reductionFactor: fc.integer({ min: 0, max: 9_999 }),
  controlFactor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 99_999 })),
  maxAccumulator: fc.integer({ min: 0, max: 1_000_000 }),
  tickGroupSize: fc.constantFrom(1, 2, 4),
  majorSwapThresholdTicks: fc.integer({ min: 1, max: 88 }),
});

const step = fc.record({
  aToB: fc.boolean(),
  exactIn: fc.boolean(),
  dollars: fc.double({ min: 0.000_01, max: 3_000_000, noNaN: true }),
  limitPpm: fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined }),
  waitSec: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5_000 })),
  provides: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function requestOf(pool: ReturnType<typeof createPool>, one: Step, blockTimeSec: bigint): SwapRequest {
  const { baseIsA, baseDecimals, quoteDecimals } = pool.orientation;
  const namesBase = (one.aToB === baseIsA) === one.exactIn;
  const price = FIRST_PRICE[pool.base as keyof typeof FIRST_PRICE];
  const units = namesBase ? (one.dollars / price) * 10 ** baseDecimals : one.dollars * 10 ** quoteDecimals;
  const { sqrtPrice } = pool.state.whirlpool;
  const distance = one.limitPpm === undefined ? 0n : (sqrtPrice * BigInt(one.limitPpm)) / 1_000_000n;
  const limit = one.aToB ? sqrtPrice - distance : sqrtPrice + distance;
  return {
    aToB: one.aToB,
    exactIn: one.exactIn,
    amount: BigInt(Math.round(units)),
    sqrtPriceLimit: one.limitPpm === undefined ? 0n : limit,
    blockTimeSec,
  };
}

function comparePaths(
  base: keyof typeof FIRST_PRICE,
  fees: FeeConstants | undefined,
  steps: readonly Step[],
) {
  const pool = createPool(base, FIRST_PRICE[base], START_SEC);
  if (fees !== undefined && pool.state.oracle !== undefined)
    Object.assign(pool.state.oracle, { constants: fees });
  const provider = createProvider(createRandom(steps.length));
  let nowSec = BigInt(START_SEC);
  let swaps = 0;
  for (const one of steps) {
    nowSec += BigInt(one.waitSec);
    if (one.provides) pool.provide(provider.next(pool), nowSec);
    const request = requestOf(pool, one, nowSec);
    const quote = quoteFromBytes(pool.state, request);
    const outcome = execute(pool.state, request);
    if (typeof outcome === "string") {
      expect(quote).toBe(outcome);
      continue;
    }
    expect(quote).toEqual({
      amountIn: outcome.amountIn,
      amountOut: outcome.amountOut,
      fee: outcome.lpFee + outcome.protocolFee,
      sqrtPrice: outcome.sqrtPrice,
      tick: outcome.tick,
      ticksCrossed: outcome.crossed.length,
      liquidity: outcome.liquidity,
    });
    pool.swap(outcome);
    swaps += 1;
  }
  return swaps;
}

describe("the stand-in's engine and Tandem's quotes, two implementations of one program", () => {
  it.each(["BTC", "ETH", "UNI"] as const)("agree to the unit on the static-fee %s pool", (base) => {
    let swaps = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        swaps += comparePaths(base, undefined, steps);
      }),
      { numRuns: 60 },
    );
    expect(swaps).toBeGreaterThan(200);
  });

  it("agree to the unit on the adaptive-fee SOL pool under any fee constants and waiting times", () => {
    let swaps = 0;
    fc.assert(
      fc.property(constants, fc.array(step, { minLength: 5, maxLength: 25 }), (fees, steps) => {
        swaps += comparePaths("SOL", fees, steps);
      }),
      { numRuns: 200 },
    );
    expect(swaps).toBeGreaterThan(800);
  });
});
