import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "#model";
import { openTradingRepository } from "../trading/trading-repository.ts";
import { databasesIn } from "./backup-folder.ts";
import { describeCopy, type Manifest, readManifest } from "./manifest.ts";

export interface RestoreFolderOptions {
  readonly backupDir: string;
  readonly dataDir: string;
  /** Databases that are there are moved aside, never removed. Without it they refuse the restore. */
  readonly replace: boolean;
  /** Names the folder that they are moved into. */
  readonly atMs: number;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where the databases are that were there before; null where there were none. */
  readonly movedTo: string | null;
}

/**
 * Puts a backup's databases into a data folder that no process uses. Every file is compared with the manifest, checked
 * by SQLite, and the audit log by its chain, before any file of the folder is touched. Throws ConfigError where
 * something does not hold; then the folder is as it was.
 */
export async function restoreFolder(options: RestoreFolderOptions): Promise<Restored> {
  const { backupDir, dataDir } = options;
  const manifest = readManifest(backupDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const staging = join(dataDir, "restore.partial");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
  try {
    for (const { name } of manifest.databases) copyFileSync(join(backupDir, name), join(staging, name));
    for (const expected of manifest.databases) await compare(staging, expected);
    checkBooks(staging, { taken: manifest.taken, atMs: options.atMs });
    const movedTo = makeRoom(options);
    for (const name of databasesIn(staging)) renameSync(join(staging, name), join(dataDir, name));
    return { manifest, movedTo };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function compare(dir: string, expected: Manifest["databases"][number]): Promise<void> {
  const found = await describeCopy(dir, expected.name);
  if (found.sha256 !== expected.sha256 || JSON.stringify(found.rows) !== JSON.stringify(expected.rows))
    throw new ConfigError("changed-backup", `${expected.name} is not the file that was backed up`);
}

/**
 * Opens the journal as a start would, migrations included, and reads the operators' log whole. What was put back says so
 * in that log, and holds the next start until an operator has looked (see ledger-start.ts).
 */
function checkBooks(dir: string, { taken, atMs }: { readonly taken: string; readonly atMs: number }): void {
  const repository = openTradingRepository(dir);
  try {
    const { firstBadSeq } = repository.verifyAudit(null);
    if (firstBadSeq !== null)
      throw new ConfigError("broken-audit", `the audit log of the backup is broken at entry ${firstBadSeq}`);
    const note = {
      atMs,
      by: "local operator",
      action: "restore",
      before: null,
      after: JSON.stringify({ taken }),
    };
    repository.append([{ records: [], transfers: [], closed: [], risk: null, audit: [note] }], atMs);
    repository.markRestored(taken);
  } finally {
    repository.close();
  }
}

/** Moves what is there aside, with its write-ahead logs. The exclusive lock tells whether a process uses it. */
function makeRoom({ dataDir, replace, atMs }: RestoreFolderOptions): string | null {
  const present = databasesIn(dataDir);
  if (present.length === 0) return null;
  if (!replace)
    throw new ConfigError(
      "data-dir",
      `DATA_DIR: ${dataDir} holds databases; --replace moves them aside first`,
    );
  if (present.includes("trading.db")) openTradingRepository(dataDir).close();
  const aside = join(dataDir, `replaced-${new Date(atMs).toISOString().replaceAll(":", "")}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of present.flatMap((one) => [one, `${one}-wal`, `${one}-shm`]))
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(aside, name));
  return aside;
}
