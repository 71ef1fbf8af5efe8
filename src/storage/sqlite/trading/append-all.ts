import type { DatabaseSync } from "node:sqlite";
import type { TradingBatch } from "#ledger";
import { type ThreadFailure, toFailure } from "../thread-protocol.ts";
import { inTransaction } from "../transaction.ts";
import type { AuditTable } from "./audit-table.ts";
import type { JournalTable } from "./journal-table.ts";
import type { StateTables } from "./state-tables.ts";
import type { TransferTable } from "./transfer-table.ts";

export interface TradingTables {
  readonly journal: JournalTable;
  readonly transfers: TransferTable;
  readonly states: StateTables;
  readonly audit: AuditTable;
}

/**
 * Stores every batch in its order with one commit. A batch that cannot be stored as it is leaves no trace and its
 * failure is answered in its place; where the disk itself fails nothing is stored and it throws.
 */
export function appendAll(
  database: DatabaseSync,
  tables: TradingTables,
  batches: readonly TradingBatch[],
  atMs: number,
): readonly (ThreadFailure | null)[] {
  return inTransaction(database, () => batches.map((batch) => appendOne(database, tables, batch, atMs)));
}

function appendOne(
  database: DatabaseSync,
  tables: TradingTables,
  batch: TradingBatch,
  atMs: number,
): ThreadFailure | null {
  database.exec("SAVEPOINT batch");
  try {
    write(tables, batch, atMs);
  } catch (error) {
    const failure = toFailure(error);
    // The disk, not the batch: SQLite may even have ended the transaction by itself.
    if (failure.code === "storage-away" || !database.isTransaction) throw error;
    database.exec("ROLLBACK TO batch; RELEASE batch");
    return failure;
  }
  database.exec("RELEASE batch");
  return null;
}

function write(
  { journal, transfers, states, audit }: TradingTables,
  batch: TradingBatch,
  atMs: number,
): void {
  for (const record of batch.records) journal.append(record);
  for (const transfer of batch.transfers) transfers.book(transfer);
  for (const tradeId of batch.closed) journal.close(tradeId, atMs);
  if (batch.risk !== null) states.writeRisk(batch.risk);
  for (const note of batch.audit) audit.addAudit(note);
}
