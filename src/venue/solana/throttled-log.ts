import type { Clock, Log, LogFields } from "#model";

/** Warnings that may repeat many times a second: each event at most once in a while, with a count. */
export interface ThrottledLog {
  warning(event: string, fields: LogFields): void;
}

const EVERY_MS = 5_000;

export function createThrottledLog(log: Log, clock: Clock): ThrottledLog {
  const lastByEvent = new Map<string, { ms: number; suppressed: number }>();
  return {
    warning(event, fields) {
      const nowMs = clock.monotonicNs() / 1e6;
      const last = lastByEvent.get(event);
      if (last !== undefined && nowMs - last.ms < EVERY_MS) {
        last.suppressed += 1;
        return;
      }
      lastByEvent.set(event, { ms: nowMs, suppressed: 0 });
      const suppressed = last?.suppressed ?? 0;
      log.warning(event, suppressed > 0 ? { ...fields, suppressed } : fields);
    },
  };
}
