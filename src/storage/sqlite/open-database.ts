import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigError } from "#model";
import type { Upgrade } from "../upgrade.ts";
import { type SchemaStep, takeSteps } from "./upgrade/take-steps.ts";

/** SQLite's result codes that say "this is not one of ours". https://sqlite.org/rescode.html */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** What makes one of our databases what it is. */
export interface DatabaseKind {
  readonly file: string;
  readonly steps: readonly SchemaStep[];
  /** How long to wait for another process that holds a lock. */
  readonly timeoutMs: number;
  /** Run before anything else is read. */
  readonly pragmas: string;
  /** Throws ConfigError where the file, which may be empty, belongs to somebody else. */
  readonly examine?: (database: DatabaseSync, path: string) => void;
  /** Who may read the file, where that is not left to the process; it has them before anything is in it. */
  readonly permissions?: number;
}

/** A database with the tables of this build. */
export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** What had to be done for that; null where nothing had, or the file is new. */
  readonly upgrade: Upgrade | null;
}

/**
 * Opens the file in the folder, which is made where it is missing, and brings its tables up to date; what it held
 * before is copied first. Throws ConfigError, in one line that names DATA_DIR, where the folder cannot be written, the file is
 * not a database or damaged, or a newer Tandem wrote it.
 */
export function openDatabase(dir: string, kind: DatabaseKind): OpenedDatabase {
  prepareFolder(dir);
  const path = join(dir, kind.file);
  let database: DatabaseSync | undefined;
  try {
    // The write-ahead log takes the file's own mode.
    if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
    database = new DatabaseSync(path, { timeout: kind.timeoutMs });
    database.exec(kind.pragmas);
    kind.examine?.(database, path);
    return { database, upgrade: takeSteps(database, path, kind.steps) };
  } catch (error) {
    database?.close();
    throw error instanceof ConfigError ? error : openFailure(path, error);
  }
}

function prepareFolder(dir: string): void {
  try {
    makeFolder(resolve(dir));
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError("data-dir", `DATA_DIR: the folder ${dir} cannot be written (${reasonOf(error)})`);
  }
}

/** One level at a time: Node's own recursive mkdir never returns below a virtual file system such as /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir, { mode: 0o700 });
}

function openFailure(file: string, cause: unknown): ConfigError {
  const code = cause instanceof Error && "errcode" in cause ? cause.errcode : undefined;
  if (code === SQLITE_NOTADB || code === SQLITE_CORRUPT) {
    return new ConfigError("not-a-database", `DATA_DIR: ${file} is not an SQLite database`, { cause });
  }
  return new ConfigError("data-dir", `DATA_DIR: ${file} cannot be opened (${reasonOf(cause)})`, { cause });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && typeof error.code === "string" && error.code !== "ERR_SQLITE_ERROR")
    return error.code;
  return error.message;
}
