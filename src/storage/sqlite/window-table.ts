import type { Window } from "#model";
import { upsertSql } from "./columns.ts";
import { columnsOf, type Statements } from "./statements.ts";
import { windowFromRow, windowToRow } from "./window-row.ts";
import { createWindowTrades } from "./window-trades.ts";

export interface WindowTable {
  save(window: Window): void;
  /** For reading: with what their trades came to. */
  list(query: { readonly asset?: string; readonly limit: number }): readonly Window[];
  /** As they were stored, for the engine to go on with. */
  latest(): readonly Window[];
}

export function createWindowTable(statements: Statements): WindowTable {
  const upsert = statements(
    upsertSql("windows", columnsOf(statements, "windows"), {
      fixed: ["id", "asset", "start_time"],
      rank: ["$opportunity_count", "$trade_count", "$end_time"],
    }),
  );
  const withTrades = createWindowTrades(statements);
  const newest = statements("SELECT * FROM windows ORDER BY start_time DESC, id DESC LIMIT ?");
  const newestOf = statements(
    "SELECT * FROM windows WHERE asset = ? ORDER BY start_time DESC, id DESC LIMIT ?",
  );
  const latest = statements(`
    SELECT windows.* FROM (SELECT DISTINCT asset FROM windows) AS assets
    JOIN windows ON windows.id = (
      SELECT id FROM windows AS candidate WHERE candidate.asset = assets.asset
      ORDER BY start_time DESC, id DESC LIMIT 1
    )`);
  return {
    save(window) {
      upsert.run(windowToRow(window));
    },
    list({ asset, limit }) {
      const rows = asset === undefined ? newest.all(limit) : newestOf.all(asset, limit);
      return rows.map(windowFromRow).map(withTrades);
    },
    latest: () => latest.all().map(windowFromRow),
  };
}
