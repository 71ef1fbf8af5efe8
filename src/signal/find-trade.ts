import type { OrderBook } from "#book";
import { type Direction, divide, type Opportunity, type PoolCurve, type Ratio } from "#model";
import { bestSize, type SizeLimits, type SizeRefusal } from "./best-size.ts";
import { type SignalConfig, staticCostPct } from "./config.ts";
import { costRates } from "./cost-rates.ts";
import { readLadder } from "./ladder.ts";
import { createScale, floorUsd, multiply, type Scale, tickPrice } from "./scale.ts";
import { type PricedSize, SizePricer } from "./size-pricer.ts";
import { spreadPct } from "./spread.ts";
import { poolPrice, type UsdcRate } from "./usdc-rate.ts";

/** The figures of an opportunity that was just found. */
export type FoundTrade = Pick<
  Opportunity,
  | "direction"
  | "cexPrice"
  | "dexPrice"
  | "spreadPct"
  | "predictedPnlPct"
  | "size"
  | "sizeUsd"
  | "predictedPnlUsd"
  | "costs"
  | "bookSequence"
  | "slot"
>;

/** What inventory allows: the coins that can be sold where they are dear, the dollars that can be paid where cheap. */
export interface SizeCaps {
  readonly maxLots: number;
  readonly maxPaymentUsd: bigint;
}

/** Both sides as they are now: live, fresh, and past the gate in `direction`. */
export interface FindTradeInputs {
  readonly direction: Direction;
  readonly book: OrderBook;
  readonly curve: PoolCurve;
  readonly rate: UsdcRate;
  readonly config: SignalConfig;
  /** Dollars (1e-9) of one SOL, for the network fee. */
  readonly solUsd: bigint;
  /** Null where nothing is held against it: then the size is what the market and the limits allow. */
  readonly caps: SizeCaps | null;
}

/** Exact best prices of a direction and the spread between them. */
interface BestPrices {
  readonly cex: Ratio;
  readonly dex: Ratio;
  readonly buy: Ratio;
  readonly sell: Ratio;
  readonly spreadPct: bigint;
}

/** The most profitable trade of a direction within the limits, or the one reason why there is none. */
export function findTrade(inputs: FindTradeInputs): FoundTrade | SizeRefusal {
  const { direction, book, curve, rate, config } = inputs;
  const prices = bestPrices(inputs);
  if (prices.spreadPct > config.suspectSpreadPct) return { refused: "suspect-spread", detail: "" };
  const rates = costRates(config, curve, inputs.solUsd);
  if (typeof rates === "string") return { refused: rates, detail: "" };
  const scale = createScale(book.instrument, curve.baseDecimals);
  const limits = sizeLimits(inputs, prices.buy, scale);
  const buying = direction === "cex_to_dex";
  const ladder = readLadder(book, buying ? "ask" : "bid", limits.maxLots);
  const usdcRate = buying ? rate.bid : rate.ask;
  const pricer = new SizePricer({ direction, ladder, curve, scale, usdcRate, rates });
  const size = bestSize(pricer, ladder, limits);
  if ("refused" in size) return size;
  return figures({ inputs, prices, scale, pricer, size });
}

function bestPrices({ direction, book, curve, rate }: FindTradeInputs): BestPrices {
  const buying = direction === "cex_to_dex";
  const cex = tickPrice(book.instrument, buying ? book.bestAskTicks : book.bestBidTicks);
  const dex = poolPrice(curve, buying ? rate.bid : rate.ask);
  const buy = buying ? cex : dex;
  const sell = buying ? dex : cex;
  return { cex, dex, buy, sell, spreadPct: spreadPct(sell, buy) };
}

/** Beyond any size that is traded; the search's own numbers stay below 2^53 up to here. */
const MAX_LOTS = 2n ** 52n;

/** No size costs less than its lots at the buying side's best price, which bounds what is affordable. */
function sizeLimits({ config, book, caps }: FindTradeInputs, buy: Ratio, scale: Scale): SizeLimits {
  const lotUsd = multiply(buy, scale.lotSize);
  const payable =
    caps !== null && caps.maxPaymentUsd < config.maxPositionUsd ? caps.maxPaymentUsd : config.maxPositionUsd;
  const affordable = (payable * lotUsd.den) / lotUsd.num + 1n;
  const maxLots = Number(affordable < MAX_LOTS ? affordable : MAX_LOTS);
  return {
    minLots: book.instrument.minLots,
    maxLots: caps === null ? maxLots : Math.min(maxLots, caps.maxLots),
    maxPaymentUsd: payable,
    thresholdPct: config.thresholds.profitThresholdPct,
  };
}

interface Found {
  readonly inputs: FindTradeInputs;
  readonly prices: BestPrices;
  readonly scale: Scale;
  readonly pricer: SizePricer;
  readonly size: PricedSize;
}

function figures({ inputs, prices, scale, pricer, size }: Found): FoundTrade {
  const coins = multiply(scale.lotSize, { num: BigInt(size.lots), den: 1n });
  return {
    direction: inputs.direction,
    cexPrice: floorUsd(prices.cex),
    dexPrice: floorUsd(prices.dex),
    spreadPct: prices.spreadPct,
    predictedPnlPct: prices.spreadPct - staticCostPct(inputs.config.staticCosts),
    size: coins.num / coins.den,
    sizeUsd: size.paymentUsd,
    predictedPnlUsd: size.netUsd,
    costs: pricer.itemise(size, grossUsd(prices, coins)),
    bookSequence: inputs.book.lastId,
    slot: inputs.curve.slot,
  };
}

/** What the size would gain at the two best prices, 1e-9 USD rounded down. */
function grossUsd({ buy, sell }: BestPrices, coins: Ratio): bigint {
  const gain = multiply({ num: sell.num * buy.den - buy.num * sell.den, den: sell.den * buy.den }, coins);
  return divide(gain.num, gain.den, "floor");
}
