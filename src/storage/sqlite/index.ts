/** The embedded default: one SQLite file under DATA_DIR. */
export { openSqlite, type SqliteOptions, type SqliteStores } from "./open-sqlite.ts";
