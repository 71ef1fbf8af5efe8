import { join } from "node:path";
import type { Clock, Log } from "#model";
import type { MainStores } from "../main-stores.ts";
import { createRetention } from "../retention.ts";
import { tellUpgrade } from "../upgrade.ts";
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

/** The main store in one database file; `check` also fails where the file is gone or was replaced. */
export interface SqliteStores extends MainStores {
  /** Copies the database into a file, while it is used. */
  backup(file: string): Promise<void>;
}

/**
 * Opens `arbitrage.db` in the folder, in a thread of its own. Rejects with a one-line ConfigError that
 * names DATA_DIR where the folder cannot be written, the file is no database or a newer schema.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStores> {
  const script = new URL("./thread.ts", import.meta.url);
  const thread = await startDatabaseThread<Repository>(script, options.dir);
  tellUpgrade(options.log, thread.upgrade);
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
      async countOpportunities(fromMs, toMs) {
        return retention.reaches(fromMs) ? null : await thread.call("countOpportunities", fromMs, toMs);
      },
      listWindows: (query) => thread.call("listWindows", query),
      latestWindows: () => thread.call("latestWindows"),
    },
    trades: {
      saveTrades: (trades) => thread.call("saveTrades", trades),
      listTrades: (query) => thread.call("listTrades", query),
      countTrades: (filter) => thread.call("countTrades", filter),
      getTrade: (id) => thread.call("getTrade", id),
      closedTrades: (query) => thread.call("closedTrades", query),
      dailyFigures: (limit) => thread.call("dailyFigures", limit),
    },
    rows: {
      opportunitiesAfter: (key, limit) => thread.call("opportunitiesAfter", key, limit),
      windowsAfter: (key, limit) => thread.call("windowsAfter", key, limit),
      tradesAfter: (key, limit) => thread.call("tradesAfter", key, limit),
      snapshotsAfter: (atMs, limit) => thread.call("snapshotsAfter", atMs, limit),
    },
    snapshots: {
      saveSnapshot: (snapshot) => thread.call("saveSnapshot", snapshot),
      listSnapshots: (query) => thread.call("listSnapshots", query),
      forgetSnapshots: (beforeMs) => thread.call("forgetSnapshots", beforeMs),
    },
    audit: {
      lastAuditSeq: () => thread.call("lastAuditSeq"),
      saveAudit: (entries) => thread.call("saveAudit", entries),
      listAudit: (query) => thread.call("listAudit", query),
    },
    backup: (file) => thread.call("backup", file),
    check: () => thread.call("check", options.clock.epochMs()),
    close: () => thread.close(),
    [Symbol.asyncDispose]: () => thread.close(),
  };
}
