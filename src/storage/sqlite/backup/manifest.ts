import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { ConfigError } from "#model";

const MANIFEST_FILE = "manifest.json";

const databaseCopy = z.object({
  name: z.string().regex(/^[a-z]+\.db$/),
  bytes: z.int(),
  /** SHA-256 of the file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Rows of each table. */
  rows: z.record(z.string(), z.int()),
});
/** One database of a backup, as it was copied. */
export type DatabaseCopy = z.infer<typeof databaseCopy>;

const manifest = z.object({
  format: z.literal(1),
  taken: z.iso.datetime(),
  version: z.string(),
  databases: z.array(databaseCopy),
});
/** What a backup holds; the file is written last, so a backup without it is none. */
export type Manifest = z.infer<typeof manifest>;

/** Looks at a database file that nobody writes to. Throws ConfigError where SQLite finds it damaged. */
export async function describeCopy(dir: string, name: string): Promise<DatabaseCopy> {
  const file = join(dir, name);
  const rows = countRows(file);
  return { name, bytes: statSync(file).size, sha256: await hashOf(file), rows };
}

export function writeManifest(dir: string, content: Manifest): void {
  writeFileSync(join(dir, MANIFEST_FILE), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

/** Throws ConfigError where the folder is no backup. */
export function readManifest(dir: string): Manifest {
  const content = parseManifest(dir);
  // What money depends on is in there; without it a start would know of no order and of no pause.
  if (!content.databases.some(({ name }) => name === "trading.db"))
    throw new ConfigError(
      "no-backup",
      `${dir} is no backup of Tandem: its ${MANIFEST_FILE} names no trading.db`,
    );
  return content;
}

function parseManifest(dir: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(dir, MANIFEST_FILE), "utf8")));
  } catch (cause) {
    throw new ConfigError("no-backup", `${dir} is no backup of Tandem: its ${MANIFEST_FILE} cannot be read`, {
      cause,
    });
  }
}

function countRows(file: string): Record<string, number> {
  const database = new DatabaseSync(file);
  try {
    // A copy of a database in write-ahead mode would leave companions beside it when it is opened.
    database.exec("PRAGMA journal_mode = DELETE");
    const verdict = String(database.prepare("PRAGMA quick_check(1)").get()?.quick_check ?? "no answer");
    if (verdict !== "ok")
      throw new ConfigError("damaged-copy", `${file} is damaged (${verdict.split("\n")[0]})`);
    const tables = database
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        Number(database.prepare(`SELECT count(*) AS rows FROM "${String(name)}"`).get()?.rows),
      ]),
    );
  } finally {
    database.close();
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
