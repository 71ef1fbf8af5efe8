import type { FaultClock } from "../../faults/index.ts";

/** Puts work off as long as the faults `latency` and `freeze` say. */
export interface Delays {
  /** Runs `task` after the latency that is on now and not before the end of a freeze; at once without either. */
  run(task: () => void): void;
  /** Forgets what has not run yet. */
  close(): void;
}

/** While frozen it looks again this often. */
const FROZEN_POLL_MS = 20;

export function createDelays(faults: FaultClock): Delays {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, task: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task();
    }, ms);
    timers.add(timer);
  };
  const whenThawed = (task: () => void): void => {
    if (faults.active("gemini", "freeze") === undefined) task();
    else later(FROZEN_POLL_MS, () => whenThawed(task));
  };
  return {
    run(task) {
      const delayMs = faults.active("gemini", "latency")?.delayMs ?? 0;
      if (delayMs === 0) whenThawed(task);
      else later(delayMs, () => whenThawed(task));
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
