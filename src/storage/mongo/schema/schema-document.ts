import type { Db } from "mongodb";
import { isDuplicate } from "../errors.ts";
import { COLLECTIONS } from "../indexes.ts";

/** The one document of the collection `schema`. */
export interface SchemaDocument {
  readonly _id: "main";
  readonly version: number;
  /** Who takes steps at the moment, until when nobody else may. */
  readonly lock: { readonly by: string; readonly until: Date } | null;
  /** Copies that are whole: the step they were made for may have begun to change what they were made of. */
  readonly copied: readonly string[];
}

export function schemaIn(database: Db) {
  return database.collection<SchemaDocument>("schema");
}

export interface FoundSchema {
  readonly version: number;
  /** False where nothing was kept in the database yet. */
  readonly holdsAnything: boolean;
}

/** The version as the document says it. Databases of the time before it hold something, or are new. */
export async function readSchema(database: Db): Promise<FoundSchema> {
  const [document, holdsAnything] = await Promise.all([
    schemaIn(database).findOne({ _id: "main" }),
    holdsDocuments(database),
  ]);
  return { version: document?.version ?? (holdsAnything ? 1 : 0), holdsAnything };
}

/** Makes the document where it is missing. */
export async function writeFirstSchema(database: Db, version: number): Promise<void> {
  try {
    const first = { version, lock: null, copied: [] };
    await schemaIn(database).updateOne({ _id: "main" }, { $setOnInsert: first }, { upsert: true });
  } catch (error) {
    // Another process made it in this moment.
    if (!isDuplicate(error)) throw error;
  }
}

async function holdsDocuments(database: Db): Promise<boolean> {
  const found = await Promise.all(
    COLLECTIONS.map((name) => database.collection(name).findOne({}, { projection: { _id: 1 } })),
  );
  return found.some((one) => one !== null);
}
