import type { DatabaseSync } from "node:sqlite";

/** Runs `work` in one transaction that is committed whole or not at all; throws what went wrong. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
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
