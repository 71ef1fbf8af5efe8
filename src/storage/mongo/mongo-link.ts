import { type Db, type MongoClient, MongoServerSelectionError } from "mongodb";
import { type Clock, ConfigError, type Log, type TandemError } from "#model";
import { tellUpgrade } from "../upgrade.ts";
import { asStorageError, away } from "./errors.ts";
import { ensureIndexes } from "./indexes.ts";
import { databaseOf, openClient } from "./open-client.ts";
import { takeMongoSteps } from "./schema/index.ts";

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
  /** Runs work on the server once its schema is that of this build. Rejects with ConnectivityError or InvariantError only. */
  use<Result>(work: (server: MongoServer) => Promise<Result>): Promise<Result>;
  /** Waits for what is under way, then closes. May be called twice. */
  close(): Promise<void>;
}

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
function createPreparation({ url, log, clock, onFirst }: MongoLinkOptions) {
  let client: MongoClient | null = openClient(url);
  let wasReached = false;
  let wasReady = false;
  let refusal = "";

  async function makeReady(reached: MongoClient): Promise<MongoServer> {
    await reached.connect();
    wasReached = true;
    const database = reached.db(databaseOf(url));
    const hello = await database.admin().command({ hello: 1 });
    const server = {
      ...{ client: reached, database },
      hasTransactions: hello.setName !== undefined || hello.msg === "isdbgrid",
    };
    tellUpgrade(log, await takeMongoSteps(database, { clock }));
    await ensureIndexes(database);
    if (wasReady) return server;
    await onFirst(server);
    wasReady = true;
    tellReady(server, log);
    return server;
  }

  /** A server may be exchanged for one that can be used: until then it is as good as away. Told once. */
  function refused(reason: string): TandemError {
    if (reason !== refusal) log.error("MongoDB cannot be used", { reason });
    refusal = reason;
    return away(reason);
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
        throw error instanceof ConfigError ? refused(error.message) : error;
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
