import type { SnapshotBalance, SnapshotStore } from "#ledger";
import { type Clock, ConnectivityError, type Log, type Timers } from "#model";

export interface SnapshotWriterOptions {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** What is held now; [] while it is not known. */
  readonly inventory: () => readonly SnapshotBalance[];
}

const EVERY_MS = 60_000;
/** Looked for so often at the start, so that the history begins when the inventory is first known. */
const FIRST_MS = 2_000;
const KEPT_MS = 90 * 24 * 3_600_000;

/**
 * Stores what is held as soon as it is known and then once a minute, and forgets what is older than 90 days, until it is disposed. A snapshot that the
 * store did not take is left out: the next one says more than it would have.
 */
export function createSnapshotWriter(options: SnapshotWriterOptions): AsyncDisposable {
  const { store, clock, timers, log, inventory } = options;
  let running: Promise<void> | null = null;
  let nextMs = Number.NEGATIVE_INFINITY;

  async function take(): Promise<void> {
    const atMs = clock.epochMs();
    if (atMs < nextMs) return;
    const balances = inventory();
    if (balances.length === 0) return;
    nextMs = atMs + EVERY_MS;
    try {
      await store.saveSnapshot({ atMs, balances });
      await store.forgetSnapshots(atMs - KEPT_MS);
    } catch (error) {
      // Whoever watches over the store tells that it is away.
      if (error instanceof ConnectivityError) return;
      log.error("repository refuses an inventory snapshot", { error: String(error) });
    }
  }

  const stop = timers.every(FIRST_MS, () => {
    running ??= take().finally(() => {
      running = null;
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await running;
    },
  };
}
