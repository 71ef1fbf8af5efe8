/** Layer `storage`: the ledger's ports on SQLite and on MongoDB, and the writers that keep the engine from waiting for it. */
export { type AuditCopierOptions, createAuditCopier } from "./audit-copier.ts";
export { type CountedStores, countWrites } from "./count-writes.ts";
export type { MainStores } from "./main-stores.ts";
export {
  type KindReport,
  type MigrationReport,
  type MigrationStores,
  migrate,
  type RowFigures,
} from "./migration/index.ts";
export {
  type MongoOptions,
  type MongoProbe,
  openMongo,
  planMongo,
  probeMongo,
  upgradeMongo,
} from "./mongo/index.ts";
export {
  createOpportunityWriter,
  type OpportunityWriter,
  type OpportunityWriterOptions,
  type WriterMetrics,
} from "./opportunity-writer.ts";
export { createSnapshotWriter, type SnapshotWriterOptions } from "./snapshot-writer.ts";
export {
  type BackupFolderOptions,
  type BackupManifest,
  backupFolder,
  type Examination,
  examineFolder,
  holdsAdmin,
  openAccessStore,
  openSqlite,
  openTradingReader,
  openTradingStore,
  planFolder,
  type Restored,
  type RestoreFolderOptions,
  restoreFolder,
  type SqliteAccessStore,
  type SqliteOptions,
  type SqliteStores,
  type SqliteTradingStore,
  type TradingReader,
  type TradingStoreOptions,
  upgradeFolder,
} from "./sqlite/index.ts";
export { createStorageWatch, type StorageWatch, type StorageWatchOptions } from "./storage-watch.ts";
export { createTradeWriter, type TradeWriter, type TradeWriterOptions } from "./trade-writer.ts";
export { tellUpgrade, type Upgrade, type UpgradePlan } from "./upgrade.ts";
