import { ConnectivityError, type Log, type Timers } from "#model";

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
  /** Resolves after one more check, or the one that is under way. */
  now(): Promise<void>;
  /** Something that must succeed once before the storage counts as working; tried with each check until it does. */
  alsoOnce(task: () => Promise<void>): void;
}

const EVERY_MS = 5_000;

/** Checks regularly, one check at a time, until it is disposed. A change is logged once. */
export function createStorageWatch(options: StorageWatchOptions): StorageWatch {
  const { check, timers, log, everyMs = EVERY_MS } = options;
  let works = true;
  let running: Promise<void> | null = null;
  let told = "";
  const tasks: (() => Promise<void>)[] = [];

  /** In the words that the runbook looks for; again where what was away answers and something else is wrong with it. */
  function tell(error: unknown): void {
    const reason = (error as Error).message;
    const isAway = error instanceof ConnectivityError;
    if (works || (!isAway && reason !== told)) log.error("Database not initialized", { reason });
    told = reason;
  }

  async function look(): Promise<void> {
    try {
      await check();
      for (let task = tasks[0]; task !== undefined; task = tasks[0]) {
        await task();
        tasks.shift();
      }
      if (!works) log.info("repository works again");
      works = true;
    } catch (error) {
      tell(error);
      works = false;
    }
    running = null;
  }

  const now = () => {
    running ??= look();
    return running;
  };
  const stop = timers.every(everyMs, () => void now());
  return {
    works: () => works,
    now,
    alsoOnce(task) {
      tasks.push(task);
      works = false;
    },
    async [Symbol.asyncDispose]() {
      stop();
      await running;
    },
  };
}
