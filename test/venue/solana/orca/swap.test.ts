import { describe, expect, it } from "vitest";
import {
  createWhirlpoolState,
  edgeArrayStarts,
  type SwapQuote,
  type TickArrays,
  type WhirlpoolState,
} from "../../../../src/venue/solana/orca/index.ts";
import {
  MAX_SQRT_PRICE,
  MAX_TICK,
  MIN_SQRT_PRICE,
  MIN_TICK,
} from "../../../../src/venue/solana/orca/program.ts";
import { sqrtPriceAtTick } from "../../../../src/venue/solana/orca/tick-math.ts";
import { aWhirlpool, chainOf, type InitialisedTick } from "./support.ts";

const SPACING = 8;
const SPAN = 88 * SPACING;
const L = 10n ** 12n;

function aState(
  tickCurrentIndex: number,
  tickArrays: TickArrays,
  given: Parameters<typeof aWhirlpool>[0] = {},
): WhirlpoolState {
  const whirlpool = aWhirlpool({ tickSpacing: SPACING, tickCurrentIndex, liquidity: L, ...given });
  return createWhirlpoolState({ whirlpool, tickArrays, oracle: null, blockTimeSec: null });
}

/** An exact input, up to a price where one is given. */
function sell(state: WhirlpoolState, aToB: boolean, amount: bigint, sqrtPriceLimit = 0n): SwapQuote | string {
  return state.quote({ aToB, exactIn: true, amount, sqrtPriceLimit });
}

const HUGE = 2n ** 60n;
const empty: TickArrays = () => "uninitialised";

describe("the end of a swap's tick arrays", () => {
  it("lies three arrays from the one that holds the tick, downwards", () => {
    const state = aState(100, empty);
    expect(sell(state, true, HUGE)).toBe("TickArraySequenceInvalidIndex");
    expect(sell(state, true, HUGE, sqrtPriceAtTick(-2 * SPAN))).toMatchObject({ tick: -2 * SPAN - 1 });
    expect(sell(state, true, HUGE, sqrtPriceAtTick(-2 * SPAN) - 1n)).toBe("TickArraySequenceInvalidIndex");
  });

  it("lies one tick short of the fourth array, upwards", () => {
    const state = aState(100, empty);
    expect(sell(state, false, HUGE)).toBe("TickArraySequenceInvalidIndex");
    expect(sell(state, false, HUGE, sqrtPriceAtTick(3 * SPAN - 1))).toMatchObject({ tick: 3 * SPAN - 1 });
    expect(sell(state, false, HUGE, sqrtPriceAtTick(3 * SPAN))).toBe("TickArraySequenceInvalidIndex");
  });

  it("shifts up by one array where the tick is within the last spacing of its own", () => {
    const lastPlace = SPAN - SPACING;
    const beyond = sqrtPriceAtTick(4 * SPAN - 1);
    expect(sell(aState(lastPlace - 1, empty), false, HUGE, beyond)).toBe("TickArraySequenceInvalidIndex");
    expect(sell(aState(lastPlace, empty), false, HUGE, beyond)).toMatchObject({ tick: 4 * SPAN - 1 });
  });

  it("comes at once after an initialised tick on the last place of the third array", () => {
    const lastPlace = 3 * SPAN - SPACING;
    const state = aState(100, chainOf([{ tick: lastPlace, net: -1n }], SPACING));
    expect(sell(state, false, HUGE, sqrtPriceAtTick(lastPlace))).toMatchObject({ tick: lastPlace });
    expect(sell(state, false, HUGE, sqrtPriceAtTick(lastPlace + 1))).toBe("TickArraySequenceInvalidIndex");
  });

  it("is the end of all prices in the outermost arrays", () => {
    const low = aState(MIN_TICK + 500, empty, { liquidity: 1000n });
    expect(sell(low, true, HUGE)).toMatchObject({ sqrtPrice: MIN_SQRT_PRICE, tick: MIN_TICK - 1 });
    const high = aState(MAX_TICK - 500, empty, { liquidity: 1000n });
    expect(sell(high, false, HUGE)).toMatchObject({ sqrtPrice: MAX_SQRT_PRICE, tick: MAX_TICK });
    expect(high.quote({ aToB: false, exactIn: false, amount: HUGE, sqrtPriceLimit: 0n })).toBe(
      "PartialFillError",
    );
  });
});

describe("tick arrays that were not fetched", () => {
  const only =
    (...starts: number[]): TickArrays =>
    (start) =>
      starts.includes(start) ? "uninitialised" : undefined;

  it("refuse every quote that needs the first of them", () => {
    expect(sell(aState(100, only()), true, 1000n)).toBe("TickArrayNotLoaded");
    expect(sell(aState(SPAN - 1, only(0)), false, 1000n)).toBe("TickArrayNotLoaded");
  });

  it("still allow a swap that stays before their border, and none that touches it", () => {
    const down = aState(100, only(0));
    expect(sell(down, true, 1000n)).toEqual(sell(aState(100, empty), true, 1000n));
    expect(sell(down, true, HUGE, sqrtPriceAtTick(0) + 1n)).toMatchObject({ tick: 0 });
    expect(sell(down, true, HUGE, sqrtPriceAtTick(0))).toBe("TickArrayNotLoaded");
    const up = aState(100, only(0, SPAN));
    expect(sell(up, false, HUGE, sqrtPriceAtTick(2 * SPAN) - 1n)).toMatchObject({ tick: 2 * SPAN - 1 });
    expect(sell(up, false, HUGE)).toBe("TickArrayNotLoaded");
  });

  it("can be named: those around the tick, within the program's ticks", () => {
    expect(edgeArrayStarts(aWhirlpool({ tickSpacing: SPACING, tickCurrentIndex: -1 }), 2)).toEqual([
      -3 * SPAN,
      -2 * SPAN,
      -SPAN,
      0,
      SPAN,
    ]);
    expect(edgeArrayStarts({ tickSpacing: 32896, tickCurrentIndex: 5 }, 3)).toEqual([-88 * 32896, 0]);
    const pool = { tickSpacing: 128, tickCurrentIndex: MAX_TICK - 1 };
    expect(edgeArrayStarts(pool, 1)).toEqual([38 * 11264, 39 * 11264]);
  });
});

