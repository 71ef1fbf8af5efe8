import type { OpportunityFilter } from "./api.ts";
import { compareDecimals } from "./decimal-text.ts";
import type { Opportunity } from "./wire.ts";

/** Order of every list: newest first, the id deciding between equals, as the server's cursor does. */
export function newestFirst(left: Opportunity, right: Opportunity): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? 1 : -1;
  if (left.id === right.id) return 0;
  return left.id < right.id ? 1 : -1;
}

/** Whether `next` tells more than `held` of the same opportunity; a closed one never opens again. */
export function isNewer(next: Opportunity, held: Opportunity): boolean {
  if (held.closed_at !== null && next.closed_at === null) return false;
  if (next.closed_at !== null && held.closed_at === null) return true;
  return next.updates !== held.updates ? next.updates > held.updates : next.updated_at >= held.updated_at;
}

function matchesFilter(opportunity: Opportunity, filter: OpportunityFilter): boolean {
  if (filter.asset !== undefined && opportunity.asset !== filter.asset) return false;
  if (filter.direction !== undefined && opportunity.direction !== filter.direction) return false;
  return (
    filter.minSpreadPct === undefined || compareDecimals(opportunity.spread_pct, filter.minSpreadPct) >= 0
  );
}

/**
 * The pages that were fetched with what the stream told since: one row an id, the newer state of it, newest
 * first. While more pages exist, a streamed row older than the last fetched one waits for its page, so that
 * the list has no holes.
 */
export function mergeOpportunities(
  fetched: readonly Opportunity[],
  streamed: readonly Opportunity[],
  { filter, hasMore }: { filter: OpportunityFilter; hasMore: boolean },
): Opportunity[] {
  const byId = new Map(fetched.map((row) => [row.id, row]));
  const last = fetched.at(-1);
  for (const row of streamed) {
    const held = byId.get(row.id);
    if (held !== undefined ? !isNewer(row, held) : !matchesFilter(row, filter)) continue;
    if (held === undefined && hasMore && last !== undefined && newestFirst(row, last) > 0) continue;
    byId.set(row.id, row);
  }
  return [...byId.values()].sort(newestFirst);
}

/** How long it was there, in ms: until it closed or, while open, until it was last seen. */
export function lastedMs(opportunity: Opportunity): number {
  return Date.parse(opportunity.closed_at ?? opportunity.updated_at) - Date.parse(opportunity.timestamp);
}
