import type { OpportunityCosts, Ratio, Step, TradePolicy } from "#model";
import type { Proposal } from "#risk";

/** What a leg was expected to give when the trade was decided, for attribution: 1e-18 of its quote asset. */
export interface PlannedQuotes {
  /** USDC that the pool's exact quote paid or cost. */
  readonly dex: bigint;
  /** USD that the walked book levels cost or fetched, without fee. */
  readonly cex: bigint;
}

/** The rates that every figure of the trade uses; USDC in dollars as fractions, SOL in 1e-9 USD. */
export interface TradeRates {
  readonly usdcBid: Ratio;
  readonly usdcAsk: Ratio;
  readonly solUsd: bigint;
}

/** One trade as it was decided: whole and self-contained, so that a restart needs nothing but the journal. */
export interface TradePlan extends Proposal {
  readonly tradeId: string;
  readonly opportunityId: string;
  readonly windowId: string;
  readonly mode: "demo" | "observe" | "live";
  readonly policy: TradePolicy;
  /** Filled on paper: no venue hears of it. */
  readonly paper: boolean;
  readonly base: string;
  readonly symbol: string;
  readonly tickSize: Step;
  readonly lotSize: Step;
  /** The exchange's smallest order: below it a residual is held, for it cannot be closed there. */
  readonly minLots: number;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
  readonly lots: number;
  /** The same size in token base units, rounded down. */
  readonly baseUnits: bigint;
  /** Worst price of a first leg on the exchange. */
  readonly cexLimitTicks: number;
  /** Least received or most paid by a first leg on the pool, in units of its quote token. */
  readonly dexLimitQuoteUnits: bigint;
  readonly ticksCrossed: number;
  readonly quotes: PlannedQuotes;
  /** Opportunity's figures: prices in 1e-9 USD, costs and net in 1e-9 USD, percentages in 1e-6 of a point. */
  readonly cexPrice: bigint;
  readonly dexPrice: bigint;
  readonly spreadPct: bigint;
  readonly predictedPnlUsd: bigint;
  readonly costs: OpportunityCosts;
  readonly rates: TradeRates;
  /** A close that would leave the trade with a greater loss is not taken without an operator. 1e-9 USD. */
  readonly maxLossUsd: bigint;
  readonly decidedAtMs: number;
  /** Monotonic, of the process that decided; only for measuring the way to the first send. */
  readonly decidedNs: number;
}

/** Which side of the base asset each venue takes in this trade. */
export function sidesOf(plan: Pick<TradePlan, "direction">): {
  readonly cex: "buy" | "sell";
  readonly dex: "buy" | "sell";
} {
  return plan.direction === "cex_to_dex" ? { cex: "buy", dex: "sell" } : { cex: "sell", dex: "buy" };
}
