import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, isRefusal, type PoolCurve, type PoolQuote } from "#model";
import {
  createWhirlpoolCurve,
  loadAccounts,
  readDump,
  type TickArrays,
  type Whirlpool,
  type WhirlpoolAccounts,
} from "../../../../src/venue/solana/orca/index.ts";
import { aWhirlpool, captureBytes, chainOf, fixtureText, hasCaptures } from "./support.ts";

const MINT_A = "So11111111111111111111111111111111111111112" as Whirlpool["tokenMintA"];
const MINT_B = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" as Whirlpool["tokenMintB"];
const L = 10n ** 12n;

const LADDER: TickArrays = chainOf(
  [
    { tick: -800, net: L },
    { tick: -160, net: L },
    { tick: 80, net: -L },
    { tick: 720, net: -L },
  ],
  8,
);

function aCurve(base: "A" | "B", given: Partial<Whirlpool> = {}, tickArrays = LADDER): PoolCurve {
  const whirlpool = aWhirlpool({ tokenMintA: MINT_A, tokenMintB: MINT_B, liquidity: 2n * L, ...given });
  return createWhirlpoolCurve({
    pool: "pool",
    slot: 7,
    baseMint: base === "A" ? MINT_A : MINT_B,
    baseDecimals: 9,
    quoteDecimals: 6,
    whirlpool,
    tickArrays,
    oracle: null,
    blockTimeSec: null,
  });
}

