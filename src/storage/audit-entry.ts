import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { AuditEntry } from "#ledger";
import { InvariantError } from "#model";

/** Loose: a copy carries whatever else an entry has, word for word. */
const entry = z.looseObject({
  seq: z.int().positive(),
  atMs: z.int(),
  by: z.string(),
  action: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  prevHash: z.string(),
  hash: z.string(),
});

/** Throws InvariantError on what this program did not write. */
export function readAuditEntry(stored: unknown): AuditEntry {
  const read = entry.safeParse(stored);
  if (read.success) return read.data;
  throw new InvariantError("storage-row", "unexpected entry in the copy of the audit log", {
    cause: read.error,
  });
}

/** Those of `entries` that are not among the stored ones. Throws InvariantError where one is stored with other words. */
export function missingEntries(
  entries: readonly AuditEntry[],
  stored: readonly AuditEntry[],
): readonly AuditEntry[] {
  const known = new Map(stored.map((one) => [one.seq, one]));
  return entries.filter((one) => {
    const before = known.get(one.seq);
    if (before !== undefined && !isDeepStrictEqual({ ...before }, { ...one }))
      throw new InvariantError("audit-conflict", `audit entry ${one.seq} was copied with other words`);
    return before === undefined;
  });
}
