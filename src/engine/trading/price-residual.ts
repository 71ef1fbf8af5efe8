import type { OrderBook } from "#book";
import { type CexCloseOption, type DexCloseOption, entryVenue, type TradePlan } from "#execution";
import { amountOfUnits, divide, isRefusal, type PoolCurve, quoteOfTickLots, unitsOfAmount } from "#model";
import { PCT_ONE, readLadder } from "#signal";
import { worstTicks } from "./plan-trade.ts";

/** What closing can use now; a venue that is void, stale or cannot be sent to is null. */
export interface CloseMarket {
  readonly book: OrderBook | null;
  readonly curve: PoolCurve | null;
  /** Taker fee, millionths; the dearest plausible one where it is unread. */
  readonly takerFeePpm: number;
  readonly networkLamports: bigint;
  /** How far a limit may lie beyond the quoted price, 1e-6 percent points. */
  readonly slackPct: bigint;
}

const PER_USD = 10n ** 9n;
const LAMPORTS = 10n ** 9n;

/** Takes the residual (1e-18 base, positive is sold) to the book: null below its smallest order or beyond its depth. */
export function priceOnBook(residual: bigint, plan: TradePlan, market: CloseMarket): CexCloseOption | null {
  const { book } = market;
  if (book === null) return null;
  const selling = residual > 0n;
  const lots = wholeLots(residual, plan);
  if (lots < plan.minLots) return null;
  const side = selling ? "bid" : "ask";
  const ladder = readLadder(book, side, lots);
  if (ladder.depthLots < lots) return null;
  const quote = quoteOfTickLots(ladder.value(lots), book.instrument);
  const usd = divide(quote, PER_USD, selling ? "floor" : "ceil");
  const fee = divide(usd * BigInt(market.takerFeePpm), 1_000_000n, "ceil");
  const worst = worstTicks(book, selling ? "sell" : "buy", lots);
  return {
    lots,
    limitTicks: slackTicks(worst, selling, market.slackPct),
    netUsd: selling ? usd - fee : -(usd + fee),
    expectedQuote: quote,
  };
}

/** Takes the residual to the pool, whatever its size. */
export function priceOnPool(residual: bigint, plan: TradePlan, market: CloseMarket): DexCloseOption | null {
  const { curve } = market;
  if (curve === null) return null;
  const selling = residual > 0n;
  const baseUnits = unitsOfAmount(selling ? residual : -residual, plan.baseDecimals, "floor");
  if (baseUnits === 0n) return null;
  const quote = selling ? curve.sellBase(baseUnits) : curve.buyBase(baseUnits);
  if (isRefusal(quote)) return null;
  const units = selling ? quote.amountOut : quote.amountIn;
  const give = (units * market.slackPct) / PCT_ONE;
  const amount = amountOfUnits(units, plan.quoteDecimals);
  const rate = selling ? plan.rates.usdcBid : plan.rates.usdcAsk;
  const usd = divide(amount * rate.num, rate.den * PER_USD, selling ? "floor" : "ceil");
  const network = divide(market.networkLamports * plan.rates.solUsd, LAMPORTS, "ceil");
  return {
    baseUnits,
    limitQuoteUnits: selling ? units - give : units + give,
    ticksCrossed: quote.ticksCrossed,
    netUsd: (selling ? usd : -usd) - network,
    expectedQuote: amount,
  };
}

/** Both ways to close a residual; null where there is none. */
export interface ClosingWays {
  readonly cex: CexCloseOption | null;
  readonly dex: DexCloseOption | null;
}

/**
 * An injected trade closes where its second leg was planned, at the very price that was injected. Paper touches no
 * venue, so it may close any size.
 */
export function priceAsInjected(residual: bigint, plan: TradePlan): ClosingWays {
  return entryVenue(plan) === "solana"
    ? { cex: injectedOrder(residual, plan), dex: null }
    : { cex: null, dex: injectedSwap(residual, plan) };
}

function injectedOrder(residual: bigint, plan: TradePlan): CexCloseOption {
  const selling = residual > 0n;
  const lots = wholeLots(residual, plan);
  const quote = quoteOfTickLots(BigInt(plan.cexLimitTicks) * BigInt(lots), {
    ...{ symbol: plan.symbol, base: plan.base, quote: "USD", minLots: plan.minLots, open: true },
    ...{ tickSize: plan.tickSize, lotSize: plan.lotSize },
  });
  const usd = quote / PER_USD;
  return { lots, limitTicks: plan.cexLimitTicks, netUsd: selling ? usd : -usd, expectedQuote: quote };
}

function injectedSwap(residual: bigint, plan: TradePlan): DexCloseOption {
  const selling = residual > 0n;
  const baseUnits = unitsOfAmount(selling ? residual : -residual, plan.baseDecimals, "floor");
  const limitQuoteUnits = divide(
    baseUnits * plan.dexLimitQuoteUnits,
    plan.baseUnits,
    selling ? "floor" : "ceil",
  );
  const expectedQuote = amountOfUnits(limitQuoteUnits, plan.quoteDecimals);
  const usd = expectedQuote / PER_USD;
  return { baseUnits, limitQuoteUnits, ticksCrossed: 0, netUsd: selling ? usd : -usd, expectedQuote };
}

function wholeLots(residual: bigint, { lotSize }: TradePlan): number {
  const magnitude = residual > 0n ? residual : -residual;
  return Number(magnitude / amountOfUnits(lotSize.units, lotSize.decimals));
}

function slackTicks(worst: number, selling: boolean, slackPct: bigint): number {
  const give = Number((BigInt(worst) * slackPct) / PCT_ONE);
  return selling ? Math.max(1, worst - give) : worst + give;
}
