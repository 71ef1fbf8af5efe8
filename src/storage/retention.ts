import type { Clock, Log } from "#model";

const HOUR_MS = 3_600_000;
const RETENTION_MS = 7 * 24 * HOUR_MS;

export interface RetentionOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** How long opportunities are kept, 7 days where not given. */
  readonly retentionMs?: number;
  /** Forgets those first seen before then; answers how many. */
  readonly deleteBefore: (timestampMs: number) => Promise<number>;
}

export interface Retention {
  applyWhenDue(): Promise<void>;
  /** True where opportunities of this moment may be forgotten already. */
  reaches(timestampMs: number): boolean;
}

/** Forgets old opportunities with the first save of the process and then of each hour: no timer needed. */
export function createRetention(options: RetentionOptions): Retention {
  const { clock, log, retentionMs = RETENTION_MS, deleteBefore } = options;
  let dueMs = 0;
  return {
    async applyWhenDue(): Promise<void> {
      const nowMs = clock.epochMs();
      if (nowMs < dueMs) return;
      dueMs = nowMs + HOUR_MS;
      const deleted = await deleteBefore(nowMs - retentionMs);
      if (deleted > 0) log.info("repository forgot old opportunities", { deleted });
    },
    reaches: (timestampMs) => timestampMs < clock.epochMs() - retentionMs,
  };
}
