import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { address } from "@solana/kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeLiquidity } from "../../sim/solana/program/liquidity.ts";
import { decodeOracle, encodeOracle, isOracle } from "../../sim/solana/program/oracle-account.ts";
import type { PoolState } from "../../sim/solana/program/pool-state.ts";
import { ProgramError } from "../../sim/solana/program/program-error.ts";
import { applySwap, executeSwap } from "../../sim/solana/program/swap.ts";
import {
  arrayStart,
  decodeTickArray,
  encodeTickArray,
  isTickArray,
} from "../../sim/solana/program/tick-array-account.ts";
import {
  MAX_SQRT_PRICE,
  MAX_TICK,
  MIN_SQRT_PRICE,
  MIN_TICK,
  sqrtPriceOfTick,
  tickOfSqrtPrice,
} from "../../sim/solana/program/tick-math.ts";
import { decodeWhirlpool, encodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";

const DATA = fileURLToPath(new URL("../../../shared/data/solana/", import.meta.url));
const VECTORS = `${DATA}orca-swap-vectors/swap_test_cases.df0c556e.json.gz`;
const REPLAY = `${DATA}orca-replay-20220406/SOL-USDC-ts128.65shmpuYmxx5p7ggNCZbyrGLCXVqbBR1ZD5aAocRBUNG.json.gz`;
const EOS = `${DATA}orca-eos365795240/`;
const gunzipJson = (path: string) => JSON.parse(gunzipSync(readFileSync(path)).toString("utf8"));

const SOMEWHERE = address("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW");

function aPool(overrides: Partial<PoolState["whirlpool"]> & { tickSpacing: number }): PoolState {
  const whirlpool = {
    config: SOMEWHERE,
    feeTierIndex: overrides.tickSpacing,
    feeRate: 400,
    protocolFeeRate: 1300,
    mintA: SOMEWHERE,
    mintB: SOMEWHERE,
    vaultA: SOMEWHERE,
    vaultB: SOMEWHERE,
    liquidity: 0n,
    sqrtPrice: 1n << 64n,
    tick: 0,
    protocolFeeOwedA: 0n,
    protocolFeeOwedB: 0n,
    feeGrowthA: 0n,
    feeGrowthB: 0n,
    rewardsUpdatedSec: 0n,
    ...overrides,
  };
  return { address: SOMEWHERE, whirlpool, arrays: new Map(), oracle: undefined };
}

function withArrays(pool: PoolState, ticks: readonly number[]): PoolState {
  for (const tick of ticks) {
    const start = arrayStart(tick, pool.whirlpool.tickSpacing);
    if (!pool.arrays.has(start))
      pool.arrays.set(start, {
        address: SOMEWHERE,
        pool: SOMEWHERE,
        layout: "fixed",
        start,
        ticks: new Map(),
      });
  }
  return pool;
}

/** The vectors stop each swap at the far edge of its third, empty array. */
function farEdge(tick: number, tickSpacing: number, aToB: boolean): number {
  const span = 88 * tickSpacing;
  if (aToB) return Math.max(MIN_TICK, arrayStart(tick, tickSpacing) - 2 * span);
  return Math.min(MAX_TICK, arrayStart(tick + tickSpacing, tickSpacing) + 3 * span - 1);
}

describe("the stand-in's tick math", () => {
  it("meets the program's least and greatest price at the outermost ticks", () => {
    expect(sqrtPriceOfTick(MIN_TICK)).toBe(MIN_SQRT_PRICE);
    expect(sqrtPriceOfTick(MAX_TICK)).toBe(MAX_SQRT_PRICE);
    expect(sqrtPriceOfTick(0)).toBe(1n << 64n);
  });

  it("finds the tick of every price between a tick's price and the next", () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_TICK, max: MAX_TICK - 1 }), (tick) => {
        const low = sqrtPriceOfTick(tick);
        const high = sqrtPriceOfTick(tick + 1);
        expect(high).toBeGreaterThan(low);
        expect(tickOfSqrtPrice(low)).toBe(tick);
        expect(tickOfSqrtPrice(high - 1n)).toBe(tick);
      }),
    );
  });
});

