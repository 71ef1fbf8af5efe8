import type { Db } from "mongodb";
import { ensureIndexes } from "../indexes.ts";

/** From one version of the database to the next. */
export interface MongoStep {
  /** What it changes, in words; shown before and after. */
  readonly name: string;
  /** Collections whose documents it changes: they are copied first. */
  readonly changes: readonly string[];
  /**
   * Is begun again where it was cut off, so what is changed already must not be changed twice. `keep` is called at
   * least every half minute of its work; it rejects where another process has taken over.
   */
  take(database: Db, keep: () => Promise<void>): Promise<void>;
}

/** Whatever the version, indexes that are missing are made with each connection: this is where they came from. */
export const MONGO_STEPS: readonly MongoStep[] = [
  { name: "indexes of every listing", changes: [], take: ensureIndexes },
];
