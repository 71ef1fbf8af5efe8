import type { Clock, Log } from "#model";
import { type CountedStores, countWrites, openMongo, openSqlite } from "#storage";
import type { Config } from "./config.ts";

/** The main store that was chosen, with the words that an operator reads of it. */
export interface OpenStores extends CountedStores {
  readonly name: string;
  /** What to do with it to begin anew, as part of a sentence. */
  readonly beginAnew: string;
  /** How this process copies the file of the store, by its name; {} where it holds none. */
  readonly held: Readonly<Record<string, (file: string) => Promise<void>>>;
}

/**
 * MongoDB where MONGO_URL names it, which need not be there yet, else SQLite under DATA_DIR. Rejects with a one-line
 * ConfigError that names the key where neither can ever be opened.
 */
export async function openStores(
  { mongoUrl, dataDir }: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<OpenStores> {
  if (mongoUrl !== null) {
    const beginAnew = "name another database in MONGO_URL";
    return { ...countWrites(openMongo({ url: mongoUrl, clock, log })), name: "MongoDB", beginAnew, held: {} };
  }
  const stores = await openSqlite({ dir: dataDir, clock, log });
  const beginAnew = "move arbitrage.db away as well";
  return { ...countWrites(stores), name: "arbitrage.db", beginAnew, held: { "arbitrage.db": stores.backup } };
}
