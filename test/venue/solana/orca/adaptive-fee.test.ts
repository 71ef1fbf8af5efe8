import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createWhirlpoolState,
  loadAccounts,
  type Oracle,
  readDump,
  type SwapQuote,
  type TickArrays,
  type WhirlpoolState,
} from "../../../../src/venue/solana/orca/index.ts";
import { aWhirlpool, captureBytes, chainOf, fixtureText, hasCaptures } from "./support.ts";

const POOL = "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW";
const NEXT_BLOCK_SEC = 1757467270n;
const dump = loadAccounts(fixtureText("mainnet-365795240.csv"));

function sellSol(state: WhirlpoolState, lamports: bigint): SwapQuote | string {
  return state.quote({ aToB: true, exactIn: true, amount: lamports, sqrtPriceLimit: 0n });
}

describe("the adaptive fee of a real pool", () => {
  it("was 455 millionths in the next block, which took 9,100 of 20,000,000 lamports", () => {
    const state = dump.stateOf(POOL, NEXT_BLOCK_SEC)!;
    expect(state.feePpm).toBe(455);
    expect(sellSol(state, 20_000_000n)).toMatchObject({ amountOut: 4325437n, fee: 9100n });
  });

  it("decays with block time to the static 400", () => {
    const feeAt = (sec: bigint) => dump.stateOf(POOL, sec)!.feePpm;
    expect(feeAt(1757467258n + 29n)).toBe(455);
    // Half of 23,935 is left as the reference: ceil(60000 * (11967 * 4)^2 / 1e13) = 14.
    expect(feeAt(1757467258n + 30n)).toBe(414);
    expect(feeAt(1757467258n + 599n)).toBe(414);
    expect(feeAt(1757467258n + 600n)).toBe(400);
  });

  it("is refused without a block time, without an oracle, and before the last swap's time", () => {
    expect(sellSol(dump.stateOf(POOL, null)!, 1000n)).toBe("TimestampMissing");
    expect(sellSol(dump.stateOf(POOL, 1757467257n)!, 1000n)).toBe("InvalidTimestamp");
    const accounts = dump.accountsOf(POOL, NEXT_BLOCK_SEC)!;
    expect(sellSol(createWhirlpoolState({ ...accounts, oracle: null }), 1000n)).toBe("OracleNotLoaded");
  });

  it("names a faulty order before a block time that is too early, as the program does", () => {
    const early = dump.stateOf(POOL, 1757467257n)!;
    const order = { aToB: true, exactIn: true, amount: 1000n, sqrtPriceLimit: 0n };
    expect(early.quote({ ...order, amount: 0n })).toBe("ZeroTradableAmount");
    expect(early.quote({ ...order, sqrtPriceLimit: 1n })).toBe("SqrtPriceOutOfBounds");
    const above = early.whirlpool.sqrtPrice + 1n;
    expect(early.quote({ ...order, sqrtPriceLimit: above })).toBe("InvalidSqrtPriceLimitDirection");
  });

  it.skipIf(!hasCaptures)("grows with size as the program's did on these accounts (../shared/data)", () => {
    const whole = loadAccounts(readDump(captureBytes("orca-eos365795240/eos365795240.dump.csv")));
    const state = whole.stateOf(POOL, NEXT_BLOCK_SEC)!;
    const basisPoints = [4n, 31n, 78n, 196n, 491n].map((sol) => {
      const quote = sellSol(state, sol * 10n ** 9n) as SwapQuote;
      return Number((quote.fee * 1_000_000n) / quote.amountIn) / 100;
    });
    expect(basisPoints).toEqual([4.55, 4.69, 7.66, 26.03, 165.94]);
  });
});

const CALM: Oracle = {
  ...dump.accountsOf(POOL, null)!.oracle!,
  tickGroupSize: 8,
  tickGroupReference: 0,
  volatilityReference: 0,
  volatilityAccumulator: 0,
  lastReferenceUpdateSec: 10_000n,
  lastMajorSwapSec: 0n,
  maxVolatilityAccumulator: 50_000,
};

const L = 10n ** 12n;

function aVolatileState(
  oracle: Partial<Oracle>,
  timeSec: bigint,
  tickArrays: TickArrays = () => "uninitialised",
) {
  const whirlpool = aWhirlpool({ tickSpacing: 8, adaptive: true, feePpm: 500, liquidity: L });
  return createWhirlpoolState({
    whirlpool,
    tickArrays,
    oracle: { ...CALM, ...oracle },
    blockTimeSec: timeSec,
  });
}

