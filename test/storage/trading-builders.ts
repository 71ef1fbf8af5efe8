import type { JournalRecord } from "#execution";
import type { TradingBatch } from "#ledger";

export function aBatch(changes: Partial<TradingBatch> = {}): TradingBatch {
  return { records: [], transfers: [], closed: [], risk: null, audit: [], ...changes };
}

export function aRecord(tradeId: string, seq: number, changes: Partial<JournalRecord> = {}): JournalRecord {
  return { tradeId, seq, atMs: 1_000 + seq, kind: "intent", body: `{"step":${seq}}`, ...changes };
}
