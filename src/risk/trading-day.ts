const DAY_MS = 86_400_000;

/** What one UTC day realised: signed dollars in 1e-9 USD, and how many trades really traded. */
export interface TradingDay {
  /** Its midnight UTC, ms since 1970. */
  readonly startMs: number;
  readonly pnlUsd: bigint;
  readonly trades: number;
}

/** The day that `nowMs` lies in, with nothing realised yet. */
export function newDay(nowMs: number): TradingDay {
  return { startMs: Math.floor(nowMs / DAY_MS) * DAY_MS, pnlUsd: 0n, trades: 0 };
}

/**
 * The day to count in at `nowMs`: a fresh one after midnight UTC, else `day` itself. A clock that jumped back
 * stays in the later day: going back would forgive its losses, and coming forward again would count from zero
 * a second time. A clock that once stood far ahead therefore keeps its day until the real one has caught up;
 * until then losses are only added, never forgotten.
 */
export function turnDay(day: TradingDay, nowMs: number): TradingDay {
  return nowMs - day.startMs >= DAY_MS ? newDay(nowMs) : day;
}

/** "2026-11-25". */
export function dateOf(day: TradingDay): string {
  return new Date(day.startMs).toISOString().slice(0, 10);
}
