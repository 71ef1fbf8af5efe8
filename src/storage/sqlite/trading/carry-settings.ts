import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../repository.ts";

/**
 * The schema step that takes over the settings of `arbitrage.db` in the same folder, where earlier versions kept them:
 * a limit or an observe-only switch that an operator set must not be forgotten by an upgrade.
 */
export function carrySettings(database: DatabaseSync): void {
  database.exec(
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, environment TEXT) STRICT, WITHOUT ROWID",
  );
  const earlier = join(dirname(database.location() ?? ""), DATABASE_FILE);
  if (!existsSync(earlier)) return;
  const source = new DatabaseSync(earlier, { readOnly: true, timeout: 5_000 });
  try {
    const kept = source
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'settings'")
      .get();
    if (kept === undefined) return;
    const insert = database.prepare("INSERT INTO settings (key, value, environment) VALUES (?, ?, ?)");
    const rows = source.prepare(
      "SELECT key, value, environment FROM settings WHERE key <> 'storage_checked_ms'",
    );
    for (const row of rows.all()) insert.run(row.key ?? null, row.value ?? null, row.environment ?? null);
  } finally {
    source.close();
  }
}
