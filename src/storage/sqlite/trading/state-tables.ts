import type { JournalIdentity } from "#execution";
import type { AuditEntry } from "#ledger";
import { numberOf, textOf, textOrNullOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

/** The small tables beside journal and ledger: one state of risk, one identity, and the operators' log. */
export interface StateTables {
  readRisk(): string | null;
  writeRisk(body: string): void;
  readIdentity(): JournalIdentity | null;
  writeIdentity(identity: JournalIdentity): void;
  addAudit(entry: AuditEntry): void;
  listAudit(query: { readonly limit: number; readonly before?: number }): readonly AuditEntry[];
  /** Leaves a mark, to see whether the disk takes one. */
  mark(atMs: number): void;
}

export function createStateTables(statements: Statements): StateTables {
  const risk = statements("SELECT body FROM risk_state");
  const setRisk = statements("INSERT OR REPLACE INTO risk_state (id, body) VALUES (1, ?)");
  const identity = statements("SELECT * FROM identity");
  const setIdentity = statements(
    "INSERT OR REPLACE INTO identity (id, wallet, genesis_hash, exchange) VALUES (1, ?, ?, ?)",
  );
  const mark = statements("INSERT OR REPLACE INTO last_check (id, at) VALUES (1, ?)");
  return {
    readRisk() {
      const row = risk.get();
      return row === undefined ? null : textOf(row, "body");
    },
    writeRisk: (body) => void setRisk.run(body),
    readIdentity() {
      const row = identity.get();
      if (row === undefined) return null;
      return {
        wallet: textOf(row, "wallet"),
        genesisHash: textOf(row, "genesis_hash"),
        exchange: textOf(row, "exchange"),
      };
    },
    writeIdentity: ({ wallet, genesisHash, exchange }) => void setIdentity.run(wallet, genesisHash, exchange),
    ...createAuditLog(statements),
    mark: (atMs) => void mark.run(atMs),
  };
}

/** Append-only: there is no statement that changes or removes an entry. */
function createAuditLog(statements: Statements): Pick<StateTables, "addAudit" | "listAudit"> {
  const insert = statements("INSERT INTO audit (at, by, action, before, after) VALUES (?, ?, ?, ?, ?)");
  const list = statements("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?");
  return {
    addAudit: ({ atMs, by, action, before, after }) => void insert.run(atMs, by, action, before, after),
    listAudit: ({ limit, before = Number.MAX_SAFE_INTEGER }) =>
      list.all(before, limit).map((row) => ({
        seq: numberOf(row, "seq"),
        atMs: numberOf(row, "at"),
        by: textOf(row, "by"),
        action: textOf(row, "action"),
        before: textOrNullOf(row, "before"),
        after: textOrNullOf(row, "after"),
      })),
  };
}
