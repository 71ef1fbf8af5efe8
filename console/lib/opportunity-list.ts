import type { OpportunityFilter } from "./api.ts";
import { compareDecimals } from "./decimal-text.ts";
import { mergeRows } from "./row-list.ts";
import type { Opportunity } from "./wire.ts";

/** Whether `next` tells more than `held` of the same opportunity; a closed one never opens again. */
export function isNewer(next: Opportunity, held: Opportunity): boolean {
  if (held.closed_at !== null && next.closed_at === null) return false;
  if (next.closed_at !== null && held.closed_at === null) return true;
  return next.updates !== held.updates ? next.updates > held.updates : next.updated_at >= held.updated_at;
}

function matchesFilter(opportunity: Opportunity, filter: OpportunityFilter): boolean {
  if (filter.asset !== undefined && opportunity.asset !== filter.asset) return false;
  if (filter.direction !== undefined && opportunity.direction !== filter.direction) return false;
  if (filter.from !== undefined && opportunity.timestamp < filter.from) return false;
  if (filter.to !== undefined && opportunity.timestamp >= filter.to) return false;
  return (
    filter.minSpreadPct === undefined || compareDecimals(opportunity.spread_pct, filter.minSpreadPct) >= 0
  );
}

/** The fetched pages with what the stream told since, by the rules of every list. */
export function mergeOpportunities(
  fetched: readonly Opportunity[],
  streamed: readonly Opportunity[],
  { filter, hasMore }: { filter: OpportunityFilter; hasMore: boolean },
): Opportunity[] {
  return mergeRows(fetched, streamed, { isNewer, matches: (row) => matchesFilter(row, filter), hasMore });
}

/** How long it was there, in ms: until it closed or, while open, until it was last seen. */
export function lastedMs(opportunity: Opportunity): number {
  return Date.parse(opportunity.closed_at ?? opportunity.updated_at) - Date.parse(opportunity.timestamp);
}
