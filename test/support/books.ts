import { describe } from "vitest";
import { hasMongo } from "./mongo.ts";
import { mongoBooks } from "./mongo-books.ts";
import { sqliteBooks } from "./sqlite-books.ts";

export type Table = "opportunities" | "trades";

/** A row by what listings are ordered by. */
interface Row {
  readonly id: string;
  readonly atMs: number;
}

/** What Tandem keeps for reading, as an operator looks into it past the API, with the database's own means. */
export interface Books extends AsyncDisposable {
  /** Configuration that leads to them. */
  readonly env: Readonly<Record<string, string>>;
  /** The hardest end of the process that its database takes in the middle of a transaction. */
  readonly hardestEnd: "SIGKILL" | "SIGTERM";
  count(table: Table): Promise<number>;
  /** The newest rows by their timestamp, newest first; all where no limit is given. */
  newest(table: Table, limit?: number): Promise<readonly Row[]>;
  /** Closed opportunities that were first seen before then. */
  closedBefore(date: Date): Promise<readonly string[]>;
  /** The runbook's search for duplicates: ids that are there more than once. */
  duplicates(table: Table): Promise<readonly unknown[]>;
  indexes(table: Table): Promise<readonly unknown[]>;
  /** The runbook's four lines that make indexes. */
  makeIndexes(): Promise<void>;
  /** The runbook's cleaning of old data; answers how many rows went. */
  deleteOpportunitiesBefore(date: Date): Promise<number>;
  /** Saves everything, puts it back elsewhere and answers the configuration that leads there. Tandem is stopped. */
  saveAndPutBack(): Promise<Readonly<Record<string, string>>>;
}

/** The same tests against both stores; without a MongoDB server its half is reported as skipped, with the reason. */
export function describeOnEachStore(title: string, define: (open: () => Promise<Books>) => void): void {
  describe(`${title} on SQLite`, () => define(sqliteBooks));
  const reason = hasMongo ? "" : " (MONGO_URL is not set)";
  describe.skipIf(!hasMongo)(`${title} on MongoDB${reason}`, () => define(mongoBooks));
}
