import { createBatch } from "./batch.ts";
import { isNewer, newestFirst } from "./opportunity-list.ts";
import type { Opportunity } from "./wire.ts";

/** What the stream told since the page was opened, the newest few hundred; REST knows the rest. */
export interface OpportunityStore {
  put(opportunity: Opportunity): void;
  /** Newest first, one row an id; the same array until one changes. */
  all(): readonly Opportunity[];
  subscribe(listener: () => void): () => void;
}

export function createOpportunityStore(
  schedule: (task: () => void) => void,
  capacity = 500,
): OpportunityStore {
  const byId = new Map<string, Opportunity>();
  let snapshot: readonly Opportunity[] = [];
  const batch = createBatch(schedule, () => {
    snapshot = [...byId.values()].sort(newestFirst);
    for (const dropped of snapshot.slice(capacity)) byId.delete(dropped.id);
    snapshot = snapshot.slice(0, capacity);
  });
  return {
    put(opportunity) {
      const held = byId.get(opportunity.id);
      if (held !== undefined && !isNewer(opportunity, held)) return;
      byId.set(opportunity.id, opportunity);
      batch.changed();
    },
    all: () => snapshot,
    subscribe: batch.subscribe,
  };
}
