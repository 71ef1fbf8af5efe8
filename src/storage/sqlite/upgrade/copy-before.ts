import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { ConfigError } from "#model";

const FOLDER = "before-upgrade";
/** Of each file. */
const KEPT = 3;

/**
 * Copies the database, as it is before an upgrade, into a file beside it that its owner alone can read, and forgets all
 * but the last copies of that file. Returns its path once it is on the disk. Throws ConfigError; then nothing is left.
 */
export function copyBefore(database: DatabaseSync, path: string, version: number): string {
  const folder = copyFolder(path);
  const copy = join(folder, `${basename(path)}.v${version}.${timestamp(database)}`);
  const partial = `${copy}.partial`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    database.prepare("VACUUM INTO ?").run(partial);
    chmodSync(partial, 0o600);
    sync(partial);
    renameSync(partial, copy);
    sync(folder);
  } catch (cause) {
    if (existsSync(partial)) rmSync(partial);
    throw new ConfigError(
      "upgrade-copy",
      `DATA_DIR: ${path} stays at schema ${version}: it cannot be copied into ${folder} (${(cause as Error).message})`,
      { cause },
    );
  }
  forgetOlder(folder, basename(path));
  return copy;
}

/** Where the copies of a database lie. */
export function copyFolder(path: string): string {
  return join(dirname(path), FOLDER);
}

/** In UTC, by SQLite's clock: `20261126T081502.250Z`. */
function timestamp(database: DatabaseSync): string {
  return String(database.prepare("SELECT strftime('%Y%m%dT%H%M%fZ', 'now') AS now").get()?.now);
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function forgetOlder(folder: string, file: string): void {
  const copies = readdirSync(folder).filter((name) => name.startsWith(`${file}.v`) && name.endsWith("Z"));
  const time = (name: string) => name.slice(name.lastIndexOf(".v")).replace(/^\.v\d+\./, "");
  const older = copies.sort((one, other) => (time(one) < time(other) ? -1 : 1)).slice(0, -KEPT);
  for (const name of older) rmSync(join(folder, name), { force: true });
}
