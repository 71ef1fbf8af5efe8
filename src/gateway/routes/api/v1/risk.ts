import type { Thresholds } from "#ledger";
import { formatDecimal, PCT_DECIMALS, parseDecimal, USD_DECIMALS } from "#model";
import { errorBody, type RiskLimits, type RiskPatch, riskLimits, riskPatch } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";

/** `GET /api/v1/risk` and `PATCH` of the two gates of the signal, kept across restarts. */
export function riskRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/risk",
    {
      schema: {
        operationId: "getRiskLimits",
        summary: "Limits in force",
        tags: ["risk"],
        response: { 200: riskLimits, 429: errorBody },
      },
    },
    async () => viewLimits(deps),
  );
  app.patch(
    "/api/v1/risk",
    {
      config: { rateLimit: { max: 120 } },
      schema: {
        operationId: "changeRiskLimits",
        summary: "Change the gates of the signal",
        description:
          "In force at once and after a restart, until the environment says something else. Answers the limits in force.",
        tags: ["risk"],
        body: riskPatch,
        response: { 200: riskLimits, 403: errorBody, 422: errorBody, 429: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const before = deps.thresholds.get();
      const after = await deps.thresholds.set(toThresholds(request.body));
      deps.log.info("thresholds changed", {
        profit_threshold_pct: pct(after.profitThresholdPct),
        min_spread_pct: pct(after.minSpreadPct),
        previous_profit_threshold_pct: pct(before.profitThresholdPct),
        previous_min_spread_pct: pct(before.minSpreadPct),
      });
      return viewLimits(deps);
    },
  );
}

function viewLimits({ thresholds, limits }: GatewayDeps): RiskLimits {
  const { profitThresholdPct, minSpreadPct } = thresholds.get();
  return {
    profit_threshold_pct: pct(profitThresholdPct),
    min_spread_pct: pct(minSpreadPct),
    max_position_size_usd: formatDecimal(limits.maxPositionUsd, USD_DECIMALS),
    daily_loss_limit_usd: formatDecimal(limits.dailyLossLimitUsd, USD_DECIMALS),
    staleness_threshold_sec: limits.stalenessThresholdSec,
  };
}

function toThresholds(patch: RiskPatch): Partial<Thresholds> {
  const { profit_threshold_pct: profit, min_spread_pct: spread } = patch;
  return {
    ...(profit === undefined ? {} : { profitThresholdPct: parseDecimal(profit, PCT_DECIMALS, "exact") }),
    ...(spread === undefined ? {} : { minSpreadPct: parseDecimal(spread, PCT_DECIMALS, "exact") }),
  };
}

function pct(value: bigint): string {
  return formatDecimal(value, PCT_DECIMALS);
}
