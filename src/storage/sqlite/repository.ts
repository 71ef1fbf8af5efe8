import { join } from "node:path";
import type { OpportunityBatch, OpportunityPage, OpportunityQuery, StoredSetting } from "#ledger";
import type { Opportunity, Window } from "#model";
import { createFileGuard } from "./file-guard.ts";
import { DATABASE_FILE, openDatabase } from "./open-database.ts";
import { createOpportunityTable } from "./opportunity-table.ts";
import { createSettingTable } from "./setting-table.ts";
import { createStatements } from "./statements.ts";
import { createWindowTable } from "./window-table.ts";

/** Everything that one database file answers, synchronously: the thread that holds it may wait. */
export interface Repository {
  save(batch: OpportunityBatch): void;
  listOpportunities(query: OpportunityQuery): OpportunityPage;
  getOpportunity(id: string): Opportunity | null;
  listWindows(query: { readonly asset?: string; readonly limit: number }): readonly Window[];
  latestWindows(): readonly Window[];
  getSetting(key: string): StoredSetting | null;
  setSetting(key: string, setting: StoredSetting): void;
  deleteOpportunitiesBefore(timestampMs: number): number;
  /** Throws where the file is no longer the one that was opened; every other operation but close asks first. */
  guard(): void;
  close(): void;
}

/** Opens the folder's database. Throws ConfigError; see openDatabase. */
export function openRepository(dir: string): Repository {
  const database = openDatabase(dir);
  const statements = createStatements(database);
  const opportunities = createOpportunityTable(statements);
  opportunities.closeAbandoned();
  const windows = createWindowTable(statements);
  const settings = createSettingTable(statements);
  return {
    save(batch) {
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const opportunity of batch.opportunities) opportunities.save(opportunity);
        for (const window of batch.windows) windows.save(window);
        database.exec("COMMIT");
      } catch (error) {
        // SQLite has rolled back by itself where the disk failed; a second ROLLBACK would hide why.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    listOpportunities: opportunities.list,
    getOpportunity: opportunities.get,
    listWindows: windows.list,
    latestWindows: windows.latest,
    getSetting: settings.get,
    setSetting: settings.set,
    deleteOpportunitiesBefore: opportunities.deleteBefore,
    guard: createFileGuard(join(dir, DATABASE_FILE)),
    close: () => database.close(),
  };
}