describe("an adaptive fee", () => {
  it("does not let a pool trade before its time", () => {
    const state = aVolatileState({ tradeEnableSec: 10_001n }, 10_000n);
    expect(sellSol(state, 5n)).toBe("TradeIsNotEnabled");
    const open = aVolatileState({ tradeEnableSec: 10_000n }, 10_000n);
    expect(sellSol(open, 5_000_000n)).toMatchObject({ amountIn: 5_000_000n });
  });

  it("keeps its reference until an hour has passed, however often major swaps renew it", () => {
    const stormy = { tickGroupReference: 5, volatilityReference: 40_000, volatilityAccumulator: 50_000 };
    const renewed = (sec: bigint) => aVolatileState({ ...stormy, lastMajorSwapSec: sec }, sec).feePpm;
    // ceil(60000 * (50000 * 8)^2 / 1e13) = 960, at the most that the accumulator may reach.
    expect(renewed(10_000n + 3600n)).toBe(500 + 960);
    expect(renewed(10_000n + 3601n)).toBe(500);
  });

  it("rises on either side of its reference group", () => {
    const feeFrom = (tickGroupReference: number) => aVolatileState({ tickGroupReference }, 10_000n).feePpm;
    // ceil(60000 * (20000 * 8)^2 / 1e13) = 154.
    expect([feeFrom(-2), feeFrom(0), feeFrom(2)]).toEqual([654, 500, 654]);
  });

  it("is never more than a tenth", () => {
    const wild = {
      controlFactor: 2 ** 32 - 1,
      tickGroupReference: 30,
      maxVolatilityAccumulator: 2 ** 32 - 1,
    };
    expect(aVolatileState(wild, 10_000n).feePpm).toBe(100_000);
  });

  it("charges each tick group that a swap crosses its own rate", () => {
    // From tick 0 downwards the first group entered is -1: ceil(60000 * (group * 80000)^2 / 1e13) on top.
    const rates = [500 + 39, 500 + 154, 500 + 346];
    const walk = aVolatileState({}, 10_000n);
    for (const [index, rate] of rates.entries()) {
      const charged = downTo(walk, -8 * (index + 1)).fee - downTo(walk, -8 * index).fee;
      const alone = downTo(flat(rate), -8 * (index + 1)).fee - downTo(flat(rate), -8 * index).fee;
      // Each step rounds its fee up by itself.
      expect(Math.abs(Number(charged - alone))).toBeLessThanOrEqual(1);
    }
  });

  it("of no control factor is the static fee to the unit, for any size and direction", () => {
    const ticks = chainOf(
      [
        { tick: -400, net: L / 2n },
        { tick: 240, net: -L / 2n },
      ],
      8,
    );
    const volatile = aVolatileState({ controlFactor: 0, tickGroupReference: 4 }, 10_000n, ticks);
    const steady = flat(500, ticks);
    const anyAmount = fc.bigInt({ min: 1n, max: 10n ** 11n });
    fc.assert(
      fc.property(anyAmount, fc.boolean(), fc.boolean(), (amount, aToB, exactIn) => {
        const order = { aToB, exactIn, amount, sqrtPriceLimit: 0n };
        expect(volatile.quote(order)).toEqual(steady.quote(order));
      }),
    );
  });

  it("beyond its core groups is the most it can be, whatever was crossed", () => {
    const state = aVolatileState({}, 10_000n);
    const upTo = (tick: number) =>
      state.quote({
        aToB: false,
        exactIn: true,
        amount: 2n ** 60n,
        sqrtPriceLimit: priceOf(tick),
      }) as SwapQuote;
    const near = upTo(400);
    const far = upTo(1200);
    const paid = far.amountIn - near.amountIn;
    // 500 + 960 of what was paid in between.
    const expected = (paid * 1460n) / 1_000_000n;
    expect(far.fee - near.fee - expected).toBeGreaterThanOrEqual(-1n);
    expect(far.fee - near.fee - expected).toBeLessThanOrEqual(2n);
  });
});

function flat(feePpm: number, tickArrays: TickArrays = () => "uninitialised"): WhirlpoolState {
  const whirlpool = aWhirlpool({ tickSpacing: 8, feePpm, liquidity: L });
  return createWhirlpoolState({ whirlpool, tickArrays, oracle: null, blockTimeSec: null });
}

function downTo(state: WhirlpoolState, tick: number): SwapQuote {
  return state.quote({
    aToB: true,
    exactIn: true,
    amount: 2n ** 60n,
    sqrtPriceLimit: priceOf(tick),
  }) as SwapQuote;
}

function priceOf(tick: number): bigint {
  return aWhirlpool({ tickCurrentIndex: tick }).sqrtPrice;
}
