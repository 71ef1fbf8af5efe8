import type { PageKey } from "#ledger";
import type { Bindings, Row } from "./columns.ts";
import type { Statements } from "./statements.ts";

/** Conditions of a listing, all of which hold, and what they are bound to. */
export interface Conditions {
  readonly where: readonly string[];
  readonly bindings: Bindings;
}

export interface PageOf {
  readonly table: "opportunities" | "trades";
  /** An index that holds every column of the conditions, where SQLite should not choose. */
  readonly index?: string;
  readonly columns: readonly string[];
  readonly conditions: Conditions;
  readonly limit: number;
}

/** Adds up the conditions for what was asked; what was not asked for is no condition. */
export function conditionsOf(
  asked: readonly (readonly [condition: string, values: Bindings | undefined])[],
): Conditions {
  const given = asked.filter(([, values]) => values !== undefined);
  return {
    where: given.map(([condition]) => condition),
    bindings: Object.assign({}, ...given.map(([, values]) => values)),
  };
}

/** Rows that come after the one with this key, in the order of the listing. */
export function after(cursor: PageKey | undefined): readonly [string, Bindings | undefined] {
  const values = cursor && { cursor_timestamp: cursor.timestampMs, cursor_id: cursor.id };
  return ["(timestamp, id) < (:cursor_timestamp, :cursor_id)", values];
}

/**
 * Rows newest first, one more than asked for, which tells whether there is another page. The keys of the page are found
 * first, within an index; a row is only read once it is known to be on the page, for one that is passed over costs the
 * reading of its whole width.
 */
export function readRows(statements: Statements, page: PageOf): readonly Row[] {
  const { table, index, columns, conditions, limit } = page;
  const where = conditions.where.length === 0 ? "" : ` WHERE ${conditions.where.join(" AND ")}`;
  const from = index === undefined ? table : `${table} INDEXED BY ${index}`;
  const keys = `SELECT rowid FROM ${from}${where} ORDER BY timestamp DESC, id DESC LIMIT :count`;
  const sql = `SELECT ${columns.join(", ")} FROM ${table} WHERE rowid IN (${keys}) ORDER BY timestamp DESC, id DESC`;
  return statements(sql).all({ ...conditions.bindings, count: limit + 1 });
}

interface Item {
  readonly id: string;
  readonly openedAtMs: number;
}

/** The page that the rows make, see readRows. */
export function toPage<Kept extends Item>(rows: readonly Row[], limit: number, read: (row: Row) => Kept) {
  const items = rows.slice(0, limit).map(read);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : { timestampMs: last.openedAtMs, id: last.id } };
}
