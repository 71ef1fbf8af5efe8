import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { JournalRecord } from "#execution";
import type { AuditEntry, Transfer } from "#ledger";
import { ConfigError } from "#model";
import { openToRead } from "../open-to-read.ts";
import { createStatements } from "../statements.ts";
import { createAuditTable } from "./audit-table.ts";
import { createJournalTable } from "./journal-table.ts";
import { TRADING_FILE } from "./open-trading-database.ts";
import { TRADING_STEPS } from "./schema.ts";
import { createStateTables } from "./state-tables.ts";
import { createTransferTable } from "./transfer-table.ts";

/** The part of the books that tells of one trade; also answered by the store of a running process. */
export interface TradingReader {
  recordsOf(tradeId: string): readonly JournalRecord[] | Promise<readonly JournalRecord[]>;
  transfersOf(tradeId: string): readonly Transfer[] | Promise<readonly Transfer[]>;
  auditNaming(words: readonly string[]): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;
  readRisk(): string | null | Promise<string | null>;
}

/**
 * Opens `trading.db` of a folder that no process uses, to read alone. Throws ConfigError, in one line that names
 * DATA_DIR, where it cannot be read or another version of Tandem wrote it.
 */
export function openTradingReader(dir: string): TradingReader & Disposable {
  const path = join(dir, TRADING_FILE);
  let database: DatabaseSync | undefined;
  try {
    database = openToRead(path);
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
    if (version !== TRADING_STEPS.length) throw otherVersion(path, version);
    return readerOf(database);
  } catch (cause) {
    database?.close();
    if (cause instanceof ConfigError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError("data-dir", `DATA_DIR: ${path} cannot be read (${reason})`, { cause });
  }
}

function readerOf(database: DatabaseSync): TradingReader & Disposable {
  const statements = createStatements(database);
  const journal = createJournalTable(statements);
  const transfers = createTransferTable(statements);
  return {
    recordsOf: journal.of,
    transfersOf: transfers.of,
    auditNaming: createAuditTable(statements).auditNaming,
    readRisk: createStateTables(statements).readRisk,
    [Symbol.dispose]: () => database.close(),
  };
}

function otherVersion(path: string, version: number): ConfigError {
  return new ConfigError(
    "other-schema",
    `DATA_DIR: ${path} has schema ${version} and this Tandem reads ${TRADING_STEPS.length}: start it once, or read it with its own`,
  );
}
