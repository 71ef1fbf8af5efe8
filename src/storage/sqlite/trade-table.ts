import type { ClosedPage, ClosedQuery, DailyFigures, TradeFilter, TradePage, TradeQuery } from "#ledger";
import type { TradeRecord } from "#model";
import { createClosedTrades } from "./closed-trades.ts";
import { numberOf, upsertSql } from "./columns.ts";
import { createDailyFigures } from "./daily-figures.ts";
import { after, type Conditions, conditionsOf, readRows, toPage } from "./page-sql.ts";
import { columnsOf, type Statements } from "./statements.ts";
import { summaryFromRow, tradeFromRow, tradeToRow } from "./trade-row.ts";

export interface TradeTable {
  save(trade: TradeRecord): void;
  list(query: TradeQuery): TradePage;
  count(filter: TradeFilter): number;
  get(id: string): TradeRecord | null;
  closed(query: ClosedQuery): ClosedPage;
  daily(limit: number): readonly DailyFigures[];
}

export function createTradeTable(statements: Statements): TradeTable {
  const columns = columnsOf(statements, "trades");
  const listed = columns.filter((column) => column !== "legs");
  const upsert = statements(
    upsertSql("trades", columns, {
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
    list(query) {
      const page = {
        table: "trades",
        columns: listed,
        conditions: conditions(query),
        limit: query.limit,
      } as const;
      return toPage(readRows(statements, page), query.limit, summaryFromRow);
    },
    count(filter) {
      const { where, bindings } = conditions(filter);
      const matching = where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`;
      const row = statements(`SELECT count(*) AS trades FROM trades${matching}`).get(bindings) ?? {};
      return numberOf(row, "trades");
    },
    get(id) {
      const row = select.get(id);
      return row === undefined ? null : tradeFromRow(row);
    },
    closed: createClosedTrades(statements),
    daily: createDailyFigures(statements),
  };
}

function conditions({ asset, status, fromMs, toMs, cursor }: Omit<TradeQuery, "limit">): Conditions {
  return conditionsOf([
    ["asset = :asset", asset === undefined ? undefined : { asset }],
    ["status = :status", status === undefined ? undefined : { status }],
    ["timestamp >= :from_ms", fromMs === undefined ? undefined : { from_ms: fromMs }],
    ["timestamp < :to_ms", toMs === undefined ? undefined : { to_ms: toMs }],
    after(cursor),
  ]);
}
