import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** Long enough for a process that is just ending. */
const WAIT_MS = 500;

/**
 * Opens a database to read alone and to leave no trace: reading makes a write-ahead log where there is none, unless the
 * file is said to be immutable. Whoever has it open has such a log, and then the usual locks are taken. Throws what
 * SQLite does.
 */
export function openToRead(path: string): DatabaseSync {
  const url = pathToFileURL(resolve(path));
  if (!existsSync(`${path}-wal`)) url.searchParams.set("immutable", "1");
  return new DatabaseSync(url, { readOnly: true, timeout: WAIT_MS });
}
