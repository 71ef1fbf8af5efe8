import { asStorageError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { databaseOf, openClient } from "./open-client.ts";
import { readSchema } from "./schema/schema-document.ts";
import { MONGO_STEPS } from "./schema/steps.ts";

export interface MongoProbe {
  readonly database: string;
  /** False of a single mongod that belongs to no replica set. */
  readonly hasTransactions: boolean;
  /** Of the database and of this build. */
  readonly schema: { readonly version: number; readonly build: number; readonly isNew: boolean };
}

/**
 * Whether the server answers and takes a small write, which is taken away again. Touches nothing that a running Tandem
 * keeps there. Throws ConfigError for an address that is none, else ConnectivityError or InvariantError.
 */
export async function probeMongo(url: string): Promise<MongoProbe> {
  const client = openClient(url);
  try {
    await client.connect();
    const database = client.db(databaseOf(url));
    const hello = await database.admin().command({ hello: 1 });
    const marks = database.collection<Fields>("last_check");
    await marks.updateOne({ id: "doctor" }, { $set: { id: "doctor" } }, { upsert: true });
    await marks.deleteOne({ id: "doctor" });
    const { version, holdsAnything } = await readSchema(database);
    const schema = { version, build: MONGO_STEPS.length, isNew: !holdsAnything };
    const hasTransactions = hello.setName !== undefined || hello.msg === "isdbgrid";
    return { database: database.databaseName, hasTransactions, schema };
  } catch (error) {
    throw asStorageError(error);
  } finally {
    await client.close().catch(() => {});
  }
}
