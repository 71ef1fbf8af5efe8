import type { JournalIdentity } from "#execution";
import { textOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

/** The small tables beside journal and ledger: one state of risk and one identity. */
export interface StateTables {
  readRisk(): string | null;
  writeRisk(body: string): void;
  readIdentity(): JournalIdentity | null;
  writeIdentity(identity: JournalIdentity): void;
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
    mark: (atMs) => void mark.run(atMs),
  };
}
