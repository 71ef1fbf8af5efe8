import { rmSync } from "node:fs";
import { basename } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { ConfigError } from "#model";
import type { StepTaken, Upgrade } from "../../upgrade.ts";
import { inTransaction } from "../transaction.ts";
import { copyBefore } from "./copy-before.ts";

/** From one schema version to the next. Runs within a transaction. */
export interface SchemaStep {
  /** What it changes, in words; shown before and after. */
  readonly name: string;
  /** SQL, or what SQL alone cannot do. */
  readonly change: string | ((database: DatabaseSync) => void);
}

/**
 * Takes the steps that are missing, all of them or none. A database that holds something is copied first; null where
 * nothing was done, or the database is new. Throws ConfigError, which says where the copy is.
 */
export function takeSteps(
  database: DatabaseSync,
  path: string,
  steps: readonly SchemaStep[],
): Upgrade | null {
  const from = schemaVersion(database);
  if (from > steps.length) throw newerSchema(path, from, steps.length);
  if (from === steps.length) return null;
  if (isEmpty(database)) {
    takeAll(database, steps);
    return null;
  }
  const copy = copyBefore(database, path, from);
  try {
    const taken = takeAll(database, steps);
    if (taken.length > 0) return { database: basename(path), steps: taken, copies: [copy] };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      "upgrade-failed",
      `DATA_DIR: ${path} stays at schema ${from}: ${reason}; a copy of it is ${copy}`,
      { cause: cause instanceof StepFailure ? cause.cause : cause },
    );
  }
  // Another process took the steps meanwhile.
  rmSync(copy, { force: true });
  return null;
}

export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}

class StepFailure extends Error {}

/** The version is read again within the transaction: another process may have been quicker. */
function takeAll(database: DatabaseSync, steps: readonly SchemaStep[]): readonly StepTaken[] {
  return inTransaction(database, () => {
    const from = schemaVersion(database);
    return steps.slice(from).map((step, index) => takeOne(database, step, from + index));
  });
}

function takeOne(database: DatabaseSync, { name, change }: SchemaStep, from: number): StepTaken {
  const startMs = nowMs(database);
  try {
    if (typeof change === "string") database.exec(change);
    else change(database);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StepFailure(`step ${from + 1} (${name}) failed (${reason})`, { cause });
  }
  database.exec(`PRAGMA user_version = ${from + 1}`);
  return { name, from, to: from + 1, tookMs: nowMs(database) - startMs };
}

/** SQLite has a clock of its own, and this thread is handed none. */
function nowMs(database: DatabaseSync): number {
  const row = database.prepare("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS ms").get();
  return Number(row?.ms ?? 0);
}

function isEmpty(database: DatabaseSync): boolean {
  return Number(database.prepare("SELECT count(*) AS objects FROM sqlite_schema").get()?.objects ?? 0) === 0;
}

function newerSchema(path: string, version: number, known: number): ConfigError {
  return new ConfigError(
    "newer-schema",
    `DATA_DIR: ${path} was written by a newer Tandem (schema ${version}, this one knows ${known})`,
  );
}
