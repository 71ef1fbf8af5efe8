import type { TradePlan } from "#execution";
import type { TwoSided } from "#ledger";
import { floorUsd, tickPrice } from "#signal";
import type { MarketAccess } from "./market-access.ts";
import type { CloseMarket } from "./price-residual.ts";
import { flatPrice } from "./trade-record.ts";
import type { Readiness } from "./trading-events.ts";

interface Pricing {
  readonly market: MarketAccess;
  readonly slackPct: bigint;
  readonly networkLamports: ReadonlyMap<string, bigint>;
  /** Taker fee by symbol, millionths. */
  readonly tiers: ReadonlyMap<string, number>;
  readonly venues: Pick<Readiness, "cex" | "dex">;
}

/** Gemini's dearest tier, 1.2 %: what a close is reckoned with while the account's own is unread. */
const DEAREST_FEE_PPM = 12_000;

/** What a residual can be closed with now; a venue that cannot be sent to counts as none. */
export function closeMarket(plan: TradePlan, pricing: Pricing): CloseMarket {
  const { market, slackPct, tiers, venues } = pricing;
  const side = market.side(plan.asset);
  return {
    book: venues.cex ? (side?.book ?? null) : null,
    curve: venues.dex ? (side?.curve ?? null) : null,
    takerFeePpm: tiers.get(plan.symbol) ?? DEAREST_FEE_PPM,
    networkLamports: pricing.networkLamports.get(plan.pool) ?? 0n,
    slackPct,
  };
}

/** What the base is worth on the exchange now; the decision's price where its book is void. */
export function baseWorth(plan: TradePlan, market: MarketAccess): TwoSided {
  const book = market.side(plan.asset)?.book ?? null;
  if (book === null || book.bestBidTicks === 0 || book.bestAskTicks === 0) return flatPrice(plan.cexPrice);
  return {
    bid: tickPrice(book.instrument, book.bestBidTicks),
    ask: tickPrice(book.instrument, book.bestAskTicks),
  };
}

/** 1e-9 USD of one coin of each asset that has a live price. */
export function pricesOfAssets(market: MarketAccess): ReadonlyMap<string, bigint> {
  const prices = new Map<string, bigint>([["USD", 10n ** 9n]]);
  const usdc = market.usdc();
  if (usdc !== null) prices.set("USDC", floorUsd(usdc.mid));
  for (const { asset } of market.lanes()) {
    const book = market.side(asset.name)?.book ?? null;
    if (book !== null && book.bestBidTicks > 0)
      prices.set(asset.base, floorUsd(tickPrice(book.instrument, book.bestBidTicks)));
  }
  return prices;
}
