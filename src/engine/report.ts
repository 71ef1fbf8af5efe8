import { formatDecimal, PCT_DECIMALS } from "#model";
import type { EngineEffect } from "./events.ts";
import type { MarketDesk } from "./market-desk.ts";

/** Written once, at the first event. */
export function startLine({ lanes, evaluator }: MarketDesk): EngineEffect {
  const { thresholds, costModel } = evaluator.config;
  const fields = {
    assets: lanes.map((lane) => lane.asset.name).join(","),
    cost_model: costModel,
    profit_threshold_pct: formatDecimal(thresholds.profitThresholdPct, PCT_DECIMALS),
    min_spread_pct: formatDecimal(thresholds.minSpreadPct, PCT_DECIMALS),
  };
  return { kind: "log", level: "info", event: "SignalEngine started", fields };
}

/** Proof each minute that the engine runs and what it does with what it sees. */
export function summaryLine({ evaluator, events }: MarketDesk): EngineEffect {
  const refused = Object.entries(evaluator.refusals.snapshot()).filter(([, count]) => count > 0);
  const fields = {
    evaluations: evaluator.evaluations,
    opportunities: events.get("signal.opportunity"),
    ...Object.fromEntries(refused),
  };
  return { kind: "log", level: "info", event: "SignalEngine summary", fields };
}
