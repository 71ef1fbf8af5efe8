import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigError } from "#model";
import { backupDatabase } from "./backup-database.ts";
import { describeCopy, type Manifest, writeManifest } from "./manifest.ts";

export interface BackupFolderOptions {
  readonly dataDir: string;
  /** Made by the backup; must not exist. */
  readonly targetDir: string;
  /** How to copy a database that this process holds open, by file name; the others are opened here. */
  readonly held: Readonly<Record<string, (file: string) => Promise<void>>>;
  readonly takenAtMs: number;
  readonly version: string;
}

/**
 * Copies every database of the folder, each as of one moment, while it is in use. `trading.db` is copied first: a trade
 * that closes between the copies is then still open in the copied journal, and is stored again by the replay, once.
 * Throws ConfigError where the target exists, cannot be made, or there is nothing to copy.
 */
export async function backupFolder(options: BackupFolderOptions): Promise<Manifest> {
  const { dataDir, targetDir, takenAtMs, version } = options;
  const names = databasesIn(dataDir);
  if (names.length === 0) throw new ConfigError("data-dir", `DATA_DIR: ${dataDir} holds no database`);
  if (existsSync(targetDir))
    throw new ConfigError("backup-exists", `${targetDir} exists: a backup overwrites nothing`);
  const partial = `${targetDir}.partial`;
  makeFolder(partial);
  try {
    for (const name of names) await copyOne(options, name, join(partial, name));
    const databases = await Promise.all(names.map((name) => describeCopy(partial, name)));
    const manifest: Manifest = { format: 1, taken: new Date(takenAtMs).toISOString(), version, databases };
    writeManifest(partial, manifest);
    renameSync(partial, targetDir);
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** The journal first. */
export function databasesIn(dir: string): readonly string[] {
  const names = readdirSync(dir).filter((name) => /^[a-z]+\.db$/.test(name));
  return names.sort(
    (one, other) => Number(other === "trading.db") - Number(one === "trading.db") || (one < other ? -1 : 1),
  );
}

async function copyOne({ dataDir, held }: BackupFolderOptions, name: string, file: string): Promise<void> {
  const copy = held[name];
  if (copy !== undefined) return await copy(file);
  const database = new DatabaseSync(join(dataDir, name), { readOnly: true, timeout: 5_000 });
  try {
    await backupDatabase(database, file);
  } finally {
    database.close();
  }
}

function makeFolder(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dirname(dir), { recursive: true });
    mkdirSync(dir, { mode: 0o700 });
  } catch (cause) {
    throw new ConfigError("backup-folder", `${dir} cannot be made (${(cause as Error).message})`, { cause });
  }
}
