import type { SchemaStep } from "../upgrade/take-steps.ts";
import { chainAudit } from "./audit-table.ts";
import { carrySettings } from "./carry-settings.ts";

/**
 * The tables of `trading.db`, as steps from one version to the next. Amounts are decimal text with up to 18
 * places: 64 bits end at nine coins of 1e-18. Times are integers in ms since 1970 UTC.
 */
export const TRADING_STEPS: readonly SchemaStep[] = [
  {
    name: "journal, ledger, operators' log and risk",
    change: `
  CREATE TABLE journal (
    trade_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (trade_id, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE journal_trades (
    position INTEGER PRIMARY KEY,
    trade_id TEXT NOT NULL UNIQUE,
    opened INTEGER NOT NULL,
    closed INTEGER
  ) STRICT;
  CREATE INDEX journal_trades_open ON journal_trades (position) WHERE closed IS NULL;

  CREATE TABLE transfers (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    trade_id TEXT,
    attempt_id TEXT,
    asset TEXT NOT NULL,
    amount TEXT NOT NULL,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL
  ) STRICT;
  CREATE INDEX transfers_trade ON transfers (trade_id, position) WHERE trade_id IS NOT NULL;
  CREATE INDEX transfers_opening ON transfers (position) WHERE kind = 'opening';

  CREATE TABLE balances (
    account TEXT NOT NULL,
    asset TEXT NOT NULL,
    amount TEXT NOT NULL,
    PRIMARY KEY (account, asset)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT,
    after TEXT
  ) STRICT;

  CREATE TABLE risk_state (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;

  CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wallet TEXT NOT NULL,
    genesis_hash TEXT NOT NULL,
    exchange TEXT NOT NULL
  ) STRICT;

  CREATE TABLE last_check (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
  `,
  },
  { name: "settings, taken over from arbitrage.db", change: carrySettings },
  { name: "the operators' log as a chain of hashes", change: chainAudit },
];