function filled(answer: ReturnType<PoolCurve["sellBase"]>): PoolQuote {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`);
  return answer;
}

describe("a Whirlpool as a curve", () => {
  it("sells and buys the asset on either side of the pair", () => {
    const asA = aCurve("A", { tickCurrentIndex: 40 });
    const asB = aCurve("B", { tickCurrentIndex: 40 });
    const amount = 10n ** 6n;
    expect(filled(asA.sellBase(amount)).sqrtPrice).toBeLessThan(filled(asA.buyBase(amount)).sqrtPrice);
    expect(filled(asB.sellBase(amount)).sqrtPrice).toBeGreaterThan(filled(asB.buyBase(amount)).sqrtPrice);
    expect(filled(asA.sellBase(amount)).amountIn).toBe(amount);
    expect(filled(asA.buyBase(amount)).amountOut).toBe(amount);
    expect(filled(asB.sellBase(amount)).amountIn).toBe(amount);
    expect(filled(asB.buyBase(amount)).amountOut).toBe(amount);
  });

  it("is the same from both sides at a price of one, where the ladder is symmetric", () => {
    const even = chainOf(
      [
        { tick: -160, net: L },
        { tick: 160, net: -L },
      ],
      8,
    );
    const asA = aCurve("A", { liquidity: L }, even);
    const asB = aCurve("B", { liquidity: L }, even);
    const sold = filled(asA.sellBase(10n ** 9n)).amountOut;
    expect(Number(filled(asB.sellBase(10n ** 9n)).amountOut - sold)).toBeLessThanOrEqual(1);
  });

  it("names its price as an exact fraction, inverted with the asset", () => {
    const asA = aCurve("A", { tickCurrentIndex: 40 }).mid;
    const asB = aCurve("B", { tickCurrentIndex: 40 }).mid;
    expect(asA.num * asB.num).toBe(asA.den * asB.den);
    // 1.0001^40 = 1.004008…
    expect((asA.num * 1_000_000n) / asA.den).toBe(1_004_007n);
  });

  it("brackets its price: selling fetches less, buying costs more", () => {
    const curve = aCurve("A", { tickCurrentIndex: 40 });
    const { num, den } = curve.mid;
    for (const amount of [1000n, 10n ** 6n, 10n ** 9n]) {
      expect(filled(curve.sellBase(amount)).amountOut * den).toBeLessThan(amount * num);
      expect(filled(curve.buyBase(amount)).amountIn * den).toBeGreaterThan(amount * num);
    }
  });

  it("refuses what it cannot fill whole, and amounts that no instruction can carry", () => {
    const thin = aCurve("A", { tickCurrentIndex: -443_000, liquidity: 1000n }, () => "uninitialised");
    expect(thin.sellBase(2n ** 63n)).toEqual({ refused: "PartialFillError" });
    const curve = aCurve("A");
    expect(curve.sellBase(0n)).toEqual({ refused: "ZeroTradableAmount" });
    expect(curve.sellBase(-1n)).toEqual({ refused: "AmountOutOfRange" });
    expect(curve.buyBase(1n << 64n)).toEqual({ refused: "AmountOutOfRange" });
    expect(curve.buyBase(2n ** 63n)).toEqual({ refused: "TickArraySequenceInvalidIndex" });
  });

  it("is not made for a pool that does not hold the asset", () => {
    const accounts = { whirlpool: aWhirlpool(), tickArrays: LADDER, oracle: null, blockTimeSec: null };
    const make = () =>
      createWhirlpoolCurve({
        ...accounts,
        pool: "P",
        slot: 1,
        baseMint: MINT_A,
        baseDecimals: 9,
        quoteDecimals: 6,
      });
    expect(make).toThrow(InputError);
    expect(make).toThrow(/pool P does not hold the mint So1/);
  });

  it("carries the static fee, or what an adaptive pool charges now", () => {
    expect(aCurve("A").feePpm).toBe(500);
    const pool = "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW";
    const accounts = loadAccounts(fixtureText("mainnet-365795240.csv")).accountsOf(pool, 1757467270n)!;
    const curve = createWhirlpoolCurve({
      ...accounts,
      pool,
      slot: 1,
      baseMint: MINT_A,
      baseDecimals: 9,
      quoteDecimals: 6,
    });
    expect(curve.feePpm).toBe(455);
    expect(filled(curve.sellBase(20_000_000n)).amountOut).toBe(4325437n);
  });
});

/** What must hold for any pool: `largest` is a size that it can still fill. */
function holdsFor(curve: PoolCurve, largest: bigint): void {
  // A unit of the input may be lost to rounding, and be worth many units of the output.
  const unit = curve.mid.num / curve.mid.den + 1n;
  const anyAmount = fc.bigInt({ min: 1n, max: largest });
  fc.assert(
    fc.property(anyAmount, anyAmount, (one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      const few = filled(curve.sellBase(less));
      const many = filled(curve.sellBase(more));
      // Selling more never fetches less, and never more for each unit.
      expect(many.amountOut).toBeGreaterThanOrEqual(few.amountOut);
      const slack = BigInt(many.ticksCrossed + 2) * unit * more;
      expect(many.amountOut * less).toBeLessThanOrEqual(few.amountOut * more + slack);
      // Buying more never costs less, and never less for each unit.
      const dear = filled(curve.buyBase(more));
      const cheap = filled(curve.buyBase(less));
      expect(dear.amountIn).toBeGreaterThanOrEqual(cheap.amountIn);
      expect(dear.amountIn * less + BigInt(dear.ticksCrossed + 2) * more).toBeGreaterThanOrEqual(
        cheap.amountIn * more,
      );
      // Buying and at once selling what was bought is always a loss.
      expect(filled(curve.sellBase(less)).amountOut).toBeLessThan(cheap.amountIn);
    }),
    { numRuns: 300 },
  );
}

describe("every curve", () => {
  it("rises and bends the right way over its ticks, seen from A", () => {
    holdsFor(aCurve("A", { tickCurrentIndex: 40 }), 3n * 10n ** 10n);
  });

  it("rises and bends the right way over its ticks, seen from B", () => {
    holdsFor(aCurve("B", { tickCurrentIndex: 40 }), 3n * 10n ** 10n);
  });

  it("asks no more for an output than the input that fetched it", () => {
    const asA = aCurve("A", { tickCurrentIndex: 40 });
    const asB = aCurve("B", { tickCurrentIndex: 40 });
    fc.assert(
      fc.property(fc.bigInt({ min: 10n, max: 3n * 10n ** 10n }), (amount) => {
        const sold = filled(asA.sellBase(amount));
        // The other side's purchase is the same trade with its output given.
        const back = filled(asB.buyBase(sold.amountOut));
        expect(back.amountIn).toBeLessThanOrEqual(amount);
        expect(back.amountOut).toBe(sold.amountOut);
      }),
    );
  });
});

const SNAPSHOTS = [
  "SOL-USDC-ts64-30bps.HJPjoWUrhoZzkNfRpHuieeFk9WcZWjwy6PBjZ81ngndJ",
  "SOL-USDC-ts8-5bps.7qbRF6YsyGuLUVs6Y1q64bdVrfe4ZcUUz1JRdoVNUJnm",
  "whBTC-USDC-ts8-5bps.55BrDTCLWayM16GwrMEQU57o4PTm6ceF9wavSdNZcEiy",
  "whETH-USDC-ts64-30bps.E5KuHFnU2VuuZFKeghbTLazgxeni4dhQ7URE4oBtJju2",
  "whETH-USDC-ts8-5bps.AU971DrPyhhrpRnmEBp5pDTWL2ny7nofb5vYBjDJkR2E",
];

describe.skipIf(!hasCaptures)("real pools of one slot (../shared/data)", () => {
  it.each(SNAPSHOTS)("%s rises, bends and takes its loss from both sides", (name) => {
    const dump = loadAccounts(readDump(captureBytes(`orca-snapshot-185759999/${name}.json.gz`)));
    expect(dump.slot).toBe(185759999);
    const pool = name.split(".")[1]!;
    expect(dump.pools).toEqual([pool]);
    const accounts: WhirlpoolAccounts = dump.accountsOf(pool, null)!;
    for (const baseMint of [accounts.whirlpool.tokenMintA, accounts.whirlpool.tokenMintB]) {
      const curve = createWhirlpoolCurve({
        ...accounts,
        pool,
        slot: dump.slot,
        baseMint,
        baseDecimals: 9,
        quoteDecimals: 6,
      });
      holdsFor(curve, largestFilled(curve));
    }
  });
});

/** Doubles a size until the pool's three arrays no longer fill it either way. */
function largestFilled(curve: PoolCurve): bigint {
  let amount = 1000n;
  while (!isRefusal(curve.sellBase(amount * 2n)) && !isRefusal(curve.buyBase(amount * 2n))) amount *= 2n;
  return amount;
}
