import type { InventoryRow } from "./inventory.ts";
import type { AuditEntry } from "./ports.ts";

/** One asset on one venue at the snapshot's moment; amounts in 1e-18, dollars in 1e-9 (null without a live price). */
export type SnapshotBalance = Omit<InventoryRow, "driftPct">;

/** What was held everywhere at one moment; at least one balance. */
export interface InventorySnapshot {
  /** Milliseconds since 1970 UTC; there is one snapshot of a moment. */
  readonly atMs: number;
  /** By venue and then by asset. */
  readonly balances: readonly SnapshotBalance[];
}

/** Where the inventory's history is kept. Rejects like OpportunityStore. */
export interface SnapshotStore {
  /** By its moment: a second one of the same moment changes nothing. */
  saveSnapshot(snapshot: InventorySnapshot): Promise<void>;
  /** Newest first; `beforeMs` is the moment of the last one of the previous page. */
  listSnapshots(query: {
    readonly limit: number;
    readonly beforeMs?: number;
  }): Promise<readonly InventorySnapshot[]>;
  /** Forgets those taken before then; answers how many. */
  forgetSnapshots(beforeMs: number): Promise<number>;
}

/**
 * A copy of the audit log for reading beside the trades; the log itself is the trading store's. Append only: there is
 * no call that changes or removes an entry. Rejects like OpportunityStore.
 */
export interface AuditArchive {
  /** 0 where nothing was copied yet. */
  lastAuditSeq(): Promise<number>;
  /** By `seq`: an entry that is there changes nothing, and InvariantError where it is there with other words. */
  saveAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** Newest first; `before` is the seq of the last one of the previous page. */
  listAudit(query: { readonly limit: number; readonly before?: number }): Promise<readonly AuditEntry[]>;
}
