import { join } from "node:path";
import type { AuditEntry, AuditVerdict, SettingsStore, TradingBatch, TradingStore, Transfer } from "#ledger";
import type { Clock, Log } from "#model";
import { tellUpgrade } from "../../upgrade.ts";
import { startDatabaseThread } from "../database-thread.ts";
import { fromFailure } from "../thread-protocol.ts";
import { createGroupCommit } from "./group-commit.ts";
import { TRADING_FILE } from "./open-trading-database.ts";
import type { TradingRepository } from "./trading-repository.ts";

export interface TradingStoreOptions {
  /** DATA_DIR; made where it is missing. */
  readonly dir: string;
  readonly log: Log;
  readonly clock: Clock;
}

export interface SqliteTradingStore extends TradingStore, AsyncDisposable {
  /** The balances that the ledger began with, oldest first. */
  openings(): Promise<readonly Transfer[]>;
  /** Reads the whole log from its beginning; `noted` is a head of earlier. */
  verifyAudit(noted: string | null): Promise<AuditVerdict>;
  /** Entries of the operators' log that any of these words stands in, oldest first. */
  auditNaming(words: readonly string[]): Promise<readonly AuditEntry[]>;
  readonly settings: SettingsStore;
  /** When the backup was taken that these books were put back from; null once a start has taken notice. */
  restoredBackup(): Promise<string | null>;
  clearRestored(): Promise<void>;
  /** Copies the database into a file, while it is used. */
  backup(file: string): Promise<void>;
  /** Writes a small row. Rejects with ConnectivityError where the file is gone, replaced or takes no write. */
  check(): Promise<void>;
  /** Commits what was appended, then closes the file and lets go of DATA_DIR. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens `trading.db` in the folder, in a thread of its own, for this process alone until it is closed or the process
 * is gone. `append` resolves when its batch is on the disk; batches that wait are committed together, in their order,
 * and one that is refused holds back no other.
 *
 * Rejects with a one-line ConfigError that names DATA_DIR where the folder cannot be written or is in use by another
 * Tandem, and where the file is no database, damaged, somebody else's, or of a newer schema.
 */
export async function openTradingStore(options: TradingStoreOptions): Promise<SqliteTradingStore> {
  const { dir, log, clock } = options;
  const thread = await startDatabaseThread<TradingRepository>(new URL("./thread.ts", import.meta.url), dir);
  tellUpgrade(log, thread.upgrade);
  log.info("repository ready", { storage: "journal", file: join(dir, TRADING_FILE) });
  const commits = createGroupCommit<TradingBatch>(async (batches) => {
    const failures = await thread.call("append", batches, clock.epochMs());
    return failures.map((failure) => (failure === null ? null : fromFailure(failure)));
  });
  const close = async () => {
    await commits.close();
    await thread.close();
  };
  return {
    append: (batch) => commits.add(batch),
    openTrades: () => thread.call("openTrades"),
    recordsOf: (tradeId) => thread.call("recordsOf", tradeId),
    balances: () => thread.call("balances"),
    transfersOf: (tradeId) => thread.call("transfersOf", tradeId),
    openings: () => thread.call("openings"),
    readRisk: () => thread.call("readRisk"),
    listAudit: (query) => thread.call("listAudit", query),
    backup: (file) => thread.call("backup", file),
    auditNaming: (words) => thread.call("auditNaming", words),
    verifyAudit: (noted) => thread.call("verifyAudit", noted),
    settings: {
      getSetting: (key) => thread.call("getSetting", key),
      setSetting: (key, setting) => thread.call("setSetting", key, setting),
    },
    restoredBackup: () => thread.call("restoredBackup"),
    clearRestored: () => thread.call("clearRestored"),
    readIdentity: () => thread.call("readIdentity"),
    writeIdentity: (identity) => thread.call("writeIdentity", identity),
    check: () => thread.call("check", clock.epochMs()),
    close,
    [Symbol.asyncDispose]: close,
  };
}
