/** Layer `storage`: the ledger's ports on SQLite, and the writer that keeps the engine from waiting for it. */
export {
  createOpportunityWriter,
  type OpportunityWriter,
  type OpportunityWriterOptions,
  type WriterMetrics,
} from "./opportunity-writer.ts";
export { openSqlite, type SqliteOptions, type SqliteStores } from "./sqlite/index.ts";
export { createStorageWatch, type StorageWatch, type StorageWatchOptions } from "./storage-watch.ts";
