import { type Db, ObjectId } from "mongodb";
import type { Clock } from "#model";
import { away } from "../errors.ts";
import { type SchemaDocument, schemaIn } from "./schema-document.ts";

/** A process that was killed holds up the next one for so long. */
const LEASE_MS = 60_000;

/** The right to take steps, which one process has at a time. */
export interface SchemaLock {
  /** The document as it was when the lock was taken. */
  readonly found: SchemaDocument;
  /** Holds it for longer. Rejects where another process has it by now. */
  keep(changes?: Partial<Pick<SchemaDocument, "version" | "copied">>): Promise<void>;
  release(): Promise<void>;
}

/** Takes the lock, in one operation of the server. Rejects with ConnectivityError where another process has it. */
export async function lockSchema(database: Db, clock: Clock): Promise<SchemaLock> {
  const schema = schemaIn(database);
  const by = new ObjectId().toHexString();
  const until = () => new Date(clock.epochMs() + LEASE_MS);
  const free = { $or: [{ lock: null }, { "lock.until": { $lt: new Date(clock.epochMs()) } }] };
  const taken = { $set: { lock: { by, until: until() } } };
  const found = await schema.findOneAndUpdate({ _id: "main", ...free }, taken, { returnDocument: "after" });
  if (found === null) throw away("another process is upgrading the database");
  const mine = { _id: "main", "lock.by": by } as const;
  return {
    found,
    async keep(changes = {}) {
      const { matchedCount } = await schema.updateOne(mine, {
        $set: { ...changes, "lock.until": until() },
      });
      if (matchedCount !== 1) throw away("another process has taken over the upgrade of the database");
    },
    async release() {
      await schema.updateOne(mine, { $set: { lock: null } });
    },
  };
}
