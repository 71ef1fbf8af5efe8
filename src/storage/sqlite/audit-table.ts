import type { AuditEntry } from "#ledger";
import { missingEntries, readAuditEntry } from "../audit-entry.ts";
import { numberOrNullOf, textOf } from "./columns.ts";
import type { Statements } from "./statements.ts";

/** The copy of the audit log: one row an entry, whole as JSON text, so that it keeps whatever an entry has. */
export interface AuditTable {
  last(): number;
  save(entries: readonly AuditEntry[]): void;
  list(query: { readonly limit: number; readonly before?: number }): readonly AuditEntry[];
}

export function createAuditTable(statements: Statements): AuditTable {
  const last = statements("SELECT max(seq) AS seq FROM audit");
  const insert = statements("INSERT INTO audit (seq, timestamp, body) VALUES (?, ?, ?)");
  const one = statements("SELECT body FROM audit WHERE seq = ?");
  const newest = statements("SELECT body FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?");
  const read = (row: Parameters<typeof textOf>[0]) => readAuditEntry(JSON.parse(textOf(row, "body")));
  return {
    last: () => numberOrNullOf(last.get() ?? {}, "seq") ?? 0,
    save(entries) {
      const stored = entries.flatMap(({ seq }) => one.all(seq)).map(read);
      for (const entry of missingEntries(entries, stored))
        insert.run(entry.seq, entry.atMs, JSON.stringify(entry));
    },
    list: ({ limit, before = Number.MAX_SAFE_INTEGER }) => newest.all(before, limit).map(read),
  };
}
