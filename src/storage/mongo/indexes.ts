import type { Db, IndexDescription } from "mongodb";

/**
 * The first two of trades and opportunities are the runbook's, with the names that the shell would give them, so that
 * its `createIndex` lines change nothing. Those with `id` behind serve the pages, which are ordered by both: without
 * them a server sorts all documents of a filter for every page.
 */
const INDEXES: Readonly<Record<string, readonly IndexDescription[]>> = {
  opportunities: [
    { key: { timestamp: -1 } },
    { key: { asset: 1, timestamp: -1 } },
    { key: { id: 1 }, unique: true },
    { key: { timestamp: -1, id: -1 } },
    { key: { asset: 1, timestamp: -1, id: -1 } },
    { key: { is_injected: 1, timestamp: -1 } },
  ],
  trades: [
    { key: { timestamp: -1 } },
    { key: { asset: 1, timestamp: -1 } },
    { key: { id: 1 }, unique: true },
    { key: { timestamp: -1, id: -1 } },
    { key: { asset: 1, timestamp: -1, id: -1 } },
    { key: { status: 1, timestamp: -1, id: -1 } },
    { key: { window_id: 1 } },
    { key: { closed_at: -1 } },
    { key: { closed_at: -1, id: -1 } },
  ],
  windows: [
    { key: { id: 1 }, unique: true },
    { key: { start_time: -1, id: -1 } },
    { key: { asset: 1, start_time: -1, id: -1 } },
  ],
  inventory_snapshots: [{ key: { timestamp: -1 }, unique: true }],
  audit: [{ key: { seq: 1 }, unique: true }],
};

/** Every collection that is kept for reading. */
export const COLLECTIONS = Object.keys(INDEXES);

/** Makes what is missing; an index that is there already is left as it is. */
export async function ensureIndexes(database: Db): Promise<void> {
  for (const [collection, indexes] of Object.entries(INDEXES)) {
    await database.collection(collection).createIndexes([...indexes]);
  }
}
