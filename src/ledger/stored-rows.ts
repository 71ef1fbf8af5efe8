import type { OpportunityRecord, TradeRecord, Window } from "#model";
import type { InventorySnapshot } from "./archive-ports.ts";
import type { PageKey } from "./ports.ts";

/**
 * All that a store keeps for reading, for a copy into another store. Rows strictly after the key (null: from the
 * beginning), oldest first by the time that they began and then by id, as they were stored. Rejects like OpportunityStore.
 */
export interface StoredRows {
  opportunitiesAfter(key: PageKey | null, limit: number): Promise<readonly OpportunityRecord[]>;
  /** Without what their trades came to, which is added where windows are listed: a copy would count it twice. */
  windowsAfter(key: PageKey | null, limit: number): Promise<readonly Window[]>;
  tradesAfter(key: PageKey | null, limit: number): Promise<readonly TradeRecord[]>;
  /** After a moment, of which there is one snapshot. */
  snapshotsAfter(atMs: number | null, limit: number): Promise<readonly InventorySnapshot[]>;
}
