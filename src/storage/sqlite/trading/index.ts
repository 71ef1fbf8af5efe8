/** The journal and the ledger's books: one SQLite file of its own under DATA_DIR, durable to the last commit. */

export { openTradingReader, type TradingReader } from "./open-trading-reader.ts";
export { openTradingStore, type SqliteTradingStore, type TradingStoreOptions } from "./open-trading-store.ts";
