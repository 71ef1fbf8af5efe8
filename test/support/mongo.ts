import { randomUUID } from "node:crypto";
import { type Db, MongoClient } from "mongodb";
import { type MainStores, openMongo } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** A MongoDB server to test against; where it is not named such tests are skipped, and the summary says so. */
export const MONGO_URL = process.env.MONGO_URL;
export const hasMongo = MONGO_URL !== undefined && MONGO_URL !== "";

/** A database of its own on that server, which is gone after the test. */
export interface MongoPlace extends AsyncDisposable {
  readonly url: string;
  readonly database: Db;
  open(): Promise<MainStores>;
  remove(): Promise<void>;
}

export async function mongoPlace(serverUrl: string = MONGO_URL ?? ""): Promise<MongoPlace> {
  const url = urlOf(serverUrl, `tandem_test_${randomUUID().slice(0, 13)}`);
  // A server that answers no more fails the test instead of holding it.
  const client = new MongoClient(url, { socketTimeoutMS: 30_000 });
  const database = client.db();
  const remove = async () => {
    await database.dropDatabase();
    await client.close();
  };
  return {
    ...{ url, database, remove, [Symbol.asyncDispose]: remove },
    // The rows of the contracts are older than any retention measured from today.
    open: async () => openMongo({ url, log: createRecordedLog(), clock: createFakeTime(0).clock }),
  };
}

/** The same server's address with another database. */
export function urlOf(serverUrl: string, database: string): string {
  const [, server = "", query = ""] = /^(mongodb:\/\/[^/?]*)[^?]*(\?.*)?$/.exec(serverUrl) ?? [];
  return `${server}/${database}${query}`;
}

/** A proxy in front of the server, and the same database through it. */
export async function throughProxy(url: string): Promise<{ proxy: TcpProxy; url: string }> {
  const { hostname, port } = new URL(url.replace(/^mongodb:/, "http:"));
  const proxy = await startTcpProxy({ host: hostname, port: Number(port || 27017) });
  return { proxy, url: url.replace(/^(mongodb:\/\/(?:[^@/]*@)?)[^/?]*/, `$1127.0.0.1:${proxy.port}`) };
}