describe("crossing initialised ticks", () => {
  const ticks: InitialisedTick[] = [
    { tick: -800, net: L },
    { tick: -16, net: 3n * L },
    { tick: 16, net: -3n * L },
    { tick: 800, net: -L },
  ];
  const inside = () => aState(0, chainOf(ticks, SPACING), { liquidity: 4n * L });

  it("changes liquidity by what enters or leaves there", () => {
    expect(sell(inside(), true, HUGE, sqrtPriceAtTick(-100))).toMatchObject({
      liquidity: L,
      ticksCrossed: 1,
    });
    expect(sell(inside(), false, HUGE, sqrtPriceAtTick(100))).toMatchObject({
      liquidity: L,
      ticksCrossed: 1,
    });
    expect(sell(inside(), false, HUGE, sqrtPriceAtTick(900))).toMatchObject({
      liquidity: 0n,
      ticksCrossed: 2,
    });
  });

  it("leaves a pool that stopped exactly on a tick below it after selling A, at it after selling B", () => {
    const down = sell(inside(), true, HUGE, sqrtPriceAtTick(-16));
    expect(down).toMatchObject({ tick: -17, liquidity: L, ticksCrossed: 1, sqrtPrice: sqrtPriceAtTick(-16) });
    const up = sell(inside(), false, HUGE, sqrtPriceAtTick(16));
    expect(up).toMatchObject({ tick: 16, liquidity: L, ticksCrossed: 1, sqrtPrice: sqrtPriceAtTick(16) });
  });

  it("happens once when the price returns over the tick that it stopped on", () => {
    const stopped = sell(inside(), true, HUGE, sqrtPriceAtTick(-16)) as SwapQuote;
    const { liquidity, sqrtPrice } = stopped;
    const after = aState(stopped.tick, chainOf(ticks, SPACING), { liquidity, sqrtPrice });
    expect(sell(after, false, HUGE, sqrtPriceAtTick(0))).toMatchObject({
      liquidity: 4n * L,
      ticksCrossed: 1,
      amountOut: stopped.amountIn - stopped.fee - 1n,
    });
    expect(sell(after, true, HUGE, sqrtPriceAtTick(-100))).toMatchObject({ ticksCrossed: 0, liquidity: L });
  });

  it("keeps the tick where a dust of input moves no price", () => {
    expect(sell(inside(), true, 1n)).toMatchObject({ amountIn: 1n, amountOut: 0n, fee: 1n, tick: 0 });
  });

  it("is refused where liquidity would fall below zero", () => {
    const broken = aState(0, chainOf([{ tick: -16, net: 5n * L }], SPACING), { liquidity: L });
    expect(sell(broken, true, HUGE)).toBe("LiquidityUnderflow");
  });
});

describe("a swap's terms", () => {
  const state = aState(0, empty);

  it("refuse nothing as an amount and a limit out of bounds or behind the price", () => {
    expect(sell(state, true, 0n)).toBe("ZeroTradableAmount");
    expect(sell(state, true, 1n, MIN_SQRT_PRICE - 1n)).toBe("SqrtPriceOutOfBounds");
    expect(sell(state, false, 1n, MAX_SQRT_PRICE + 1n)).toBe("SqrtPriceOutOfBounds");
    expect(sell(state, true, 1n, sqrtPriceAtTick(1))).toBe("InvalidSqrtPriceLimitDirection");
    expect(sell(state, false, 1n, sqrtPriceAtTick(-1))).toBe("InvalidSqrtPriceLimitDirection");
  });

  it("stop at a limit with what was filled until there", () => {
    const limit = sqrtPriceAtTick(-10);
    const quote = sell(state, true, HUGE, limit) as SwapQuote;
    expect(quote.sqrtPrice).toBe(limit);
    expect(quote.amountIn).toBeLessThan(HUGE);
    // The same input without a limit may end a rounding away from it, on either side.
    const free = sell(state, true, quote.amountIn) as SwapQuote;
    expect(Math.abs(Number(free.amountOut - quote.amountOut))).toBeLessThanOrEqual(1);
  });

  it("do nothing at a limit that is the price already", () => {
    expect(sell(state, true, 5n, sqrtPriceAtTick(0))).toMatchObject({ amountIn: 0n, amountOut: 0n, tick: 0 });
  });

  it("cross empty stretches for free", () => {
    const gap = aState(0, chainOf([{ tick: -160, net: -L }], SPACING), { liquidity: 0n });
    expect(sell(gap, true, 10n ** 6n)).toMatchObject({ amountIn: 10n ** 6n, liquidity: L, ticksCrossed: 1 });
  });
});
