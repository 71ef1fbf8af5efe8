import type { Clock, Log, LogFields } from "#model";

/** A warning that repeats is written once an interval, with how many were left out since. */
export function createThrottledWarning(log: Log, clock: Clock, everyMs: number) {
  const written = new Map<string, { atNs: number; leftOut: number }>();
  return (event: string, fields: LogFields): void => {
    const nowNs = clock.monotonicNs();
    const last = written.get(event);
    if (last !== undefined && nowNs - last.atNs < everyMs * 1e6) {
      last.leftOut += 1;
      return;
    }
    const leftOut = last?.leftOut ?? 0;
    written.set(event, { atNs: nowNs, leftOut: 0 });
    log.warning(event, leftOut === 0 ? fields : { ...fields, left_out: leftOut });
  };
}
