import { type DatabaseKind, type OpenedDatabase, openDatabase } from "../open-database.ts";
import { ACCESS_STEPS } from "./schema.ts";

export const ACCESS_FILE = "access.db";

const ACCESS: DatabaseKind = {
  file: ACCESS_FILE,
  steps: ACCESS_STEPS,
  // `tandem user add` writes beside a running Tandem; both hold the file for milliseconds.
  timeoutMs: 3_000,
  // FULL: a revocation that was answered is still one after the power fails.
  pragmas: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
  // Its companions (`-wal`, `-shm`) get the same rights from SQLite.
  permissions: 0o600,
};

/** Opens `access.db` in the folder, shared with other processes. Throws ConfigError; see openDatabase. */
export function openAccessDatabase(dir: string): OpenedDatabase {
  return openDatabase(dir, ACCESS);
}
