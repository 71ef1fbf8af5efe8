import { type Db, MongoClient, type MongoClientOptions, MongoServerSelectionError } from "mongodb";
import { type Clock, ConfigError, type Log, type TandemError } from "#model";
import { asStorageError, away } from "./errors.ts";
import { ensureIndexes } from "./indexes.ts";

export interface MongoLinkOptions {
  /** `mongodb://` or `mongodb+srv://`; may hold a password and is therefore never shown. */
  readonly url: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Once, when the server answered for the first time and before anything else is read or written. */
  readonly onFirst: (server: MongoServer) => Promise<void>;
}

export interface MongoServer {
  readonly client: MongoClient;
  readonly database: Db;
  /** False of a single mongod that belongs to no replica set, which knows no transactions. */
  readonly hasTransactions: boolean;
}

/** The way to the server, which need not be there: every use finds out anew. */
export interface MongoLink {
  /** Runs work on the server once its indexes are made. Rejects with ConnectivityError or InvariantError only. */
  use<Result>(work: (server: MongoServer) => Promise<Result>): Promise<Result>;
  /** Waits for what is under way, then closes. May be called twice. */
  close(): Promise<void>;
}

const DEFAULT_DATABASE = "arbitrage";

/** Short, so that a read of a server that is away is refused soon. A write that fails is repeated by who asked for it. */
const LIMITS = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 5_000,
  heartbeatFrequencyMS: 2_000,
  maxPoolSize: 8,
} as const satisfies MongoClientOptions;

/** After a vain search for the server nobody else searches for so long: they are told what it found. */
const NO_SEARCH_NS = 1e9;

/** Throws ConfigError that names MONGO_URL where the address cannot be understood; opens no connection yet. */
export function createMongoLink(options: MongoLinkOptions): MongoLink {
  const { clock } = options;
  const underWay = new Set<Promise<unknown>>();
  const preparing = createPreparation(options);
  let closing: Promise<void> | null = null;
  let ready: Promise<MongoServer> | null = null;
  let vain: { readonly untilNs: number; readonly failure: TandemError } | null = null;

  async function attempt<Result>(work: (server: MongoServer) => Promise<Result>): Promise<Result> {
    if (closing !== null) throw away("the database is closed");
    if (vain !== null && clock.monotonicNs() < vain.untilNs) throw vain.failure;
    ready ??= preparing.prepare();
    const used = ready;
    try {
      return await work(await used);
    } catch (error) {
      const failure = asStorageError(error);
      if (error instanceof MongoServerSelectionError)
        vain = { untilNs: clock.monotonicNs() + NO_SEARCH_NS, failure };
      // What answers next may be another server, or an empty one: its indexes are looked at again.
      if (failure.code === "storage-away" && ready === used) ready = null;
      throw failure;
    }
  }

  return {
    use(work) {
      const running = attempt(work);
      const settled = running.then(
        () => void underWay.delete(settled),
        () => void underWay.delete(settled),
      );
      underWay.add(settled);
      return running;
    },
    close() {
      closing ??= Promise.all(underWay).then(preparing.close);
      return closing;
    },
  };
}

/** Connects and makes ready, one attempt at a time; after the first success `onFirst` is not called again. */
function createPreparation({ url, log, onFirst }: MongoLinkOptions) {
  let client: MongoClient | null = openClient(url);
  let wasReached = false;
  let wasReady = false;

  async function makeReady(reached: MongoClient): Promise<MongoServer> {
    await reached.connect();
    wasReached = true;
    const database = reached.db(databaseOf(url));
    const hello = await database.admin().command({ hello: 1 });
    const server = {
      ...{ client: reached, database },
      hasTransactions: hello.setName !== undefined || hello.msg === "isdbgrid",
    };
    await ensureIndexes(database);
    if (wasReady) return server;
    await onFirst(server);
    wasReady = true;
    tellReady(server, log);
    return server;
  }

  return {
    async prepare(): Promise<MongoServer> {
      client ??= openClient(url);
      const used = client;
      try {
        return await makeReady(used);
      } catch (error) {
        // The driver gives up for good on a client whose first connection failed: the next attempt takes a new one. One
        // that was connected finds its server again, and is still telling it to abort what was cut off.
        if (!wasReached) {
          client = null;
          await used.close().catch(() => {});
        }
        throw error;
      }
    },
    close: async () => await client?.close(),
  };
}

function tellReady({ client, database, hasTransactions }: MongoServer, log: Log): void {
  const host = client.options.hosts.map(String).join(",");
  log.info("repository ready", { storage: "mongodb", host, database: database.databaseName });
  if (!hasTransactions)
    log.warning("MongoDB is no replica set: an opportunity and its window are stored one after the other");
}

/** Throws ConfigError that names MONGO_URL where the driver does not understand the address. */
export function openClient(url: string): MongoClient {
  try {
    return new MongoClient(url, { ...LIMITS, writeConcern: { w: "majority", journal: true } });
  } catch {
    // The driver's own words repeat parts of the address, and with them perhaps a password.
    throw new ConfigError("MONGO_URL", "MONGO_URL: not an address that the MongoDB driver understands");
  }
}

/** The address's path names the database. */
export function databaseOf(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]*)/.exec(url)?.[1] ?? "";
  return path === "" ? DEFAULT_DATABASE : decodeURIComponent(path);
}
