import type { PageKey } from "#ledger";
import type { OpportunityRecord, TradeRecord, Window } from "#model";
import type { Row } from "./columns.ts";
import { opportunityRecordFromRow, WITH_DEPTH } from "./opportunity-row.ts";
import type { Statements } from "./statements.ts";
import { tradeFromRow } from "./trade-row.ts";
import { windowFromRow } from "./window-row.ts";

/** Walks over whole tables, oldest first, through the indexes that the listings use from their other end. */
export interface RowsAfter {
  opportunitiesAfter(key: PageKey | null, limit: number): readonly OpportunityRecord[];
  windowsAfter(key: PageKey | null, limit: number): readonly Window[];
  tradesAfter(key: PageKey | null, limit: number): readonly TradeRecord[];
}

export function createRowsAfter(statements: Statements): RowsAfter {
  return {
    opportunitiesAfter: walk(statements, WITH_DEPTH, "timestamp", opportunityRecordFromRow),
    windowsAfter: walk(statements, "windows", "start_time", windowFromRow),
    tradesAfter: walk(statements, "trades", "timestamp", tradeFromRow),
  };
}

/** Before every row that there can be. */
const BEGINNING: PageKey = { timestampMs: Number.MIN_SAFE_INTEGER, id: "" };

function walk<Kept>(statements: Statements, table: string, time: string, read: (row: Row) => Kept) {
  const select = statements(
    `SELECT * FROM ${table} WHERE (${time}, id) > (?, ?) ORDER BY ${time}, id LIMIT ?`,
  );
  return (key: PageKey | null, limit: number): readonly Kept[] => {
    const { timestampMs, id } = key ?? BEGINNING;
    return select.all(timestampMs, id, limit).map(read);
  };
}
