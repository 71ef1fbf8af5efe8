import { chmodSync, rmSync } from "node:fs";
import { backup, type DatabaseSync } from "node:sqlite";

/** Pages of 4 KiB that are copied at a time; requests of the database's thread are served in between. */
const PAGES_A_STEP = 512;

/**
 * Copies the database, while it is read and written through this same connection, into a file that holds one moment of
 * it, readable by its owner only. What was begun is removed where it fails.
 */
export async function backupDatabase(database: DatabaseSync, file: string): Promise<void> {
  try {
    await backup(database, file, { rate: PAGES_A_STEP });
    chmodSync(file, 0o600);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}
