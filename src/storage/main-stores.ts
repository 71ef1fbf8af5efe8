import type { AuditArchive, OpportunityStore, SnapshotStore, StoredRows, TradeStore } from "#ledger";

/** What is kept for reading, on whichever store was chosen, and its end. No open trade depends on it. */
export interface MainStores extends AsyncDisposable {
  readonly opportunities: OpportunityStore;
  readonly trades: TradeStore;
  readonly snapshots: SnapshotStore;
  readonly audit: AuditArchive;
  /** All of it, for a copy into another store. */
  readonly rows: StoredRows;
  /** Writes a small row. Rejects with ConnectivityError where the store is away or takes no write. */
  check(): Promise<void>;
  /** Finishes what was asked of it, then closes. May be called twice. */
  close(): Promise<void>;
}
