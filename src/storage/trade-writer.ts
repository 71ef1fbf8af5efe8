import type { TradeStore } from "#ledger";
import { type Clock, ConnectivityError, type Log, type Timers, type TradeRecord } from "#model";
import { createFlushLoop } from "./flush-loop.ts";
import type { WriterMetrics } from "./opportunity-writer.ts";

export interface TradeWriterOptions {
  readonly store: TradeStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: Pick<WriterMetrics, "dbWrite" | "storageConflated" | "storageFailed">;
  /** This state is stored; called once for each that is, after it is. */
  readonly onStored?: (record: TradeRecord) => void;
  /** States are gathered for so long before they are written together, 200 ms where not given. */
  readonly flushMs?: number;
}

/** Takes trades from the engine at once and stores them behind its back. */
export interface TradeWriter extends AsyncDisposable {
  /**
   * Never waits and never throws; of an id the highest version wins. No trade is ever given up, however long the
   * storage is away: what waits is bounded by the trades that were open meanwhile.
   */
  put(record: TradeRecord): void;
  /** Resolves when all that was put before is stored, or after one failed attempt. */
  flush(): Promise<void>;
  /** `failing`: the last attempt found the store away; a trade that it refuses is told in the log. */
  stats(): { readonly queued: number; readonly failing: boolean };
  /** Flushes, with a few attempts, and stops. */
  close(): Promise<void>;
}

const FLUSH_MS = 200;
/** One transaction takes at most this many, so that readers are served in between. */
const MAX_BATCH = 200;

export function createTradeWriter(options: TradeWriterOptions): TradeWriter {
  const { timers, log, metrics, flushMs = FLUSH_MS } = options;
  const pending = new Map<string, TradeRecord>();
  let away = false;
  const loop = createFlushLoop({
    timers,
    log,
    flushMs,
    size: () => pending.size,
    async write() {
      const outcome = await writeSome(options, pending);
      away = outcome === "away";
      return outcome === "stored";
    },
  });
  return {
    put(record) {
      const waiting = pending.get(record.id);
      if (waiting !== undefined) metrics.storageConflated();
      if (waiting === undefined || record.version >= waiting.version) pending.set(record.id, record);
      loop.arm();
    },
    flush: loop.flush,
    stats: () => ({ queued: pending.size, failing: away }),
    close: loop.close,
    [Symbol.asyncDispose]: loop.close,
  };
}

/** `away`, or that some were `refused`: they are to be tried again later. */
async function writeSome(
  options: TradeWriterOptions,
  pending: Map<string, TradeRecord>,
): Promise<"stored" | "refused" | "away"> {
  const { store, clock, log, metrics } = options;
  const batch = pending.values().take(MAX_BATCH).toArray();
  const startNs = clock.monotonicNs();
  try {
    await store.saveTrades(batch);
    metrics.dbWrite((clock.monotonicNs() - startNs) / 1e9);
    for (const record of batch) settle(options, pending, record);
    return "stored";
  } catch (error) {
    metrics.storageFailed();
    log.warning("repository write of trades failed", { error: String(error), queued: pending.size });
    return error instanceof ConnectivityError ? "away" : await writeOneByOne(options, pending, batch);
  }
}

/** A trade that is refused must not hold back the others. It stays, goes to the end of the queue and is named. */
async function writeOneByOne(
  options: TradeWriterOptions,
  pending: Map<string, TradeRecord>,
  batch: readonly TradeRecord[],
): Promise<"refused" | "away"> {
  const { store, log } = options;
  for (const record of batch) {
    try {
      await store.saveTrades([record]);
      settle(options, pending, record);
    } catch (error) {
      if (error instanceof ConnectivityError) return "away";
      log.error("repository refuses a trade", { id: record.id, error: String(error) });
      const latest = pending.get(record.id) ?? record;
      pending.delete(record.id);
      pending.set(record.id, latest);
    }
  }
  return "refused";
}

/** It waits no more, unless a later state came meanwhile. */
function settle(
  { onStored }: TradeWriterOptions,
  pending: Map<string, TradeRecord>,
  stored: TradeRecord,
): void {
  if (pending.get(stored.id) === stored) pending.delete(stored.id);
  onStored?.(stored);
}
