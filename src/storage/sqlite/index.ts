/** The embedded default: SQLite files under DATA_DIR. */

export { holdsAdmin, openAccessStore, type SqliteAccessStore } from "./access/index.ts";
export {
  type BackupFolderOptions,
  backupFolder,
  type Manifest as BackupManifest,
  type Restored,
  type RestoreFolderOptions,
  restoreFolder,
} from "./backup/index.ts";
export { type Examination, examineFolder } from "./examine/index.ts";
export { openSqlite, type SqliteOptions, type SqliteStores } from "./open-sqlite.ts";
export {
  openTradingReader,
  openTradingStore,
  type SqliteTradingStore,
  type TradingReader,
  type TradingStoreOptions,
} from "./trading/index.ts";
export { planFolder, upgradeFolder } from "./upgrade/index.ts";
