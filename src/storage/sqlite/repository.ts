import { join } from "node:path";
import type {
  AuditEntry,
  ClosedPage,
  ClosedQuery,
  DailyFigures,
  InventorySnapshot,
  OpportunityBatch,
  OpportunityPage,
  OpportunityQuery,
  TradeFilter,
  TradePage,
  TradeQuery,
} from "#ledger";
import type { OpportunityRecord, TradeRecord, Window } from "#model";
import { createAuditTable } from "./audit-table.ts";
import { backupDatabase } from "./backup/backup-database.ts";
import { createFileGuard } from "./file-guard.ts";
import { type DatabaseKind, type OpenedDatabase, openDatabase } from "./open-database.ts";
import { createOpportunityTable } from "./opportunity-table.ts";
import { createRowsAfter, type RowsAfter } from "./rows-after.ts";
import { SCHEMA_STEPS } from "./schema.ts";
import type { Served } from "./serve-thread.ts";
import { createSnapshotTable } from "./snapshot-table.ts";
import { createStatements } from "./statements.ts";
import { createTradeTable } from "./trade-table.ts";
import { inTransaction } from "./transaction.ts";
import { createWindowTable } from "./window-table.ts";

export const DATABASE_FILE = "arbitrage.db";

const ARBITRAGE: DatabaseKind = {
  file: DATABASE_FILE,
  steps: SCHEMA_STEPS,
  timeoutMs: 5_000,
  // Opportunities are observations: the last moments may be lost with the power, the file may not.
  pragmas: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
};

/** Everything that one database file answers, synchronously: the thread that holds it may wait. */
export interface Repository extends Served, RowsAfter {
  save(batch: OpportunityBatch): void;
  listOpportunities(query: OpportunityQuery): OpportunityPage;
  getOpportunity(id: string): OpportunityRecord | null;
  countOpportunities(fromMs: number, toMs: number): number;
  listWindows(query: { readonly asset?: string; readonly limit: number }): readonly Window[];
  latestWindows(): readonly Window[];
  /** Leaves a mark, to see whether the disk takes one. */
  check(atMs: number): void;
  /** Copies the database into a file, while it is used. */
  backup(file: string): Promise<void>;
  deleteOpportunitiesBefore(timestampMs: number): number;
  saveTrades(trades: readonly TradeRecord[]): void;
  listTrades(query: TradeQuery): TradePage;
  countTrades(filter: TradeFilter): number;
  getTrade(id: string): TradeRecord | null;
  closedTrades(query: ClosedQuery): ClosedPage;
  dailyFigures(limit: number): readonly DailyFigures[];
  saveSnapshot(snapshot: InventorySnapshot): void;
  snapshotsAfter(atMs: number | null, limit: number): readonly InventorySnapshot[];
  listSnapshots(query: { readonly limit: number; readonly beforeMs?: number }): readonly InventorySnapshot[];
  forgetSnapshots(beforeMs: number): number;
  lastAuditSeq(): number;
  saveAudit(entries: readonly AuditEntry[]): void;
  listAudit(query: { readonly limit: number; readonly before?: number }): readonly AuditEntry[];
}

/** Opens `arbitrage.db` in the folder. Throws ConfigError; see openDatabase. */
export function openArbitrageDatabase(dir: string): OpenedDatabase {
  return openDatabase(dir, ARBITRAGE);
}

/** Opens the folder's database. Throws ConfigError; see openDatabase. */
export function openRepository(dir: string): Repository {
  const { database, upgrade } = openArbitrageDatabase(dir);
  const guard = createFileGuard(join(dir, DATABASE_FILE));
  const statements = createStatements(database);
  const opportunities = createOpportunityTable(statements);
  opportunities.closeAbandoned();
  const windows = createWindowTable(statements);
  const mark = statements("INSERT OR REPLACE INTO last_check (id, at) VALUES (1, ?)");
  const trades = createTradeTable(statements);
  const snapshots = createSnapshotTable(statements);
  const audit = createAuditTable(statements);
  return {
    save: (batch) =>
      inTransaction(database, () => {
        for (const opportunity of batch.opportunities) opportunities.save(opportunity);
        for (const window of batch.windows) windows.save(window);
      }),
    listOpportunities: opportunities.list,
    getOpportunity: opportunities.get,
    countOpportunities: opportunities.count,
    listWindows: windows.list,
    latestWindows: windows.latest,
    check: (atMs) => void mark.run(atMs),
    backup: (file) => backupDatabase(database, file),
    deleteOpportunitiesBefore: opportunities.deleteBefore,
    saveTrades: (records) =>
      inTransaction(database, () => {
        for (const record of records) trades.save(record);
      }),
    listTrades: trades.list,
    countTrades: trades.count,
    getTrade: trades.get,
    closedTrades: trades.closed,
    dailyFigures: trades.daily,
    ...createRowsAfter(statements),
    snapshotsAfter: snapshots.after,
    saveSnapshot: (snapshot) => inTransaction(database, () => snapshots.save(snapshot)),
    listSnapshots: snapshots.list,
    forgetSnapshots: (beforeMs) => inTransaction(database, () => snapshots.deleteBefore(beforeMs)),
    lastAuditSeq: audit.last,
    saveAudit: (entries) => inTransaction(database, () => audit.save(entries)),
    listAudit: audit.list,
    upgrade,
    guard: guard.check,
    close() {
      database.close();
      guard.close();
    },
  };
}
