import type {
  InventorySnapshot,
  OpportunityStore,
  PageKey,
  SnapshotStore,
  StoredRows,
  TradeStore,
} from "#ledger";
import type { OpportunityRecord, TradeRecord, Window } from "#model";

/** What a copy needs of either side; every main store has it. */
export interface MigrationStores {
  readonly opportunities: Pick<OpportunityStore, "save">;
  readonly trades: Pick<TradeStore, "saveTrades">;
  readonly snapshots: Pick<SnapshotStore, "saveSnapshot">;
  readonly rows: StoredRows;
}

/** How rows of one kind are read, saved and added up. */
export interface RowKind<Row> {
  readonly name: string;
  after(rows: StoredRows, key: PageKey | null, limit: number): Promise<readonly Row[]>;
  /** What it is known by, and where it stands in the walk. */
  keyOf(row: Row): PageKey;
  save(stores: MigrationStores, rows: readonly Row[]): Promise<void>;
  /** Sums that prove a copy, each in 1e-9 USD, under the API's names. */
  readonly sums: Readonly<Record<string, (row: Row) => bigint>>;
}

export const OPPORTUNITIES: RowKind<OpportunityRecord> = {
  name: "opportunities",
  after: (rows, key, limit) => rows.opportunitiesAfter(key, limit),
  keyOf: ({ openedAtMs, id }) => ({ timestampMs: openedAtMs, id }),
  save: (stores, opportunities) => stores.opportunities.save({ opportunities, windows: [] }),
  sums: { size_usd: (row) => row.sizeUsd, predicted_pnl_usd: (row) => row.predictedPnlUsd },
};

export const WINDOWS: RowKind<Window> = {
  name: "windows",
  after: (rows, key, limit) => rows.windowsAfter(key, limit),
  keyOf: ({ startMs, id }) => ({ timestampMs: startMs, id }),
  save: (stores, windows) => stores.opportunities.save({ opportunities: [], windows }),
  sums: { total_pnl_usd: (row) => row.totalPnlUsd },
};

export const TRADES: RowKind<TradeRecord> = {
  name: "trades",
  after: (rows, key, limit) => rows.tradesAfter(key, limit),
  keyOf: ({ openedAtMs, id }) => ({ timestampMs: openedAtMs, id }),
  save: (stores, trades) => stores.trades.saveTrades(trades),
  sums: {
    size_usd: (row) => row.sizeUsd,
    fees_usd: (row) => row.feesUsd,
    pnl_usd: (row) => row.pnlUsd,
    predicted_pnl_usd: (row) => row.predictedPnlUsd,
  },
};

export const SNAPSHOTS: RowKind<InventorySnapshot> = {
  name: "inventory_snapshots",
  after: (rows, key, limit) => rows.snapshotsAfter(key?.timestampMs ?? null, limit),
  keyOf: ({ atMs }) => ({ timestampMs: atMs, id: "" }),
  async save({ snapshots }, taken) {
    for (const snapshot of taken) await snapshots.saveSnapshot(snapshot);
  },
  sums: {
    value_usd: ({ balances }) => balances.reduce((sum, { valueUsd }) => sum + (valueUsd ?? 0n), 0n),
  },
};
