import type { OpportunityPage, OpportunityQuery } from "#ledger";
import type { OpportunityRecord } from "#model";
import { numberOf, upsertSql } from "./columns.ts";
import { depthToText } from "./depth-text.ts";
import {
  opportunityFromRow,
  opportunityRecordFromRow,
  opportunityToRow,
  WITH_DEPTH,
} from "./opportunity-row.ts";
import { after, type Conditions, conditionsOf, readRows, toPage } from "./page-sql.ts";
import { columnsOf, type Statements } from "./statements.ts";

export interface OpportunityTable {
  save(opportunity: OpportunityRecord): void;
  list(query: OpportunityQuery): OpportunityPage;
  get(id: string): OpportunityRecord | null;
  /** How many were first seen within, injected ones apart. */
  count(fromMs: number, toMs: number): number;
  /** Closes what a process that was killed left open, at the last time that it was seen. */
  closeAbandoned(): void;
  /** Forgets those first seen before then; answers how many. */
  deleteBefore(timestampMs: number): number;
}

export function createOpportunityTable(statements: Statements): OpportunityTable {
  const columns = columnsOf(statements, "opportunities");
  const upsert = statements(
    upsertSql("opportunities", columns, {
      // The key of the listing never moves, or a page could repeat or skip a row.
      fixed: ["id", "timestamp"],
      rank: ["$closed_at IS NOT NULL", "$updates", "$updated_at"],
    }),
  );
  const select = statements(`SELECT * FROM ${WITH_DEPTH} WHERE id = ?`);
  const keepDepth = statements(
    "INSERT OR REPLACE INTO opportunity_depths (opportunity_id, depth) VALUES (?, ?)",
  );
  const dropDepth = statements("DELETE FROM opportunity_depths WHERE opportunity_id = ?");
  const within = "timestamp >= :from_ms AND timestamp < :to_ms";
  // Each is counted within an index alone; the injected ones have one of their own, which is all but empty.
  const count = statements(
    `SELECT (SELECT count(*) FROM opportunities INDEXED BY opportunities_timestamp WHERE ${within}) -
      (SELECT count(*) FROM opportunities INDEXED BY opportunities_injected WHERE is_injected = 1 AND ${within}) AS seen`,
  );
  const remove = statements("DELETE FROM opportunities WHERE timestamp < ?");
  return {
    save(opportunity) {
      // An earlier state than the one that is stored changes nothing, its depth neither.
      if (Number(upsert.run(opportunityToRow(opportunity)).changes) === 0) return;
      const { id, depth } = opportunity;
      if (depth === null) dropDepth.run(id);
      else keepDepth.run(id, depthToText(depth));
    },
    list(query) {
      const index = indexFor(statements, query);
      const page = {
        table: "opportunities",
        index,
        columns,
        conditions: conditions(query),
        limit: query.limit,
      } as const;
      return toPage(readRows(statements, page), query.limit, opportunityFromRow);
    },
    get(id) {
      const row = select.get(id);
      return row === undefined ? null : opportunityRecordFromRow(row);
    },
    count(fromMs, toMs) {
      return numberOf(count.get({ from_ms: fromMs, to_ms: toMs }) ?? {}, "seen");
    },
    closeAbandoned() {
      statements("UPDATE opportunities SET closed_at = updated_at WHERE closed_at IS NULL").run();
    },
    deleteBefore: (timestampMs) => Number(remove.run(timestampMs).changes),
  };
}

/**
 * Wide spreads are rare, and passing over a million narrow ones in the order of time takes long; narrow ones are many, and
 * sorting a million of them does as well. Up to so many are found by their spread and sorted, in a few milliseconds.
 */
const FEW = 5_000;

/** Which index finds those of a least spread; the other listings' index follows from their filter. */
function indexFor(statements: Statements, { minSpreadPct, asset }: OpportunityQuery): string {
  const inOrder = asset === undefined ? "opportunities_timestamp" : "opportunities_asset_timestamp";
  if (minSpreadPct === undefined) return inOrder;
  const wide = "SELECT 1 FROM opportunities INDEXED BY opportunities_spread WHERE spread_pct_e6 >= :spread";
  const row = statements(`SELECT count(*) AS wide FROM (${wide} LIMIT ${FEW + 1})`).get({
    spread: minSpreadPct,
  });
  return numberOf(row ?? {}, "wide") > FEW ? inOrder : "opportunities_spread";
}

function conditions(query: OpportunityQuery): Conditions {
  const { asset, direction, minSpreadPct, fromMs, toMs, cursor } = query;
  return conditionsOf([
    ["asset = :asset", asset === undefined ? undefined : { asset }],
    ["direction = :direction", direction === undefined ? undefined : { direction }],
    ["spread_pct_e6 >= :spread", minSpreadPct === undefined ? undefined : { spread: minSpreadPct }],
    ["timestamp >= :from_ms", fromMs === undefined ? undefined : { from_ms: fromMs }],
    ["timestamp < :to_ms", toMs === undefined ? undefined : { to_ms: toMs }],
    after(cursor),
  ]);
}
