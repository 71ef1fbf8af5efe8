import type { JournaledTrade, JournalRecord } from "#execution";
import { ConnectivityError, InvariantError } from "#model";
import { numberOf, type Row, textOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

export interface JournalTable {
  /** Throws InvariantError where the step was stored with other words, ConnectivityError where an earlier one is missing. */
  append(record: JournalRecord): void;
  /** Of a trade that is closed already or was never journaled this changes nothing. */
  close(tradeId: string, atMs: number): void;
  open(): readonly JournaledTrade[];
  of(tradeId: string): readonly JournalRecord[];
}

export function createJournalTable(statements: Statements): JournalTable {
  const last = statements("SELECT max(seq) AS seq FROM journal WHERE trade_id = ?");
  const one = statements("SELECT * FROM journal WHERE trade_id = ? AND seq = ?");
  const records = statements("SELECT * FROM journal WHERE trade_id = ? ORDER BY seq");
  const insert = statements("INSERT INTO journal (trade_id, seq, at, kind, body) VALUES (?, ?, ?, ?, ?)");
  const begin = statements("INSERT INTO journal_trades (trade_id, opened) VALUES (?, ?)");
  const end = statements("UPDATE journal_trades SET closed = ? WHERE trade_id = ? AND closed IS NULL");
  const unclosed = statements("SELECT trade_id FROM journal_trades WHERE closed IS NULL ORDER BY position");
  const of = (tradeId: string) => records.all(tradeId).map(recordOf);
  return {
    append(record) {
      const { tradeId, seq, atMs, kind, body } = record;
      const before = Number(last.get(tradeId)?.seq ?? 0);
      if (seq <= before) return checkRepetition(record, one.get(tradeId, seq));
      if (seq !== before + 1) throw gap(record, before);
      insert.run(tradeId, seq, atMs, kind, body);
      if (seq === 1) begin.run(tradeId, atMs);
    },
    close(tradeId, atMs) {
      end.run(atMs, tradeId);
    },
    open: () =>
      unclosed.all().map((row) => {
        const tradeId = textOf(row, "trade_id");
        return { tradeId, records: of(tradeId) };
      }),
    of,
  };
}

function recordOf(row: Row): JournalRecord {
  return {
    tradeId: textOf(row, "trade_id"),
    seq: numberOf(row, "seq"),
    atMs: numberOf(row, "at"),
    kind: textOf(row, "kind"),
    body: textOf(row, "body"),
  };
}

/** A step may come again after an answer was lost, but a trade has one history only. */
function checkRepetition({ tradeId, seq, body }: JournalRecord, stored: Row | undefined): void {
  if (stored !== undefined && textOf(stored, "body") === body) return;
  throw new InvariantError(
    "journal-conflict",
    `step ${seq} of trade ${tradeId} was journaled with another body`,
  );
}

/** The missing step was refused when the disk was full, and is to be appended again first. */
function gap({ tradeId, seq }: JournalRecord, before: number): ConnectivityError {
  return new ConnectivityError(
    "journal-gap",
    `step ${seq} of trade ${tradeId} came before step ${before + 1} was stored`,
  );
}
