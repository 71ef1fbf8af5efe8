import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepares a statement for this text, once; integers come back as bigint so that none is cut. */
export type Statements = (sql: string) => StatementSync;

/**
 * Holds every statement for as long as the database: one that is collected while its rows are being
 * read takes them with it. The texts are few, because filters combine in few ways.
 */
export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    prepared.set(sql, statement);
    return statement;
  };
}

/** The columns of a table, in their order. */
export function columnsOf(statements: Statements, table: string): string[] {
  const rows = statements("SELECT name FROM pragma_table_info(?)").all(table);
  return rows.map((row) => String(row.name));
}
