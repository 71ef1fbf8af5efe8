import type { DatabaseSync } from "node:sqlite";

/**
 * Runs `work` in one transaction that is committed whole or not at all; throws what went wrong. DEFERRED is for
 * reading alone: all of it sees one moment, and it waits for no writer.
 */
export function inTransaction<Result>(
  database: DatabaseSync,
  work: () => Result,
  begin: "IMMEDIATE" | "DEFERRED" = "IMMEDIATE",
): Result {
  database.exec(`BEGIN ${begin}`);
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite has rolled back by itself where the disk failed; a second ROLLBACK would hide why.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
