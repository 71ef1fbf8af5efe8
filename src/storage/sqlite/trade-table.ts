import type { DailyFigures, TradeFilter, TradePage, TradeQuery } from "#ledger";
import type { TradeRecord } from "#model";
import { type Bindings, numberOf, upsertSql } from "./columns.ts";
import { createDailyFigures } from "./daily-figures.ts";
import { columnsOf, type Statements } from "./statements.ts";
import { tradeFromRow, tradeToRow } from "./trade-row.ts";

export interface TradeTable {
  save(trade: TradeRecord): void;
  list(query: TradeQuery): TradePage;
  count(filter: TradeFilter): number;
  get(id: string): TradeRecord | null;
  daily(limit: number): readonly DailyFigures[];
}

export function createTradeTable(statements: Statements): TradeTable {
  const upsert = statements(
    upsertSql("trades", columnsOf(statements, "trades"), {
      // The key of the listing never moves, or a page could repeat or skip a row.
      fixed: ["id", "timestamp"],
      rank: ["$version"],
    }),
  );
  const select = statements("SELECT * FROM trades WHERE id = ?");
  return {
    save(trade) {
      upsert.run(tradeToRow(trade));
    },
    list: (query) => listPage(statements, query),
    count(filter) {
      const { where, bindings } = conditionsOf(filter);
      const row = statements(`SELECT count(*) AS trades FROM trades ${where}`).get(bindings) ?? {};
      return numberOf(row, "trades");
    },
    get(id) {
      const row = select.get(id);
      return row === undefined ? null : tradeFromRow(row);
    },
    daily: createDailyFigures(statements),
  };
}

function listPage(statements: Statements, query: TradeQuery): TradePage {
  const { where, bindings } = conditionsOf(query);
  const sql = `SELECT * FROM trades ${where} ORDER BY timestamp DESC, id DESC LIMIT :count`;
  // One row more than asked for tells whether there is another page.
  const rows = statements(sql).all({ ...bindings, count: query.limit + 1 });
  const items = rows.slice(0, query.limit).map(tradeFromRow);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : { timestampMs: last.openedAtMs, id: last.id } };
}

function conditionsOf(query: Omit<TradeQuery, "limit">): { where: string; bindings: Bindings } {
  const conditions: string[] = [];
  const bindings: Bindings = {};
  const add = (condition: string, values: Bindings) => {
    conditions.push(condition);
    Object.assign(bindings, values);
  };
  if (query.asset !== undefined) add("asset = :asset", { asset: query.asset });
  if (query.status !== undefined) add("status = :status", { status: query.status });
  if (query.fromMs !== undefined) add("timestamp >= :from_ms", { from_ms: query.fromMs });
  if (query.toMs !== undefined) add("timestamp < :to_ms", { to_ms: query.toMs });
  if (query.cursor !== undefined) {
    const { timestampMs, id } = query.cursor;
    add("(timestamp, id) < (:timestamp, :id)", { timestamp: timestampMs, id });
  }
  return { where: conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`, bindings };
}
