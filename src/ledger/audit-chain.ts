import { createHash } from "node:crypto";
import type { AuditEntry, AuditNote } from "./ports.ts";

/** What stands for the hash before the first entry. */
export const AUDIT_GENESIS = "0".repeat(64);

/**
 * The hash of an entry: SHA-256, in hex, of the UTF-8 of the JSON array `[prevHash, seq, atMs, by, action, before,
 * after]` without blanks, as JSON.stringify writes it. Whoever has the entries can compute it with any tool.
 */
export function auditHash(prevHash: string, seq: number, note: AuditNote): string {
  const { atMs, by, action, before, after } = note;
  const text = JSON.stringify([prevHash, seq, atMs, by, action, before, after]);
  return createHash("sha256").update(text).digest("hex");
}

/** The entry that `note` becomes after `last`, null where it is the first one. */
export function chainNext(last: Pick<AuditEntry, "seq" | "hash"> | null, note: AuditNote): AuditEntry {
  const seq = (last?.seq ?? 0) + 1;
  const prevHash = last?.hash ?? AUDIT_GENESIS;
  return { ...note, seq, prevHash, hash: auditHash(prevHash, seq, note) };
}

/** What a check of the log found. */
export interface AuditVerdict {
  readonly entries: number;
  /** Where the chain first breaks: the entry that was changed, or the place where one is missing or put in. */
  readonly firstBadSeq: number | null;
  /** The hash of the last entry: who notes it elsewhere can later tell whether the end was cut off. */
  readonly head: string;
  /** Whether a head that was noted earlier still is the hash of an entry; null where none was asked for. */
  readonly holdsNoted: boolean | null;
}

/**
 * Checks entries given oldest first, piece by piece, so that a long log needs no memory. An end that was cut off shows
 * only against a noted head: it is the hash of an entry no more, whatever was written since.
 */
export function createAuditCheck(noted: string | null): {
  add(entry: AuditEntry): void;
  verdict(): AuditVerdict;
} {
  let last: Pick<AuditEntry, "seq" | "hash"> | null = null;
  let entries = 0;
  let firstBadSeq: number | null = null;
  let holdsNoted = noted === null ? null : noted === AUDIT_GENESIS;
  return {
    add(entry) {
      entries += 1;
      const expected = chainNext(last, entry);
      const holds =
        entry.seq === expected.seq && entry.prevHash === expected.prevHash && entry.hash === expected.hash;
      if (!holds) firstBadSeq ??= expected.seq;
      if (entry.hash === noted) holdsNoted = true;
      last = entry;
    },
    verdict: () => ({ entries, firstBadSeq, head: last?.hash ?? AUDIT_GENESIS, holdsNoted }),
  };
}
