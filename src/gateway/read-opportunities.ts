import type { OpportunityQuery, OpportunityStore, PageKey } from "#ledger";
import type { Opportunity } from "#wire";
import { viewOpportunity } from "./opportunity-view.ts";

/** Rows that are taken over and written out in one turn of the event loop, about a third of a millisecond. */
const ROWS_A_TURN = 100;

export interface OpportunityViews {
  readonly opportunities: Opportunity[];
  readonly nextCursor: PageKey | null;
}

/** Reads a page in small pieces, so that prices and decisions pass in between however long it is. */
export async function readOpportunities(
  store: OpportunityStore,
  query: OpportunityQuery,
): Promise<OpportunityViews> {
  const opportunities: Opportunity[] = [];
  let cursor = query.cursor ?? null;
  do {
    const limit = Math.min(ROWS_A_TURN, query.limit - opportunities.length);
    const page = await store.listOpportunities({ ...query, limit, ...(cursor === null ? {} : { cursor }) });
    opportunities.push(...page.items.map(viewOpportunity));
    cursor = page.nextCursor;
  } while (cursor !== null && opportunities.length < query.limit);
  return { opportunities, nextCursor: cursor };
}
