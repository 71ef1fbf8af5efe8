import type { DatabaseSync } from "node:sqlite";
import { type AuditEntry, type AuditNote, type AuditVerdict, chainNext, createAuditCheck } from "#ledger";
import { numberOf, type Row, textOf, textOrNullOf } from "../columns.ts";
import { createStatements, type Statements } from "../statements.ts";

/** The operators' log. Append-only: no statement here changes or removes an entry, and triggers forbid both. */
export interface AuditTable {
  addAudit(note: AuditNote): void;
  /** Newest first. */
  listAudit(query: { readonly limit: number; readonly before?: number }): readonly AuditEntry[];
  /** Oldest first: entries that any of these words stands in. */
  auditNaming(words: readonly string[]): readonly AuditEntry[];
  /** Reads the whole chain from its beginning; `noted` is a head of earlier. */
  verifyAudit(noted: string | null): AuditVerdict;
}

export function createAuditTable(statements: Statements): AuditTable {
  const insert = statements(
    "INSERT INTO audit (seq, at, by, action, before, after, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const newest = statements("SELECT * FROM audit ORDER BY seq DESC LIMIT 1");
  const list = statements("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?");
  const all = statements("SELECT * FROM audit ORDER BY seq");
  const naming = statements(
    "SELECT * FROM audit WHERE EXISTS (SELECT 1 FROM json_each(?) AS word " +
      "WHERE instr(coalesce(before, '') || ' ' || coalesce(after, ''), word.value) > 0) ORDER BY seq",
  );
  return {
    addAudit(note) {
      const row = newest.get();
      const entry = chainNext(row === undefined ? null : entryOf(row), note);
      const { seq, atMs, by, action, before, after, prevHash, hash } = entry;
      insert.run(seq, atMs, by, action, before, after, prevHash, hash);
    },
    listAudit: ({ limit, before = Number.MAX_SAFE_INTEGER }) => list.all(before, limit).map(entryOf),
    auditNaming: (words) => naming.all(JSON.stringify(words)).map(entryOf),
    verifyAudit(noted) {
      const check = createAuditCheck(noted);
      for (const row of all.iterate()) check.add(entryOf(row));
      return check.verdict();
    },
  };
}

/** The schema step that chains what was written before there was a chain, and closes the log to change from then on. */
export function chainAudit(database: DatabaseSync): void {
  database.exec(`
    ALTER TABLE audit RENAME TO audit_unchained;
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      by TEXT NOT NULL,
      action TEXT NOT NULL,
      before TEXT,
      after TEXT,
      prev_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`);
  const statements = createStatements(database);
  const table = createAuditTable(statements);
  for (const row of statements("SELECT * FROM audit_unchained ORDER BY seq").all())
    table.addAudit(noteOf(row));
  database.exec(`
    DROP TABLE audit_unchained;
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`);
}

function noteOf(row: Row): AuditNote {
  return {
    atMs: numberOf(row, "at"),
    by: textOf(row, "by"),
    action: textOf(row, "action"),
    before: textOrNullOf(row, "before"),
    after: textOrNullOf(row, "after"),
  };
}

function entryOf(row: Row): AuditEntry {
  return {
    ...noteOf(row),
    seq: numberOf(row, "seq"),
    prevHash: textOf(row, "prev_hash"),
    hash: textOf(row, "hash"),
  };
}
