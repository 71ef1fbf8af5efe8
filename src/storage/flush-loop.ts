import type { Log, Timers } from "#model";

export interface FlushLoopOptions {
  readonly timers: Timers;
  readonly log: Log;
  /** How long what was put is gathered. */
  readonly flushMs: number;
  /** How many wait to be written. */
  readonly size: () => number;
  /** Writes some of what waits; false where the storage is away and it should be tried again. Never rejects. */
  readonly write: () => Promise<boolean>;
}

/** Calls `write` behind the back of whoever puts: soon after something was put, ever more rarely while it fails. */
export interface FlushLoop {
  /** Something was put. */
  arm(): void;
  /** Resolves when all that was put before is written or given up, or after one failed attempt. */
  flush(): Promise<void>;
  failing(): boolean;
  /** Flushes, with a few attempts, and stops. */
  close(): Promise<void>;
}

const LONGEST_PAUSE_MS = 5_000;
const ATTEMPTS_AT_CLOSE = 3;

export function createFlushLoop({ timers, log, flushMs, size, write }: FlushLoopOptions): FlushLoop {
  let cancelTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let failures = 0;
  let closed = false;

  function arm(): void {
    if (closed || cancelTimer !== null || size() === 0) return;
    const pauseMs = Math.min(flushMs * 2 ** Math.min(failures, 10), Math.max(flushMs, LONGEST_PAUSE_MS));
    cancelTimer = timers.after(pauseMs, () => {
      cancelTimer = null;
      void flush();
    });
  }

  function flush(): Promise<void> {
    if (running === null && size() === 0) return Promise.resolve();
    running ??= writeAll();
    return running;
  }

  async function writeAll(): Promise<void> {
    while (size() > 0) {
      if (!(await write())) {
        failures += 1;
        break;
      }
      if (failures > 0) log.info("repository writes again", { queued: size() });
      failures = 0;
    }
    // In the same turn as the last look at the queue, so that no state put after it is left behind.
    running = null;
    arm();
  }

  return {
    arm,
    flush,
    failing: () => failures > 0,
    async close() {
      closed = true;
      cancelTimer?.();
      cancelTimer = null;
      for (let attempt = 0; attempt < ATTEMPTS_AT_CLOSE && size() > 0; attempt += 1) await flush();
      if (size() > 0) log.error("repository closed with states unwritten", { lost: size() });
    },
  };
}
