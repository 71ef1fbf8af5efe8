import type { Db } from "mongodb";
import type { Clock } from "#model";
import type { Upgrade, UpgradePlan } from "../../upgrade.ts";
import { asStorageError } from "../errors.ts";
import { databaseOf, openClient } from "../open-client.ts";
import { copyName } from "./copy-collection.ts";
import { readSchema } from "./schema-document.ts";
import { MONGO_STEPS, type MongoStep } from "./steps.ts";
import { takeMongoSteps } from "./take-mongo-steps.ts";

/** What a start, or upgradeMongo, would do to the database; nothing is changed. Rejects as upgradeMongo does. */
export function planMongo(url: string): Promise<UpgradePlan> {
  return connected(url, planOf);
}

/**
 * Brings the database up to date. Throws ConfigError where the address is none or a newer Tandem wrote the database,
 * ConnectivityError where the server is away or a step fails.
 */
export function upgradeMongo(url: string, clock: Clock): Promise<Upgrade | null> {
  return connected(url, (database) => takeMongoSteps(database, { clock }));
}

async function planOf(database: Db): Promise<UpgradePlan> {
  const { version, holdsAnything } = await readSchema(database);
  const plan = { database: "MongoDB", version, build: MONGO_STEPS.length };
  if (!holdsAnything) return { ...plan, steps: [], copies: [], needsBytes: 0 };
  const missing = MONGO_STEPS.slice(version);
  const bytes = await Promise.all(
    missing.flatMap(({ changes }) => changes).map((name) => sizeOf(database, name)),
  );
  return {
    ...plan,
    steps: missing.map(({ name }) => name),
    copies: missing.flatMap((step, index) => copiesOf(step, version + index)),
    needsBytes: 2 * bytes.reduce((sum, one) => sum + one, 0),
  };
}

function copiesOf({ changes }: MongoStep, version: number): readonly string[] {
  return changes.map((name) => copyName(name, version));
}

/** On the server's disk. */
async function sizeOf(database: Db, collection: string): Promise<number> {
  const { size } = await database.command({ collStats: collection });
  return Number(size);
}

/** A step may have the server at work for longer than a start would wait for an answer. */
async function connected<Result>(url: string, work: (database: Db) => Promise<Result>): Promise<Result> {
  const client = openClient(url, { socketTimeoutMS: 0 });
  try {
    await client.connect();
    return await work(client.db(databaseOf(url)));
  } catch (error) {
    throw asStorageError(error);
  } finally {
    await client.close().catch(() => {});
  }
}
