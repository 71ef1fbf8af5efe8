import { OrderBook } from "#book";
import { createDepthUpdate, type DepthUpdate, type Instrument, type PoolCurve, type PoolQuote } from "#model";

/** Builders for tests of the signal and the engine: small books and a pool whose curve is known in closed form. */

export function anInstrument(change: Partial<Instrument> = {}): Instrument {
  return {
    symbol: "solusd",
    base: "SOL",
    quote: "USD",
    tickSize: { units: 1n, decimals: 2 },
    lotSize: { units: 1n, decimals: 3 },
    minLots: 10,
    open: true,
    ...change,
  };
}

export const usdcInstrument = anInstrument({
  symbol: "usdcusd",
  base: "USDC",
  tickSize: { units: 1n, decimals: 5 },
  lotSize: { units: 1n, decimals: 2 },
  minLots: 100,
});

export type Level = readonly [ticks: number, lots: number];

export interface DepthInput {
  readonly symbol?: string;
  readonly firstId?: number;
  readonly lastId: number;
  readonly bids?: readonly Level[];
  readonly asks?: readonly Level[];
}

/** A depth frame; without `firstId` it is a snapshot. */
export function aDepth({
  symbol = "solusd",
  firstId,
  lastId,
  bids = [],
  asks = [],
}: DepthInput): DepthUpdate {
  const update = createDepthUpdate(Math.max(bids.length, asks.length, 1));
  update.symbol = symbol;
  update.firstId = firstId ?? lastId;
  update.lastId = lastId;
  update.bidCount = bids.length;
  update.askCount = asks.length;
  bids.forEach(([ticks, lots], i) => {
    update.bidTicks[i] = ticks;
    update.bidLots[i] = lots;
  });
  asks.forEach(([ticks, lots], i) => {
    update.askTicks[i] = ticks;
    update.askLots[i] = lots;
  });
  return update;
}

export function aBook(
  bids: readonly Level[],
  asks: readonly Level[],
  instrument = anInstrument(),
): OrderBook {
  const book = new OrderBook(instrument);
  book.apply(aDepth({ symbol: instrument.symbol, lastId: 7, bids, asks }), 1);
  return book;
}

export function aUsdcBook(bidTicks = 100_000, askTicks = 100_000 + 1): OrderBook {
  return aBook([[bidTicks, 1e9]], [[askTicks, 1e9]], usdcInstrument);
}

export interface CurveInput {
  readonly pool?: string;
  readonly slot?: number;
  /** Dollars a coin in cents. */
  readonly cents?: number;
  /** Virtual coins on the base side. */
  readonly coins?: number;
  readonly feePpm?: number;
  /** Base units beyond which the ticks are not loaded. */
  readonly loadedBase?: bigint;
  readonly refusal?: string;
}

const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** A constant-product pool with 9 and 6 decimals: every answer follows from x * y = k. */
export function aCurve(input: CurveInput = {}): PoolCurve {
  const { cents = 15_000, coins = 100_000, feePpm = 400, loadedBase = 2n ** 80n } = input;
  const x = BigInt(coins) * 10n ** 9n;
  const y = (x * BigInt(cents)) / 100_000n;
  const fee = BigInt(feePpm);
  const refused = { refused: input.refusal ?? "TickArrayNotLoaded" };
  const quote = (amountIn: bigint, amountOut: bigint, kept: bigint): PoolQuote => ({
    amountIn,
    amountOut,
    fee: kept,
    sqrtPrice: 1n,
    tick: 0,
    ticksCrossed: 0,
  });
  return {
    pool: input.pool ?? "Pool1111",
    slot: input.slot ?? 100,
    baseDecimals: 9,
    quoteDecimals: 6,
    feePpm,
    mid: { num: y, den: x },
    sellBase(baseIn) {
      if (baseIn > loadedBase || baseIn <= 0n) return refused;
      const kept = up(baseIn * fee, 1_000_000n);
      const swapped = baseIn - kept;
      return quote(baseIn, (y * swapped) / (x + swapped), kept);
    },
    buyBase(baseOut) {
      if (baseOut > loadedBase || baseOut <= 0n || baseOut >= x) return refused;
      const swapped = up(y * baseOut, x - baseOut);
      const amountIn = up(swapped * 1_000_000n, 1_000_000n - fee);
      return quote(amountIn, baseOut, amountIn - swapped);
    },
  };
}
