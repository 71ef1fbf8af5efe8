import type { OpportunityFilter } from "../../lib/api.ts";
import { type DayRange, instantsOf, parseDays } from "../../lib/day-range.ts";
import { isDecimal } from "../../lib/decimal-text.ts";

/** The filters as they stand in the address. */
export interface OpportunitySearch extends DayRange {
  readonly asset?: string;
  readonly direction?: "cex_to_dex" | "dex_to_cex";
  /** Smallest gross spread in percent, decimal text. */
  readonly min?: string;
}

/** Reads the address; what is not a filter is left out rather than failing the page. */
export function parseOpportunitySearch(raw: Record<string, unknown>): OpportunitySearch {
  const { asset, direction, min } = raw;
  return {
    ...(typeof asset === "string" && asset !== "" ? { asset } : {}),
    ...(direction === "cex_to_dex" || direction === "dex_to_cex" ? { direction } : {}),
    ...parseDays(raw),
    ...(typeof min === "string" && isDecimal(min) ? { min } : {}),
  };
}

export function toFilter({ asset, direction, min, ...days }: OpportunitySearch): OpportunityFilter {
  return { asset, direction, minSpreadPct: min, ...instantsOf(days) };
}
