import type { Db } from "mongodb";
import { type Clock, ConfigError } from "#model";
import type { StepTaken, Upgrade } from "../../upgrade.ts";
import { asStorageError, away } from "../errors.ts";
import { copyCollection, copyName } from "./copy-collection.ts";
import { readSchema, writeFirstSchema } from "./schema-document.ts";
import { lockSchema, type SchemaLock } from "./schema-lock.ts";
import { MONGO_STEPS, type MongoStep } from "./steps.ts";

export interface TakeOptions {
  readonly clock: Clock;
  readonly steps?: readonly MongoStep[];
}

/**
 * Takes the steps that the database is behind, one process at a time; null where there was none or the database is new.
 * Throws ConfigError where a newer Tandem wrote it, ConnectivityError where another process is at it or a step fails:
 * what was copied stays, and the next attempt goes on with that step.
 */
export async function takeMongoSteps(database: Db, options: TakeOptions): Promise<Upgrade | null> {
  const { clock, steps = MONGO_STEPS } = options;
  const { version, holdsAnything } = await readSchema(database);
  if (version > steps.length) throw newerSchema(database, version, steps.length);
  await writeFirstSchema(database, version);
  if (version === steps.length) return null;
  const lock = await lockSchema(database, clock);
  try {
    const upgrade = await takeAll({ database, clock, lock }, steps);
    return holdsAnything && upgrade.steps.length > 0 ? upgrade : null;
  } finally {
    // Where this fails too, the lock ends by itself.
    await lock.release().catch(() => {});
  }
}

interface Work {
  readonly database: Db;
  readonly clock: Clock;
  readonly lock: SchemaLock;
}

async function takeAll(work: Work, steps: readonly MongoStep[]): Promise<Upgrade> {
  const taken: StepTaken[] = [];
  const copies: string[] = [];
  let { version, copied } = work.lock.found;
  for (const step of steps.slice(version)) {
    const startMs = work.clock.epochMs();
    copies.push(...(await takeOne(work, step, { version, copied })));
    version += 1;
    copied = [];
    taken.push({ name: step.name, from: version - 1, to: version, tookMs: work.clock.epochMs() - startMs });
  }
  return { database: "MongoDB", steps: taken, copies };
}

/** Copies first, and notes that before anything is changed: a copy of half-changed documents would be worth nothing. */
async function takeOne(
  { database, lock }: Work,
  step: MongoStep,
  { version, copied }: { readonly version: number; readonly copied: readonly string[] },
): Promise<readonly string[]> {
  const copies = step.changes.map((from) => ({ from, to: copyName(from, version) }));
  const names = copies.map(({ to }) => to);
  try {
    for (const copy of copies)
      if (!copied.includes(copy.to)) await copyCollection(database, copy, () => lock.keep());
    await lock.keep({ copied: names });
    await step.take(database, () => lock.keep());
    await lock.keep({ version: version + 1, copied: [] });
    return names;
  } catch (cause) {
    const where = names.length === 0 ? "" : `; copies: ${names.join(", ")}`;
    const reason = asStorageError(cause).message;
    throw away(
      `MongoDB stays at schema ${version}: step ${version + 1} (${step.name}) failed (${reason})${where}`,
    );
  }
}

function newerSchema(database: Db, version: number, known: number): ConfigError {
  return new ConfigError(
    "newer-schema",
    `MONGO_URL: database ${database.databaseName} was written by a newer Tandem (schema ${version}, this one knows ${known})`,
  );
}
