import { createBatch } from "./batch.ts";
import { newestFirst, type Row } from "./row-list.ts";

/** What the stream told since the page was opened, the newest few hundred; REST knows the rest. */
export interface RowStore<Kept extends Row> {
  put(row: Kept): void;
  /** Newest first, one row an id; the same array until one changes. */
  all(): readonly Kept[];
  subscribe(listener: () => void): () => void;
}

interface RowStoreOptions<Kept extends Row> {
  readonly schedule: (task: () => void) => void;
  /** Whether `next` tells more than `held` of the same row. */
  readonly isNewer: (next: Kept, held: Kept) => boolean;
  readonly capacity?: number;
}

export function createRowStore<Kept extends Row>({
  schedule,
  isNewer,
  capacity = 500,
}: RowStoreOptions<Kept>): RowStore<Kept> {
  const byId = new Map<string, Kept>();
  let snapshot: readonly Kept[] = [];
  const batch = createBatch(schedule, () => {
    snapshot = [...byId.values()].sort(newestFirst);
    for (const dropped of snapshot.slice(capacity)) byId.delete(dropped.id);
    snapshot = snapshot.slice(0, capacity);
  });
  return {
    put(row) {
      const held = byId.get(row.id);
      if (held !== undefined && !isNewer(row, held)) return;
      byId.set(row.id, row);
      batch.changed();
    },
    all: () => snapshot,
    subscribe: batch.subscribe,
  };
}
