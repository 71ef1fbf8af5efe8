import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Books } from "./books.ts";

/** Of the order in which the API lists. */
const INDEX_SQL = (["opportunities", "trades"] as const).flatMap((table) => [
  `CREATE INDEX IF NOT EXISTS ${table}_timestamp ON ${table} (timestamp DESC, id DESC)`,
  `CREATE INDEX IF NOT EXISTS ${table}_asset_timestamp ON ${table} (asset, timestamp DESC, id DESC)`,
]);

/** `arbitrage.db` in a DATA_DIR of its own, read beside the process that writes it. */
export async function sqliteBooks(): Promise<Books> {
  const dir = mkdtempSync(join(tmpdir(), "tandem-books-"));
  const file = join(dir, "arbitrage.db");
  const open = (readOnly = true) => new DatabaseSync(file, { readOnly, timeout: 5_000 });
  async function rows(sql: string, ...values: SQLInputValue[]) {
    using database = open();
    return database.prepare(sql).all(...values);
  }
  return {
    env: { DATA_DIR: dir },
    hardestEnd: "SIGKILL",
    count: async (table) => Number((await rows(`SELECT count(*) AS rows FROM ${table}`))[0]?.rows),
    async newest(table, limit = -1) {
      const newest = await rows(`SELECT * FROM ${table} ORDER BY timestamp DESC LIMIT ?`, limit);
      return newest.map(({ id, timestamp }) => ({ id: String(id), atMs: Number(timestamp) }));
    },
    async closedBefore(date) {
      const closed = "SELECT id FROM opportunities WHERE closed_at IS NOT NULL AND timestamp < ?";
      return (await rows(closed, date.getTime())).map(({ id }) => String(id));
    },
    duplicates: (table) => rows(`SELECT id, count(*) AS times FROM ${table} GROUP BY id HAVING times > 1`),
    indexes: (table) =>
      rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", table),
    async makeIndexes() {
      using database = open(false);
      for (const sql of INDEX_SQL) database.exec(sql);
    },
    async deleteOpportunitiesBefore(date) {
      using database = open(false);
      const remove = database.prepare("DELETE FROM opportunities WHERE timestamp < ?");
      return Number(remove.run(date.getTime()).changes);
    },
    async saveAndPutBack() {
      const saved = join(dir, "saved.db");
      using database = open();
      database.prepare("VACUUM INTO ?").run(saved);
      for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
      renameSync(saved, file);
      return { DATA_DIR: dir };
    },
    [Symbol.asyncDispose]: async () => rmSync(dir, { recursive: true, force: true }),
  };
}
