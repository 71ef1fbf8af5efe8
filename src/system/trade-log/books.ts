import type { JournalRecord } from "#execution";
import type { AuditEntry, Transfer } from "#ledger";
import type { TradingReader } from "#storage";
import { planOf } from "./names.ts";

/** What trading.db holds of one trade. */
export interface TradeBooks {
  /** Its journal; [] where there is no such trade. */
  readonly records: readonly JournalRecord[];
  readonly transfers: readonly Transfer[];
  /** Entries of the operators' log that name the trade or its opportunity. */
  readonly audit: readonly AuditEntry[];
  /** The state of risk as JSON text; null where none was kept yet. */
  readonly risk: string | null;
}

/** Reads them, from a file or from the store of a running process. */
export async function readBooks(reader: TradingReader, tradeId: string): Promise<TradeBooks> {
  const records = await reader.recordsOf(tradeId);
  if (records.length === 0) return { records, transfers: [], audit: [], risk: null };
  const { opportunityId } = planOf(records);
  const [transfers, audit, risk] = await Promise.all([
    reader.transfersOf(tradeId),
    reader.auditNaming(opportunityId === undefined ? [tradeId] : [tradeId, opportunityId]),
    reader.readRisk(),
  ]);
  return { records, transfers, audit, risk };
}
