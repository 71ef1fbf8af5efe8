import { parseDecimal, USD_DECIMALS, type Window } from "#model";
import { textOf } from "./columns.ts";
import type { Statements } from "./statements.ts";

/**
 * Adds to a window what its trades came to. Trades close long after their window's last state was stored, so they
 * are counted where a window is read: closed ones that count, each exactly once however often it was stored.
 */
export function createWindowTrades(statements: Statements): (window: Window) => Window {
  const closed = statements(
    "SELECT pnl_usd FROM trades WHERE window_id = ? AND closed_at IS NOT NULL AND is_injected = 0",
  );
  return (window) => {
    const rows = closed.all(window.id);
    const pnlUsd = rows.reduce(
      (sum, row) => sum + parseDecimal(textOf(row, "pnl_usd"), USD_DECIMALS, "exact"),
      0n,
    );
    return {
      ...window,
      tradeCount: window.tradeCount + rows.length,
      totalPnlUsd: window.totalPnlUsd + pnlUsd,
    };
  };
}
