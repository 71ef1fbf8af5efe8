import type { ClosedPage, ClosedQuery } from "#ledger";
import { numberOf } from "./columns.ts";
import { conditionsOf } from "./page-sql.ts";
import type { Statements } from "./statements.ts";
import { tradeFromRow } from "./trade-row.ts";

/** Trades that closed and count, the last to close first, each found through the partial index of the same words. */
export function createClosedTrades(statements: Statements): (query: ClosedQuery) => ClosedPage {
  return ({ fromMs, toMs, limit, cursor }) => {
    const { where, bindings } = conditionsOf([
      ["closed_at IS NOT NULL AND is_injected = 0", {}],
      ["closed_at >= :from_ms AND closed_at < :to_ms", { from_ms: fromMs, to_ms: toMs }],
      [
        "(closed_at, id) < (:cursor_closed_at, :cursor_id)",
        cursor && { cursor_closed_at: cursor.timestampMs, cursor_id: cursor.id },
      ],
    ]);
    const sql = `SELECT * FROM trades WHERE ${where.join(" AND ")} ORDER BY closed_at DESC, id DESC LIMIT :count`;
    const rows = statements(sql).all({ ...bindings, count: limit + 1 });
    const items = rows.slice(0, limit).map(tradeFromRow);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const nextCursor =
      last === undefined ? null : { timestampMs: numberOf(last, "closed_at"), id: String(last.id) };
    return { items, nextCursor };
  };
}
