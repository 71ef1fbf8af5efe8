import { describe, expect, it } from "vitest";
import { createWhirlpoolState } from "../../../../src/venue/solana/orca/index.ts";
import { MAX_TICK, MIN_TICK, TICKS_PER_ARRAY } from "../../../../src/venue/solana/orca/program.ts";
import { sqrtPriceAtTick } from "../../../../src/venue/solana/orca/tick-math.ts";
import { aWhirlpool, captureText, hasCaptures } from "./support.ts";

interface Vector {
  readonly testId: number;
  readonly tickSpacing: number;
  readonly feeRate: number;
  readonly liquidity: string;
  readonly currTickIndex: number;
  readonly tradeAmount: string;
  readonly amountIsInput: boolean;
  readonly aToB: boolean;
  readonly expectation: {
    readonly exception: string;
    readonly amountA: string;
    readonly amountB: string;
    readonly nextLiquidity: string;
    readonly nextTickIndex: number;
    readonly nextSqrtPrice: string;
  };
}

/** The last tick of the third array in the direction of the trade. */
function lastTickOf(vector: Vector): number {
  const span = TICKS_PER_ARRAY * vector.tickSpacing;
  const first = Math.floor(vector.currTickIndex / span) * span;
  const last = vector.aToB ? first - 2 * span : first + 3 * span - 1;
  return Math.max(MIN_TICK, Math.min(MAX_TICK, last));
}

/**
 * The vectors isolate the maths: a pool at the exact price of its tick, three arrays without ticks from
 * the one that holds it, and a price limit at the last tick of the third.
 */
function outcomeOf(vector: Vector, sqrtPriceLimit = sqrtPriceAtTick(lastTickOf(vector))): unknown {
  const state = createWhirlpoolState({
    whirlpool: aWhirlpool({
      tickSpacing: vector.tickSpacing,
      feePpm: vector.feeRate,
      liquidity: BigInt(vector.liquidity),
      tickCurrentIndex: vector.currTickIndex,
    }),
    tickArrays: () => "uninitialised",
    oracle: null,
    blockTimeSec: null,
  });
  const quote = state.quote({
    aToB: vector.aToB,
    exactIn: vector.amountIsInput,
    amount: BigInt(vector.tradeAmount),
    sqrtPriceLimit,
  });
  if (typeof quote === "string") return quote;
  const [amountA, amountB] = vector.aToB
    ? [quote.amountIn, quote.amountOut]
    : [quote.amountOut, quote.amountIn];
  return {
    amountA: String(amountA),
    amountB: String(amountB),
    nextLiquidity: String(quote.liquidity),
    nextTickIndex: quote.tick,
    nextSqrtPrice: String(quote.sqrtPrice),
  };
}

function expectedOf({ expectation }: Vector): unknown {
  const { exception, amountA, amountB, nextLiquidity, nextTickIndex, nextSqrtPrice } = expectation;
  if (exception !== "") return exception;
  return { amountA, amountB, nextLiquidity, nextTickIndex, nextSqrtPrice };
}

/** What the same swap gives without a limit: the vector's outcome, unless the limit cut it short. */
function expectedWithoutLimit(vector: Vector): unknown {
  const { exception, amountA, amountB } = vector.expectation;
  const given = vector.aToB === vector.amountIsInput ? amountA : amountB;
  if (exception !== "" || given === vector.tradeAmount) return expectedOf(vector);
  const last = lastTickOf(vector);
  if (last !== MIN_TICK && last !== MAX_TICK) return "TickArraySequenceInvalidIndex";
  return vector.amountIsInput ? expectedOf(vector) : "PartialFillError";
}

describe.skipIf(!hasCaptures)("the program's swap vectors (../shared/data)", () => {
  const vectors: Vector[] = hasCaptures
    ? JSON.parse(captureText("orca-swap-vectors/swap_test_cases.df0c556e.json.gz"))
    : [];

  it("gives every success to the unit, its next price, tick and liquidity, and every error by name", () => {
    const wrong = vectors
      .map((vector) => ({ id: vector.testId, got: outcomeOf(vector), expected: expectedOf(vector) }))
      .filter(({ got, expected }) => JSON.stringify(got) !== JSON.stringify(expected));
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(wrong.length).toBe(0);
    expect(vectors.filter(({ expectation }) => expectation.exception === "").length).toBe(2272);
    expect(vectors.filter(({ expectation }) => expectation.exception !== "").length).toBe(1568);
  });

  it("refuses, without a limit, what the limit cut short at the third array's end or the last tick", () => {
    const outcomes = vectors.map((vector) => ({
      id: vector.testId,
      got: outcomeOf(vector, 0n),
      expected: expectedWithoutLimit(vector),
    }));
    const wrong = outcomes.filter(({ got, expected }) => JSON.stringify(got) !== JSON.stringify(expected));
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(outcomes.filter(({ got }) => typeof got === "object").length).toBe(1104);
    expect(outcomes.filter(({ got }) => got === "TickArraySequenceInvalidIndex").length).toBe(1024);
    expect(outcomes.filter(({ got }) => got === "PartialFillError").length).toBe(144);
  });
});
