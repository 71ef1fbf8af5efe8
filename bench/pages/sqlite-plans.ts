import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createOpportunityTable } from "../../src/storage/sqlite/opportunity-table.ts";
import { createStatements } from "../../src/storage/sqlite/statements.ts";
import { createTradeTable } from "../../src/storage/sqlite/trade-table.ts";
import { createWindowTable } from "../../src/storage/sqlite/window-table.ts";
import { ASSETS, BEGAN_MS } from "./fill.ts";

export interface Plan {
  readonly query: string;
  readonly plan: readonly string[];
}

/** How SQLite says that it answers the very statements that the tables prepare. */
export function explainSqlite(dir: string): readonly Plan[] {
  const database = new DatabaseSync(join(dir, "arbitrage.db"), { readOnly: true });
  const prepare = createStatements(database);
  const texts = new Set<string>();
  const statements = (sql: string) => {
    if (/^\s*SELECT/.test(sql) && !sql.includes("pragma_")) texts.add(sql);
    return prepare(sql);
  };
  askEverything(statements);
  const plans = [...texts].map((sql) => ({
    query: sql.replace(/\s+/g, " ").trim(),
    plan: planOf(database, sql),
  }));
  database.close();
  return plans;
}

function askEverything(statements: ReturnType<typeof createStatements>): void {
  const cursor = { timestampMs: BEGAN_MS + 1_000_000, id: "x" };
  const trades = createTradeTable(statements);
  const filters = [{}, { asset: ASSETS[0] }, { status: "failed" as const }, { toMs: BEGAN_MS + 9_000_000 }];
  for (const filter of [...filters, { asset: ASSETS[0], status: "failed" as const }]) {
    trades.list({ ...filter, limit: 1 });
    trades.list({ ...filter, limit: 1, cursor });
    trades.count(filter);
  }
  trades.daily(1);
  const opportunities = createOpportunityTable(statements);
  for (const filter of [
    {},
    { asset: ASSETS[0] },
    { direction: "cex_to_dex" as const },
    { minSpreadPct: 1n },
  ]) {
    opportunities.list({ ...filter, limit: 1 });
    opportunities.list({ ...filter, limit: 1, cursor });
  }
  const windows = createWindowTable(statements);
  windows.list({ limit: 1 });
  windows.list({ limit: 1, asset: ASSETS[0] });
  windows.latest();
}

function planOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row.detail));
}
