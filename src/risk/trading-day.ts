const DAY_MS = 86_400_000;

/** What one UTC day realised: signed dollars in 1e-9 USD, and how many trades really traded. */
export interface TradingDay {
  /** Its midnight UTC, ms since 1970. */
  readonly startMs: number;
  readonly pnlUsd: bigint;
  /** The lowest that `pnlUsd` was since midnight, 0 or below: a later profit does not undo a limit that was reached. */
  readonly lowUsd: bigint;
  readonly trades: number;
}

/** The day that `nowMs` lies in, with nothing realised yet. */
export function newDay(nowMs: number): TradingDay {
  return { startMs: Math.floor(nowMs / DAY_MS) * DAY_MS, pnlUsd: 0n, lowUsd: 0n, trades: 0 };
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

/** The day with one more result. */
export function addResult(day: TradingDay, pnlUsd: bigint, traded: boolean): TradingDay {
  const sum = day.pnlUsd + pnlUsd;
  const lowUsd = sum < day.lowUsd ? sum : day.lowUsd;
  return { ...day, pnlUsd: sum, lowUsd, trades: day.trades + (traded ? 1 : 0) };
}

/** "2026-11-25". */
export function dateOf(day: TradingDay): string {
  return new Date(day.startMs).toISOString().slice(0, 10);
}
