import type { AccessState } from "#access";
import { numberOf } from "../columns.ts";
import { createStatements } from "../statements.ts";
import { inTransaction } from "../transaction.ts";
import { apiKeyOf, sessionOf, userOf } from "./access-rows.ts";
import { openAccessDatabase } from "./open-access-database.ts";

/** Reads on a connection of its own, in the thread that asks: a reader of a write-ahead log waits for nobody. */
export interface AccessReader {
  revision(): number;
  /** All of one moment. */
  read(): AccessState;
  close(): void;
}

export function openAccessReader(dir: string): AccessReader {
  const { database } = openAccessDatabase(dir);
  database.exec("PRAGMA query_only = ON");
  const statements = createStatements(database);
  const revisionRow = statements("SELECT number FROM revision WHERE id = 1");
  const revision = () => numberOf(revisionRow.get() ?? {}, "number");
  return {
    revision,
    read: () =>
      inTransaction(
        database,
        () => ({
          revision: revision(),
          users: statements("SELECT * FROM users ORDER BY name").all().map(userOf),
          sessions: statements("SELECT * FROM sessions").all().map(sessionOf),
          apiKeys: statements("SELECT * FROM api_keys ORDER BY name").all().map(apiKeyOf),
        }),
        "DEFERRED",
      ),
    close: () => database.close(),
  };
}
