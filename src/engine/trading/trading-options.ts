import type { TradePolicy } from "#model";
import type { RiskLimits } from "#risk";

/** How this process trades. Percentages in 1e-6 of a point, dollars in 1e-9 USD. */
export interface TradingOptions {
  readonly mode: "demo" | "observe" | "live";
  /** Every trade is filled on paper: the venues only stream. */
  readonly paper: boolean;
  readonly policy: TradePolicy;
  readonly limits: RiskLimits;
  readonly observeOnly: boolean;
  /** How far a limit may lie beyond the quoted price at most. */
  readonly slackPct: bigint;
  /** A close that leaves the trade with a greater loss than this share of its size needs an operator. */
  readonly maxLossPct: bigint;
  /** Opportunities must also clear the threshold under the measured costs. */
  readonly requireMeasured: boolean;
  /**
   * Balances can only be compared while no leg is under way: when they were not for so long, nothing new starts
   * until they were.
   */
  readonly compareEveryMs: number;
  readonly newTradeId: () => string;
  /** Names the beginning of this ledger, so that opening balances are booked once. */
  readonly epoch: string;
}
