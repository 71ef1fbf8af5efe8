import type { OpportunityBatch } from "#ledger";
import type { OpportunityRecord, Window } from "#model";

/** One transaction takes at most this many rows of each kind, so that readers are served in between. */
const MAX_BATCH = 500;

/** States that wait to be stored: one for each id, the last; never more than the bound. */
export interface PendingStates {
  put(opportunity: OpportunityRecord, window: Window | undefined): void;
  /** The oldest of them; they keep waiting until they are settled. */
  batch(): OpportunityBatch;
  /** Removes those of the batch that no later state has replaced meanwhile. */
  settle(batch: OpportunityBatch): void;
  size(): number;
}

export interface PendingCounters {
  storageConflated(): void;
  storageDropped(): void;
}

/** At the bound the state that waited longest is given up: what is going on now matters more. */
export function createPendingStates(maxQueued: number, counters: PendingCounters): PendingStates {
  const opportunities = new Map<string, OpportunityRecord>();
  const windows = new Map<string, Window>();

  function putInto<State extends { readonly id: string }>(queue: Map<string, State>, state: State): void {
    if (queue.has(state.id)) counters.storageConflated();
    else if (queue.size >= maxQueued) {
      const oldest = queue.keys().next();
      if (!oldest.done) queue.delete(oldest.value);
      counters.storageDropped();
    }
    queue.set(state.id, state);
  }

  return {
    put(opportunity, window) {
      putInto(opportunities, opportunity);
      if (window !== undefined) putInto(windows, window);
    },
    batch: () => ({
      opportunities: opportunities.values().take(MAX_BATCH).toArray(),
      windows: windows.values().take(MAX_BATCH).toArray(),
    }),
    settle(batch) {
      for (const stored of batch.opportunities) {
        if (opportunities.get(stored.id) === stored) opportunities.delete(stored.id);
      }
      for (const stored of batch.windows) {
        if (windows.get(stored.id) === stored) windows.delete(stored.id);
      }
    },
    size: () => opportunities.size + windows.size,
  };
}
