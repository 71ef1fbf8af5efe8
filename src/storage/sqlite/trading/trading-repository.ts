import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { JournaledTrade, JournalIdentity, JournalRecord } from "#execution";
import type {
  AccountBalance,
  AuditEntry,
  AuditVerdict,
  StoredSetting,
  TradingBatch,
  Transfer,
} from "#ledger";
import { backupDatabase } from "../backup/backup-database.ts";
import { createFileGuard } from "../file-guard.ts";
import type { Served } from "../serve-thread.ts";
import { createStatements } from "../statements.ts";
import type { ThreadFailure } from "../thread-protocol.ts";
import { appendAll } from "./append-all.ts";
import { createAuditTable } from "./audit-table.ts";
import { createJournalTable } from "./journal-table.ts";
import { openTradingDatabase, TRADING_FILE } from "./open-trading-database.ts";
import { createRestoredMark, type RestoredMark } from "./restored-mark.ts";
import { createSettingTable } from "./setting-table.ts";
import { createStateTables } from "./state-tables.ts";
import { createTransferTable } from "./transfer-table.ts";

/** Everything that `trading.db` answers, synchronously: the thread that holds it may wait for the disk. */
export interface TradingRepository extends Served, RestoredMark {
  /** See appendAll; `atMs` is when trades in `closed` were closed. */
  append(batches: readonly TradingBatch[], atMs: number): readonly (ThreadFailure | null)[];
  openTrades(): readonly JournaledTrade[];
  recordsOf(tradeId: string): readonly JournalRecord[];
  balances(): readonly AccountBalance[];
  transfersOf(tradeId: string): readonly Transfer[];
  openings(): readonly Transfer[];
  readRisk(): string | null;
  listAudit(query: { readonly limit: number; readonly before?: number }): readonly AuditEntry[];
  auditNaming(words: readonly string[]): readonly AuditEntry[];
  verifyAudit(noted: string | null): AuditVerdict;
  /** Copies the database into a file, while it is used. */
  backup(file: string): Promise<void>;
  getSetting(key: string): StoredSetting | null;
  setSetting(key: string, setting: StoredSetting): void;
  readIdentity(): JournalIdentity | null;
  writeIdentity(identity: JournalIdentity): void;
  check(atMs: number): void;
}

/** Opens the folder's `trading.db`. Throws ConfigError; see openTradingDatabase. */
export function openTradingRepository(dir: string): TradingRepository {
  const { database, upgrade } = openTradingDatabase(dir);
  const statements = createStatements(database);
  const journal = createJournalTable(statements);
  const transfers = createTransferTable(statements);
  const states = createStateTables(statements);
  const audit = createAuditTable(statements);
  const settings = createSettingTable(statements);
  // The first write makes the write-ahead log, which is watched like the file itself.
  states.mark(0);
  const file = join(dir, TRADING_FILE);
  const guard = createFileGuard(file, [`${file}-wal`]);
  return {
    append: (batches, atMs) => appendAll(database, { journal, transfers, states, audit }, batches, atMs),
    openTrades: journal.open,
    recordsOf: journal.of,
    balances: transfers.balances,
    transfersOf: transfers.of,
    openings: transfers.openings,
    readRisk: states.readRisk,
    listAudit: audit.listAudit,
    auditNaming: audit.auditNaming,
    verifyAudit: audit.verifyAudit,
    backup: (file) => backupDatabase(database, file),
    getSetting: settings.get,
    setSetting: settings.set,
    ...createRestoredMark(statements),
    readIdentity: states.readIdentity,
    writeIdentity: states.writeIdentity,
    check: states.mark,
    upgrade,
    guard: guard.check,
    tidy: createCheckpoints(database),
    close() {
      database.close();
      guard.close();
    },
  };
}

/** A commit adds about ten pages of 4 KiB to the log. */
const COMMITS_BETWEEN = 200;

/**
 * Carries the write-ahead log over into the file now and then, which takes several waits for the disk: after an
 * answer and not within a commit, so that only a request of that very moment waits with it.
 */
function createCheckpoints(database: DatabaseSync): () => void {
  let answers = 0;
  return () => {
    answers += 1;
    if (answers < COMMITS_BETWEEN) return;
    answers = 0;
    try {
      database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // Nothing is lost: the log keeps it. A disk that fails says so at the next commit, where somebody is told.
    }
  };
}
