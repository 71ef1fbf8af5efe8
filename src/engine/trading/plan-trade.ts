import type { OrderBook } from "#book";
import { entrySide, sidesOf, type TradePlan, type TradeRates } from "#execution";
import {
  type Asset,
  amountOfUnits,
  divide,
  type Instrument,
  isRefusal,
  type Opportunity,
  type PoolCurve,
  type PoolQuote,
  quoteOfTickLots,
} from "#model";
import { type FoundTrade, PCT_ONE, readLadder, type UsdcRate } from "#signal";
import type { Counterparty } from "./trading-events.ts";
import type { TradingOptions } from "./trading-options.ts";

/** Both sides as the decision saw them, and the rates that it used. */
export interface PlanInputs {
  readonly asset: Asset;
  readonly opportunity: Opportunity;
  readonly found: FoundTrade;
  readonly book: OrderBook;
  readonly curve: PoolCurve;
  readonly rate: UsdcRate;
  readonly solUsd: bigint;
  /** Null where the fee tier is unread. */
  readonly takerFeePpm: number | null;
  readonly networkLamports: bigint;
  readonly options: TradingOptions;
  readonly counterparty: Counterparty;
  readonly nowMs: number;
  readonly nowNs: number;
}

const PER_USD = 10n ** 9n;
const LAMPORTS = 10n ** 9n;

/** The whole trade of an opportunity, or why the pool or the book do not carry it. */
export function planTrade(inputs: PlanInputs): TradePlan | { readonly refused: string } {
  const { book, curve, found, asset, opportunity, options } = inputs;
  const { instrument } = book;
  const lots = lotsOf(found.size, instrument);
  const baseUnits = baseUnitsOf(lots, instrument, curve);
  const { dex: dexSide, cex: cexSide } = sidesOf(found);
  const quote = dexSide === "sell" ? curve.sellBase(baseUnits) : curve.buyBase(baseUnits);
  if (isRefusal(quote)) return quote;
  const ladder = readLadder(book, cexSide === "buy" ? "ask" : "bid", lots);
  if (ladder.depthLots < lots || lots < 1) return { refused: "book depth" };
  const cexQuote = quoteOfTickLots(ladder.value(lots), instrument);
  const dexUnits = dexSide === "sell" ? quote.amountOut : quote.amountIn;
  const money = { cexQuote, dexQuote: amountOfUnits(dexUnits, curve.quoteDecimals), dexUnits };
  const rates: TradeRates = { usdcBid: inputs.rate.bid, usdcAsk: inputs.rate.ask, solUsd: inputs.solUsd };
  return {
    tradeId: options.newTradeId(),
    opportunityId: opportunity.id,
    windowId: opportunity.windowId,
    ...{ mode: options.mode, policy: options.policy, paper: inputs.counterparty !== "venue" },
    ...{ asset: asset.name, base: asset.base, symbol: asset.symbol, pool: asset.pool },
    ...{ direction: found.direction, isInjected: opportunity.isInjected },
    ...{ tickSize: instrument.tickSize, lotSize: instrument.lotSize, minLots: instrument.minLots },
    ...{ baseDecimals: curve.baseDecimals, quoteDecimals: curve.quoteDecimals, lots, baseUnits },
    cexLimitTicks: cexLimit(worstTicks(book, cexSide, lots), inputs),
    dexLimitQuoteUnits: dexLimit(quote, inputs),
    ticksCrossed: quote.ticksCrossed,
    quotes: { dex: money.dexQuote, cex: cexQuote },
    ...{ cexPrice: found.cexPrice, dexPrice: found.dexPrice, spreadPct: found.spreadPct },
    ...{ predictedPnlUsd: found.predictedPnlUsd, costs: found.costs, sizeUsd: found.sizeUsd },
    measuredPnlPct: measuredPnlPct(inputs, money),
    rates,
    maxLossUsd: (found.sizeUsd * options.maxLossPct) / PCT_ONE,
    decidedAtMs: inputs.nowMs,
    decidedNs: inputs.nowNs,
  };
}

/** Sizes are whole lots already; 1e-9 of a coin back into lots, rounded down. */
export function lotsOf(size: bigint, { lotSize }: Pick<Instrument, "lotSize">): number {
  return Number((size * 10n ** BigInt(lotSize.decimals)) / (lotSize.units * 10n ** 9n));
}

/** Lots in token base units, rounded down where a lot is finer than the token. */
export function baseUnitsOf(
  lots: number,
  { lotSize }: Pick<Instrument, "lotSize">,
  { baseDecimals }: Pick<PoolCurve, "baseDecimals">,
): bigint {
  return (BigInt(lots) * lotSize.units * 10n ** BigInt(baseDecimals)) / 10n ** BigInt(lotSize.decimals);
}

/** The price of the last lot that a size takes. */
export function worstTicks(book: OrderBook, side: "buy" | "sell", lots: number): number {
  const count = side === "buy" ? book.askCount : book.bidCount;
  let left = lots;
  for (let i = 0; i < count; i += 1) {
    left -= side === "buy" ? book.askLotsAt(i) : book.bidLotsAt(i);
    if (left <= 0) return side === "buy" ? book.askTicksAt(i) : book.bidTicksAt(i);
  }
  return 0;
}

/**
 * A first leg may cost more than quoted only as far as the trade still earns something by prediction, and never
 * more than the slack: of `value`, rounded down.
 */
function allowance(value: bigint, { found, options }: PlanInputs): bigint {
  const slack = (value * options.slackPct) / PCT_ONE;
  const earned = found.sizeUsd === 0n ? 0n : (value * found.predictedPnlUsd) / found.sizeUsd;
  return earned <= 0n ? 0n : earned < slack ? earned : slack;
}

function dexLimit(quote: PoolQuote, inputs: PlanInputs): bigint {
  const selling = sidesOf(inputs.found).dex === "sell";
  const quoted = selling ? quote.amountOut : quote.amountIn;
  const give = allowance(quoted, inputs);
  return selling ? quoted - give : quoted + give;
}

function cexLimit(worst: number, inputs: PlanInputs): number {
  const buying = entrySideOfCex(inputs) === "buy";
  const give = Number(allowance(BigInt(worst), inputs));
  return buying ? worst + give : Math.max(1, worst - give);
}

function entrySideOfCex({ found }: PlanInputs): "buy" | "sell" {
  return entrySide({ ...found, policy: "cex-first" });
}

interface Money {
  readonly cexQuote: bigint;
  readonly dexQuote: bigint;
}

/** Net under the account's own fee tier and the present network fee, over the size; null while the tier is unread. */
function measuredPnlPct(inputs: PlanInputs, { cexQuote, dexQuote }: Money): bigint | null {
  const { found, rate, takerFeePpm, networkLamports, solUsd } = inputs;
  if (takerFeePpm === null) return null;
  const cexUsd = cexQuote / PER_USD;
  const buying = found.direction === "cex_to_dex";
  const usdc = buying ? rate.bid : rate.ask;
  const dexUsd = divide(dexQuote * usdc.num, usdc.den * PER_USD, buying ? "floor" : "ceil");
  const gross = buying ? dexUsd - cexUsd : cexUsd - dexUsd;
  const fee = divide(cexUsd * BigInt(takerFeePpm), 1_000_000n, "ceil");
  const network = divide(networkLamports * solUsd, LAMPORTS, "ceil");
  return found.sizeUsd === 0n ? 0n : divide((gross - fee - network) * PCT_ONE, found.sizeUsd, "floor");
}
