import type { OpportunityBatch, OpportunityStore } from "#ledger";
import {
  type Clock,
  ConnectivityError,
  type Log,
  type OpportunityRecord,
  type Timers,
  type Window,
} from "#model";
import { createFlushLoop } from "./flush-loop.ts";
import { createPendingStates, type PendingStates } from "./pending-states.ts";

/** What the writer reports; every method is called synchronously and must not throw. */
export interface WriterMetrics {
  /** Duration of one committed transaction. */
  dbWrite(seconds: number): void;
  /** A queued state was replaced by a later one of the same id. */
  storageConflated(): void;
  /** A state was given up: the queue was full, or the store will never take it. */
  storageDropped(): void;
  storageFailed(): void;
}

export interface OpportunityWriterOptions {
  readonly store: OpportunityStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: WriterMetrics;
  /** States are gathered for so long before they are written together, 200 ms where not given. */
  readonly flushMs?: number;
  /** At most so many ids wait, opportunities and windows each; 5,000 where not given. */
  readonly maxQueued?: number;
}

/** Takes states from the engine at once and stores them behind its back. */
export interface OpportunityWriter extends AsyncDisposable {
  /** Never waits and never throws; the last state of an id wins. */
  put(opportunity: OpportunityRecord, window?: Window): void;
  /** Resolves when all that was put before is stored or given up, or after one failed attempt. */
  flush(): Promise<void>;
  stats(): { readonly queued: number; readonly failing: boolean };
  /** Flushes, with a few attempts, and stops. */
  close(): Promise<void>;
}

const FLUSH_MS = 200;
const MAX_QUEUED = 5_000;

export function createOpportunityWriter(options: OpportunityWriterOptions): OpportunityWriter {
  const { timers, log, metrics, flushMs = FLUSH_MS, maxQueued = MAX_QUEUED } = options;
  const pending = createPendingStates(maxQueued, metrics);
  const loop = createFlushLoop({
    timers,
    log,
    flushMs,
    size: pending.size,
    write: () => writeBatch(options, pending),
  });
  return {
    put(opportunity, window) {
      pending.put(opportunity, window);
      loop.arm();
    },
    flush: loop.flush,
    stats: () => ({ queued: pending.size(), failing: loop.failing() }),
    close: loop.close,
    [Symbol.asyncDispose]: loop.close,
  };
}

/** Writes what waits now in one transaction; false where the storage is away and it should be tried again. */
async function writeBatch(options: OpportunityWriterOptions, pending: PendingStates): Promise<boolean> {
  const { store, clock, log, metrics } = options;
  const batch = pending.batch();
  const startNs = clock.monotonicNs();
  try {
    await store.save(batch);
    metrics.dbWrite((clock.monotonicNs() - startNs) / 1e9);
    pending.settle(batch);
    return true;
  } catch (error) {
    metrics.storageFailed();
    log.warning("repository write failed", { error: String(error), queued: pending.size() });
    if (error instanceof ConnectivityError) return false;
    return writeOneByOne(options, pending, batch);
  }
}

/** A row that can never be stored must not hold back the others: it is named, counted and given up. */
async function writeOneByOne(
  options: OpportunityWriterOptions,
  pending: PendingStates,
  batch: OpportunityBatch,
): Promise<boolean> {
  const singles: OpportunityBatch[] = [
    ...batch.opportunities.map((opportunity) => ({ opportunities: [opportunity], windows: [] })),
    ...batch.windows.map((window) => ({ opportunities: [], windows: [window] })),
  ];
  for (const single of singles) {
    try {
      await options.store.save(single);
    } catch (error) {
      if (error instanceof ConnectivityError) return false;
      const id = (single.opportunities[0] ?? single.windows[0])?.id ?? "";
      options.log.error("repository gave up a row", { id, error: String(error) });
      options.metrics.storageDropped();
    }
    pending.settle(single);
  }
  return true;
}
