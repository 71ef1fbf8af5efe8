import { PCT_DECIMALS, USD_DECIMALS } from "#model";

/** Percentages are in 1e-6 of a percent point, so a fraction is `pct / PCT_ONE`. */
export const PCT_ONE = 100n * 10n ** BigInt(PCT_DECIMALS);

const USD_ONE = 10n ** BigInt(USD_DECIMALS);

/**
 * What an operator may change while the engine runs; 1e-6 percent points, neither negative: no size may
 * be chosen to lose, and the search for the best one relies on it.
 */
export interface Thresholds {
  /** Least spread less static costs, and least net of the chosen size over its payment. */
  readonly profitThresholdPct: bigint;
  /** Least gross spread. */
  readonly minSpreadPct: bigint;
}

/** The runbook's flat cost model, 1e-6 percent points each. */
export interface StaticCosts {
  readonly cexFeePct: bigint;
  readonly dexFeePct: bigint;
  readonly slippagePct: bigint;
}

/** What a trade really pays, as far as it was measured. */
export interface MeasuredCosts {
  /** The venue's taker fee in millionths (40 bps are 4000), null while it was not read. */
  readonly takerFeePpm: number | null;
  /** Base and priority fee of one swap transaction. */
  readonly networkLamports: bigint;
  /** Dollars (1e-9) of one SOL where no live SOL book is at hand. */
  readonly solUsd: bigint;
}

export interface SignalConfig {
  readonly thresholds: Thresholds;
  /** Which model prices the size; the static one always gates the spread as well. */
  readonly costModel: "static" | "measured";
  readonly staticCosts: StaticCosts;
  readonly measuredCosts: MeasuredCosts;
  /** Largest payment of the buying leg, 1e-9 USD. */
  readonly maxPositionUsd: bigint;
  /** Gross spreads above this are not believed, 1e-6 percent points. */
  readonly suspectSpreadPct: bigint;
  /** A venue without liveness for longer is not priced. */
  readonly stalenessMs: number;
  readonly maxOpportunitiesPerMin: number;
}

/** The runbook's figures: 0.35 + 0.30 + 0.75 %, 1000 dollars, 10 s, 5 %. */
export const RUNBOOK_CONFIG: SignalConfig = {
  thresholds: { profitThresholdPct: 100_000n, minSpreadPct: 0n },
  costModel: "static",
  staticCosts: { cexFeePct: 350_000n, dexFeePct: 300_000n, slippagePct: 750_000n },
  measuredCosts: { takerFeePpm: null, networkLamports: 10_000n, solUsd: 200n * USD_ONE },
  maxPositionUsd: 1000n * USD_ONE,
  suspectSpreadPct: 5_000_000n,
  stalenessMs: 10_000,
  maxOpportunitiesPerMin: 60,
};

/** Sum of the static costs, 1e-6 percent points: what `predicted_pnl_pct` takes off the spread. */
export function staticCostPct(costs: StaticCosts): bigint {
  return costs.cexFeePct + costs.dexFeePct + costs.slippagePct;
}

/** The gross spread from which the static model earns the profit threshold, 1e-6 percent points. */
export function profitableSpreadPct(config: SignalConfig): bigint {
  return config.thresholds.profitThresholdPct + staticCostPct(config.staticCosts);
}
