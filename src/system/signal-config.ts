import { parseDecimal, USD_DECIMALS } from "#model";
import type { SignalConfig } from "#signal";
import type { Config } from "./config.ts";

/** Spreads above 5 % are not believed (the runbook's wide spread). */
const SUSPECT_SPREAD_PCT = 5_000_000n;

/** Values a swap's fee in lamports until the live SOL book is there: high on purpose, against us. */
const SOL_USD_UNREAD = parseDecimal("1000", USD_DECIMALS, "exact");

/** The signal's part of the configuration. */
export function signalConfig(config: Config): SignalConfig {
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
    maxPositionUsd: config.maxPositionUsd,
    suspectSpreadPct: SUSPECT_SPREAD_PCT,
    stalenessMs: config.stalenessMs,
    maxOpportunitiesPerMin: config.maxOpportunitiesPerMin,
  };
}
