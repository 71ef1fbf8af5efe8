import type { DailyFigures } from "#ledger";
import { parseDecimal, USD_DECIMALS } from "#model";
import { numberOrNullOf, type Row, textOf } from "./columns.ts";
import type { Statements } from "./statements.ts";

const DAY_MS = 86_400_000;
/** Trades that closed and count; the partial index of the same words serves it. */
const COUNTED = "closed_at IS NOT NULL AND is_injected = 0";

/**
 * Sums of the last days on which a trade closed, newest first. Added up here and not in SQL, whose sums of
 * decimal text would be floats.
 */
export function createDailyFigures(statements: Statements): (limit: number) => readonly DailyFigures[] {
  const lastBefore = statements(
    `SELECT max(closed_at) AS last FROM trades WHERE ${COUNTED} AND closed_at < ?`,
  );
  const closedWithin = statements(
    `SELECT pnl_usd, fees_usd FROM trades WHERE ${COUNTED} AND closed_at >= ? AND closed_at < ?`,
  );
  return (limit) => {
    const days: DailyFigures[] = [];
    let beforeMs = Number.MAX_SAFE_INTEGER;
    while (days.length < limit) {
      const lastMs = numberOrNullOf(lastBefore.get(beforeMs) ?? {}, "last");
      if (lastMs === null) break;
      const startMs = lastMs - (lastMs % DAY_MS);
      days.push(figuresOf(startMs, closedWithin.all(startMs, startMs + DAY_MS)));
      beforeMs = startMs;
    }
    return days;
  };
}

function figuresOf(startMs: number, rows: readonly Row[]): DailyFigures {
  const sum = (column: string) =>
    rows.reduce((total, row) => total + parseDecimal(textOf(row, column), USD_DECIMALS, "exact"), 0n);
  return {
    day: new Date(startMs).toISOString().slice(0, 10),
    pnlUsd: sum("pnl_usd"),
    feesUsd: sum("fees_usd"),
    trades: rows.length,
  };
}
