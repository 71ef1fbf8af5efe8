import type { TradePlan } from "#execution";
import { type Asset, amountOfUnits, type Instrument, type Opportunity, quoteOfTickLots } from "#model";
import type { FoundTrade } from "#signal";
import { PCT_ONE } from "#signal";
import { baseUnitsOf, lotsOf } from "./plan-trade.ts";
import type { TradingOptions } from "./trading-options.ts";

export interface InjectedInputs {
  readonly asset: Asset;
  readonly instrument: Instrument;
  readonly opportunity: Opportunity;
  readonly found: FoundTrade;
  readonly options: TradingOptions;
  readonly solUsd: bigint;
  readonly nowMs: number;
  readonly nowNs: number;
}

/** Decimals of the made-up pool: it is filled on paper at the injected price, whatever the real one holds. */
const DECIMALS = 9;
const ONE = { num: 1n, den: 1n };

/**
 * The trade of an injected opportunity: both legs at exactly the injected prices, USDC at one dollar, so that it
 * goes through risk, states, ledger arithmetic and console as any other, and no venue hears of it.
 */
export function planInjected(inputs: InjectedInputs): TradePlan {
  const { asset, instrument, opportunity, found, options } = inputs;
  const lots = Math.max(1, lotsOf(found.size, instrument));
  const baseUnits = baseUnitsOf(lots, instrument, { baseDecimals: DECIMALS });
  const dexUnits = (baseUnits * found.dexPrice) / 10n ** 9n;
  const cexTicks = ticksOf(found.cexPrice, instrument);
  return {
    tradeId: options.newTradeId(),
    ...{ opportunityId: opportunity.id, windowId: opportunity.windowId, mode: options.mode },
    ...{ policy: options.policy, paper: true, asset: asset.name, base: asset.base, symbol: asset.symbol },
    ...{ pool: asset.pool, direction: found.direction, isInjected: true },
    ...{ tickSize: instrument.tickSize, lotSize: instrument.lotSize, minLots: instrument.minLots },
    ...{ baseDecimals: DECIMALS, quoteDecimals: DECIMALS, lots, baseUnits },
    ...{ cexLimitTicks: cexTicks, dexLimitQuoteUnits: dexUnits, ticksCrossed: 0 },
    quotes: {
      dex: amountOfUnits(dexUnits, DECIMALS),
      cex: quoteOfTickLots(BigInt(cexTicks) * BigInt(lots), instrument),
    },
    ...{ cexPrice: found.cexPrice, dexPrice: found.dexPrice, spreadPct: found.spreadPct },
    ...{ predictedPnlUsd: found.predictedPnlUsd, costs: found.costs, sizeUsd: found.sizeUsd },
    measuredPnlPct: null,
    rates: { usdcBid: ONE, usdcAsk: ONE, solUsd: inputs.solUsd },
    maxLossUsd: (found.sizeUsd * options.maxLossPct) / PCT_ONE,
    decidedAtMs: inputs.nowMs,
    decidedNs: inputs.nowNs,
  };
}

/** Nearest whole tick of a price in 1e-9 USD. */
function ticksOf(price: bigint, { tickSize }: Instrument): number {
  const scaled = price * 10n ** BigInt(tickSize.decimals);
  const perTick = tickSize.units * 10n ** 9n;
  return Math.max(1, Number((scaled + perTick / 2n) / perTick));
}
