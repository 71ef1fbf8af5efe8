import type { Log, Timers } from "#model";

export interface StorageWatchOptions {
  /** Rejects where what is written now would not be kept. */
  readonly check: () => Promise<void>;
  readonly timers: Timers;
  readonly log: Log;
  /** 5 s where not given. */
  readonly everyMs?: number;
}

/** Knows whether the storage works even while there is nothing to store. */
export interface StorageWatch extends AsyncDisposable {
  works(): boolean;
}

const EVERY_MS = 5_000;

/** Checks regularly, one check at a time, until it is disposed. A change is logged once. */
export function createStorageWatch(options: StorageWatchOptions): StorageWatch {
  const { check, timers, log, everyMs = EVERY_MS } = options;
  let works = true;
  let running: Promise<void> | null = null;

  async function look(): Promise<void> {
    try {
      await check();
      if (!works) log.info("repository works again");
      works = true;
    } catch (error) {
      // The words that the runbook looks for when the database is away.
      if (works) log.error("Database not initialized", { reason: (error as Error).message });
      works = false;
    }
    running = null;
  }

  const stop = timers.every(everyMs, () => {
    running ??= look();
  });
  return {
    works: () => works,
    async [Symbol.asyncDispose]() {
      stop();
      await running;
    },
  };
}
