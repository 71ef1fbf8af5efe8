import { parseDecimal, USD_DECIMALS } from "#model";
import type { RiskLimits } from "#risk";
import type { SignalConfig } from "#signal";
import type { Config } from "./config.ts";

/** Values a swap's fee in lamports until the live SOL book is there: high on purpose, against us. */
const SOL_USD_UNREAD = parseDecimal("1000", USD_DECIMALS, "exact");

/** The signal's part of the configuration, under the limits in force. */
export function signalConfig(config: Config, limits: RiskLimits): SignalConfig {
  return {
    thresholds: { profitThresholdPct: config.profitThresholdPct, minSpreadPct: config.minSpreadPct },
    costModel: config.costModel,
    staticCosts: {
      cexFeePct: config.cexFeePct,
      dexFeePct: config.dexFeePct,
      slippagePct: config.slippagePct,
    },
    measuredCosts: {
      takerFeePpm: config.cexTakerFeePpm,
      networkLamports: config.networkFeeLamports,
      solUsd: SOL_USD_UNREAD,
    },
    maxPositionUsd: limits.maxPositionUsd,
    suspectSpreadPct: limits.wideSpreadPct,
    stalenessMs: limits.stalenessMs,
    maxOpportunitiesPerMin: config.maxOpportunitiesPerMin,
  };
}
