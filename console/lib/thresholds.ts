import { compareDecimals, sumDecimals } from "./decimal-text.ts";
import type { Status } from "./wire.ts";

/**
 * The gross spread in percent from which an opportunity can exist: the static costs and the wanted profit, or
 * the minimum spread where that is higher. Null while unknown.
 */
export function payingSpreadPct(status: Status | undefined): string | null {
  if (status === undefined) return null;
  const { static_cost_pct, profit_threshold_pct, min_spread_pct } = status.thresholds;
  const costed = sumDecimals([static_cost_pct, profit_threshold_pct]);
  return compareDecimals(costed, min_spread_pct) >= 0 ? costed : min_spread_pct;
}
