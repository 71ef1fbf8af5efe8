import { join } from "node:path";
import type { OpportunityStore, TradeStore } from "#ledger";
import type { Clock, Log } from "#model";
import { createRetention } from "../retention.ts";
import { startDatabaseThread } from "./database-thread.ts";
import { DATABASE_FILE, type Repository } from "./repository.ts";

export interface SqliteOptions {
  /** DATA_DIR; made where it is missing. */
  readonly dir: string;
  readonly log: Log;
  readonly clock: Clock;
  /** How long opportunities are kept, 7 days where not given. Windows and trades stay. */
  readonly retentionMs?: number;
}

/** The ports on one database file, and its end. */
export interface SqliteStores extends AsyncDisposable {
  readonly opportunities: OpportunityStore;
  readonly trades: TradeStore;
  /** Writes a small row. Rejects with ConnectivityError where the file is gone, replaced or takes no write. */
  check(): Promise<void>;
  /** Copies the database into a file, while it is used. */
  backup(file: string): Promise<void>;
  /** Finishes what was asked of it, then closes the file. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens `arbitrage.db` in the folder, in a thread of its own. Rejects with a one-line ConfigError that
 * names DATA_DIR where the folder cannot be written, the file is no database or a newer schema.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStores> {
  const script = new URL("./thread.ts", import.meta.url);
  const thread = await startDatabaseThread<Repository>(script, options.dir);
  options.log.info("repository ready", { storage: "sqlite", file: join(options.dir, DATABASE_FILE) });
  const retention = createRetention({
    ...options,
    deleteBefore: (timestampMs) => thread.call("deleteOpportunitiesBefore", timestampMs),
  });
  return {
    opportunities: {
      async save(batch) {
        await thread.call("save", batch);
        await retention.applyWhenDue();
      },
      listOpportunities: (query) => thread.call("listOpportunities", query),
      getOpportunity: (id) => thread.call("getOpportunity", id),
      listWindows: (query) => thread.call("listWindows", query),
      latestWindows: () => thread.call("latestWindows"),
    },
    trades: {
      saveTrades: (trades) => thread.call("saveTrades", trades),
      listTrades: (query) => thread.call("listTrades", query),
      countTrades: (filter) => thread.call("countTrades", filter),
      getTrade: (id) => thread.call("getTrade", id),
      dailyFigures: (limit) => thread.call("dailyFigures", limit),
    },
    backup: (file) => thread.call("backup", file),
    check: () => thread.call("check", options.clock.epochMs()),
    close: () => thread.close(),
    [Symbol.asyncDispose]: () => thread.close(),
  };
}
