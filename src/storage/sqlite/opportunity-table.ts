import type { OpportunityPage, OpportunityQuery } from "#ledger";
import type { Opportunity } from "#model";
import { type Bindings, upsertSql } from "./columns.ts";
import { opportunityFromRow, opportunityToRow } from "./opportunity-row.ts";
import { columnsOf, type Statements } from "./statements.ts";

export interface OpportunityTable {
  save(opportunity: Opportunity): void;
  list(query: OpportunityQuery): OpportunityPage;
  get(id: string): Opportunity | null;
  /** Closes what a process that was killed left open, at the last time that it was seen. */
  closeAbandoned(): void;
  /** Forgets those first seen before then; answers how many. */
  deleteBefore(timestampMs: number): number;
}

export function createOpportunityTable(statements: Statements): OpportunityTable {
  const upsert = statements(
    upsertSql("opportunities", columnsOf(statements, "opportunities"), {
      // The key of the listing never moves, or a page could repeat or skip a row.
      fixed: ["id", "timestamp"],
      rank: ["$closed_at IS NOT NULL", "$updates", "$updated_at"],
    }),
  );
  const select = statements("SELECT * FROM opportunities WHERE id = ?");
  const remove = statements("DELETE FROM opportunities WHERE timestamp < ?");
  return {
    save(opportunity) {
      upsert.run(opportunityToRow(opportunity));
    },
    list: (query) => listPage(statements, query),
    get(id) {
      const row = select.get(id);
      return row === undefined ? null : opportunityFromRow(row);
    },
    closeAbandoned() {
      statements("UPDATE opportunities SET closed_at = updated_at WHERE closed_at IS NULL").run();
    },
    deleteBefore: (timestampMs) => Number(remove.run(timestampMs).changes),
  };
}

function listPage(statements: Statements, query: OpportunityQuery): OpportunityPage {
  const { conditions, bindings } = filter(query);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")} `;
  const sql = `SELECT * FROM opportunities ${where}ORDER BY timestamp DESC, id DESC LIMIT :count`;
  // One row more than asked for tells whether there is another page.
  const rows = statements(sql).all({ ...bindings, count: query.limit + 1 });
  const items = rows.slice(0, query.limit).map(opportunityFromRow);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : { timestampMs: last.openedAtMs, id: last.id } };
}

function filter(query: OpportunityQuery): { conditions: string[]; bindings: Bindings } {
  const conditions: string[] = [];
  const bindings: Bindings = {};
  const add = (condition: string, values: Bindings) => {
    conditions.push(condition);
    Object.assign(bindings, values);
  };
  if (query.asset !== undefined) add("asset = :asset", { asset: query.asset });
  if (query.direction !== undefined) add("direction = :direction", { direction: query.direction });
  if (query.minSpreadPct !== undefined) add("spread_pct_e6 >= :spread", { spread: query.minSpreadPct });
  if (query.cursor !== undefined) {
    const { timestampMs, id } = query.cursor;
    add("(timestamp, id) < (:timestamp, :id)", { timestamp: timestampMs, id });
  }
  return { conditions, bindings };
}
