/** The embedded default: SQLite files under DATA_DIR. */
export { openSqlite, type SqliteOptions, type SqliteStores } from "./open-sqlite.ts";
export { openTradingStore, type SqliteTradingStore, type TradingStoreOptions } from "./trading/index.ts";
