import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { InvariantError } from "#model";

/** A row as SQLite gives it with big integers on. */
export type Row = Record<string, SQLOutputValue>;
export type Bindings = Record<string, SQLInputValue>;

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw unexpected(column, value);
  return value;
}

export function textOrNullOf(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function bigintOf(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value !== "bigint") throw unexpected(column, value);
  return value;
}

/** Counters, slots and times: all far below 2^53. */
export function numberOf(row: Row, column: string): number {
  return Number(bigintOf(row, column));
}

export function numberOrNullOf(row: Row, column: string): number | null {
  return row[column] === null ? null : numberOf(row, column);
}

/** One of the words that a column may hold; anything else means that another hand wrote the file. */
export function wordOf<Word extends string>(row: Row, column: string, words: readonly Word[]): Word {
  const value = textOf(row, column);
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw unexpected(column, value);
  return word;
}

/** `INSERT ... ON CONFLICT(id) DO UPDATE` of all columns but the `fixed`, only where the rank is not older. */
export function upsertSql(
  table: string,
  columns: readonly string[],
  options: { readonly fixed: readonly string[]; readonly rank: readonly string[] },
): string {
  const values = columns.map((column) => `:${column}`).join(", ");
  const updates = columns
    .filter((column) => !options.fixed.includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(", ");
  const rankOf = (owner: string) => options.rank.map((part) => part.replaceAll("$", owner)).join(", ");
  return (
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values}) ` +
    `ON CONFLICT (id) DO UPDATE SET ${updates} WHERE (${rankOf("excluded.")}) >= (${rankOf(`${table}.`)})`
  );
}

function unexpected(column: string, value: SQLOutputValue | undefined): InvariantError {
  return new InvariantError("storage-row", `unexpected ${typeof value} in column ${column}`);
}
