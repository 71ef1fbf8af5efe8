import type { DatabaseSync } from "node:sqlite";
import { ConfigError } from "#model";
import { type DatabaseKind, type OpenedDatabase, openDatabase } from "../open-database.ts";
import { TRADING_STEPS } from "./schema.ts";

export const TRADING_FILE = "trading.db";

/** "TAND" in the file's header: a database with tables and without it is somebody else's. */
const APPLICATION_ID = 0x54414e44;
const SQLITE_BUSY = 5;

const TRADING: DatabaseKind = {
  file: TRADING_FILE,
  steps: TRADING_STEPS,
  // Long enough for a process that is just ending, short enough to be told that one is running.
  timeoutMs: 500,
  /**
   * The exclusive lock is taken with the first access and held until the process is gone, however it ends: no
   * second Tandem trades from the same folder. FULL: a commit is on the disk before it is answered. The write-ahead
   * log is carried over by `tidy`, after an answer; SQLite's own turn is the last resort.
   */
  pragmas:
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; " +
    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000",
  examine,
};

/**
 * Opens `trading.db` in the folder for this process alone. Throws ConfigError, in one line that names DATA_DIR,
 * where another process holds it, where it is not a database, damaged or not ours, and where a newer Tandem wrote it.
 */
export function openTradingDatabase(dir: string): OpenedDatabase {
  try {
    return openDatabase(dir, TRADING);
  } catch (error) {
    if (!(error instanceof ConfigError) || !isBusy(error.cause)) throw error;
    throw new ConfigError(
      "data-dir-in-use",
      `DATA_DIR: ${dir} is in use by another Tandem (it holds ${TRADING_FILE})`,
      { cause: error.cause },
    );
  }
}

function examine(database: DatabaseSync, path: string): void {
  const id = Number(database.prepare("PRAGMA application_id").get()?.application_id ?? 0);
  const objects = Number(
    database.prepare("SELECT count(*) AS objects FROM sqlite_schema").get()?.objects ?? 0,
  );
  if (id !== APPLICATION_ID) {
    if (id !== 0 || objects > 0)
      throw new ConfigError("foreign-journal", `DATA_DIR: ${path} is a database that Tandem did not write`);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  const verdict = String(database.prepare("PRAGMA quick_check(1)").get()?.quick_check ?? "no answer");
  if (verdict !== "ok")
    throw new ConfigError("damaged-journal", `DATA_DIR: ${path} is damaged (${verdict.split("\n")[0]})`);
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && (Number(cause.errcode) & 0xff) === SQLITE_BUSY;
}
