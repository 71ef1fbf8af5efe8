import type { AuditEntry } from "#ledger";
import { missingEntries, readAuditEntry } from "../audit-entry.ts";
import { type Fields, numberOf, time, timeOf } from "./fields.ts";
import type { MongoServer } from "./mongo-link.ts";

/** The copy of the audit log: an entry is a document, with its time as a BSON date. */
export async function lastAuditSeq(server: MongoServer): Promise<number> {
  const last = await audit(server).findOne({}, { sort: { seq: -1 }, projection: { seq: 1 } });
  return last === null ? 0 : numberOf(last, "seq");
}

export async function saveAudit(server: MongoServer, entries: readonly AuditEntry[]): Promise<void> {
  const seqs = entries.map(({ seq }) => seq);
  const stored = await audit(server)
    .find({ seq: { $in: seqs } })
    .toArray();
  const missing = missingEntries(entries, stored.map(entryFromFields));
  // In order and one after the other: what is cut off leaves no hole, and goes on after the last seq.
  if (missing.length > 0) await audit(server).insertMany(missing.map(entryToFields), { ordered: true });
}

export async function listAudit(
  server: MongoServer,
  { limit, before = Number.MAX_SAFE_INTEGER }: { readonly limit: number; readonly before?: number },
): Promise<readonly AuditEntry[]> {
  const older = { seq: { $lt: before } };
  const rows = await audit(server).find(older).sort({ seq: -1 }).limit(limit).toArray();
  return rows.map(entryFromFields);
}

function entryToFields({ atMs, ...entry }: AuditEntry): Fields {
  return { ...entry, timestamp: time(atMs) };
}

function entryFromFields(fields: Fields): AuditEntry {
  const { _id, timestamp, ...entry } = fields;
  return readAuditEntry({ ...entry, atMs: timeOf(fields, "timestamp") });
}

function audit({ database }: MongoServer) {
  return database.collection<Fields>("audit");
}