describe("the stand-in's Whirlpool engine", () => {
  it.skipIf(!existsSync(VECTORS))("reproduces every success among the program's swap vectors", () => {
    const vectors = gunzipJson(VECTORS);
    let successes = 0;
    for (const vector of vectors) {
      const pool = aPool({
        tickSpacing: vector.tickSpacing,
        feeRate: vector.feeRate,
        protocolFeeRate: vector.protocolFeeRate,
        liquidity: BigInt(vector.liquidity),
        sqrtPrice: sqrtPriceOfTick(vector.currTickIndex),
        tick: vector.currTickIndex,
      });
      const request = {
        aToB: vector.aToB,
        exactIn: vector.amountIsInput,
        amount: BigInt(vector.tradeAmount),
        sqrtPriceLimit: sqrtPriceOfTick(farEdge(vector.currTickIndex, vector.tickSpacing, vector.aToB)),
        blockTimeSec: 0n,
      };
      if (vector.expectation.exception !== "") continue;
      const outcome = executeSwap(pool, request);
      successes += 1;
      const got = {
        amountA: vector.aToB ? outcome.amountIn : outcome.amountOut,
        amountB: vector.aToB ? outcome.amountOut : outcome.amountIn,
        nextLiquidity: outcome.liquidity,
        nextTickIndex: outcome.tick,
        nextSqrtPrice: outcome.sqrtPrice,
        nextFeeGrowthGlobal: outcome.feeGrowth,
        nextProtocolFee: outcome.protocolFee,
      };
      for (const [field, value] of Object.entries(got))
        expect(`${vector.testId} ${field} ${value}`).toBe(
          `${vector.testId} ${field} ${vector.expectation[field]}`,
        );
    }
    expect(successes).toBe(2272);
  });

  it.skipIf(!existsSync(REPLAY))("replays a day of executed mainnet swaps and liquidity changes", () => {
    const recording = gunzipJson(REPLAY);
    const { start } = recording;
    const ticks = start.initializedTicks.map(({ tick }: { tick: number }) => tick);
    for (const event of recording.events)
      if (!("aToB" in event)) ticks.push(event.tickLower, event.tickUpper);
    const sqrtPrice = BigInt(start.sqrtPrice);
    const pool = withArrays(
      aPool({
        tickSpacing: recording.tickSpacing,
        feeRate: recording.feeRate,
        protocolFeeRate: 300,
        liquidity: BigInt(start.liquidity),
        sqrtPrice,
        tick: tickOfSqrtPrice(sqrtPrice),
      }),
      ticks,
    );
    for (const { tick, liquidityNet } of start.initializedTicks) {
      const array = pool.arrays.get(arrayStart(tick, recording.tickSpacing));
      // The recording has no gross liquidity: one that never runs out keeps each tick initialised.
      array?.ticks.set((tick - array.start) / recording.tickSpacing, {
        liquidityNet: BigInt(liquidityNet),
        liquidityGross: 1n << 100n,
        feeGrowthOutsideA: 0n,
        feeGrowthOutsideB: 0n,
      });
    }
    let swaps = 0;
    for (const event of recording.events) {
      if (!("aToB" in event)) {
        changeLiquidity(
          pool,
          {
            lowerTick: event.tickLower,
            upperTick: event.tickUpper,
            liquidity: BigInt(event.liquidityDelta),
          },
          BigInt(event.blockTime),
        );
        continue;
      }
      const outcome = executeSwap(pool, {
        aToB: event.aToB,
        exactIn: event.exactIn,
        amount: BigInt(event.amount),
        sqrtPriceLimit: BigInt(event.sqrtPriceLimit),
        blockTimeSec: BigInt(event.blockTime),
      });
      applySwap(pool, outcome);
      swaps += 1;
      expect([
        outcome.amountIn,
        outcome.amountOut,
        outcome.sqrtPrice,
        outcome.liquidity,
        outcome.crossed.length,
      ]).toEqual([
        BigInt(event.amountIn),
        BigInt(event.amountOut),
        BigInt(event.post.sqrtPrice),
        BigInt(event.post.liquidity),
        event.ticksCrossed,
      ]);
    }
    expect(swaps).toBe(1083);
    expect(pool.whirlpool.tick).toBe(recording.anchorEnd.tickCurrentIndex);
  });

  const dump = () =>
    readFileSync(`${EOS}eos365795240.dump.csv`, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const [key = "", base64 = ""] = line.split(",");
        return { key: address(key), bytes: Buffer.from(base64, "base64") };
      });

  it.skipIf(!existsSync(EOS))("executes the recorded four-leg mainnet swap to the unit", () => {
    const expected = JSON.parse(readFileSync(`${EOS}EXPECTED.json`, "utf8"));
    const accounts = dump();
    for (const leg of expected.legs) {
      const whirlpool = decodeWhirlpool(accounts.find(({ key }) => key === leg.pool)!.bytes);
      const arrays = accounts
        .filter(({ bytes }) => isTickArray(bytes))
        .map(({ key, bytes }) => decodeTickArray(key, bytes))
        .filter(({ pool }) => pool === leg.pool);
      const oracle = accounts
        .filter(({ bytes }) => isOracle(bytes))
        .map(({ key, bytes }) => decodeOracle(key, bytes))
        .find(({ pool }) => pool === leg.pool);
      const pool = {
        address: address(leg.pool),
        whirlpool,
        arrays: new Map(arrays.map((array) => [array.start, array])),
        oracle,
      };
      const outcome = executeSwap(pool, {
        aToB: leg.aToB,
        exactIn: true,
        amount: BigInt(leg.amountIn),
        sqrtPriceLimit: 0n,
        blockTimeSec: BigInt(expected.nextBlockTime),
      });
      expect(outcome.amountOut).toBe(BigInt(leg.amountOut));
      expect(outcome.lpFee + outcome.protocolFee).toBe(BigInt(leg.tradeFee));
    }
  });

  it.skipIf(!existsSync(EOS))("writes recorded dynamic arrays and oracles back to the same bytes", () => {
    let compared = 0;
    for (const { key, bytes } of dump()) {
      if (isOracle(bytes)) {
        expect(encodeOracle(decodeOracle(key, bytes)).equals(bytes)).toBe(true);
        compared += 1;
      } else if (isTickArray(bytes)) {
        const again = decodeTickArray(key, encodeTickArray(decodeTickArray(key, bytes)));
        expect(again).toEqual(decodeTickArray(key, bytes));
        compared += 1;
      } else {
        const pool = decodeWhirlpool(bytes);
        expect(decodeWhirlpool(encodeWhirlpool(pool))).toEqual(pool);
        expect(encodeWhirlpool(pool).subarray(41, 269).equals(bytes.subarray(41, 269))).toBe(true);
      }
    }
    expect(compared).toBe(13);
  });

  it("refuses a swap that runs past its three arrays under the program's name", () => {
    const pool = aPool({ tickSpacing: 4, liquidity: 1_000_000n });
    const run = () =>
      executeSwap(pool, {
        aToB: true,
        exactIn: true,
        amount: 1n << 60n,
        sqrtPriceLimit: 0n,
        blockTimeSec: 0n,
      });
    expect(run).toThrow(new ProgramError("TickArraySequenceInvalidIndex"));
  });

  it("never gives back more than a round trip put in, whatever the ticks between", () => {
    const position = fc.record({
      lower: fc.integer({ min: -300, max: -1 }),
      upper: fc.integer({ min: 0, max: 300 }),
      liquidity: fc.bigInt({ min: 1n, max: 1n << 50n }),
    });
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 6 }),
        fc.bigInt({ min: 1n, max: 1n << 40n }),
        fc.boolean(),
        (positions, amount, aToB) => {
          const pool = withArrays(
            aPool({ tickSpacing: 4 }),
            [-1408, -1056, -704, -352, 0, 352, 704, 1056, 1407],
          );
          for (const { lower, upper, liquidity } of positions)
            changeLiquidity(pool, { lowerTick: lower * 4, upperTick: upper * 4 + 4, liquidity }, 0n);
          const limits = { down: sqrtPriceOfTick(-300), up: sqrtPriceOfTick(300) };
          const trade = (direction: boolean, size: bigint) => {
            const outcome = executeSwap(pool, {
              aToB: direction,
              exactIn: true,
              amount: size,
              sqrtPriceLimit: direction ? limits.down : limits.up,
              blockTimeSec: 0n,
            });
            applySwap(pool, outcome);
            return outcome;
          };
          const there = trade(aToB, amount);
          if (there.amountOut === 0n) return;
          const back = trade(!aToB, there.amountOut);
          expect(back.amountOut).toBeLessThanOrEqual(there.amountIn);
          let net = 0n;
          for (const array of pool.arrays.values())
            for (const tick of array.ticks.values()) net += tick.liquidityNet;
          expect(net).toBe(0n);
        },
      ),
    );
  });
});
