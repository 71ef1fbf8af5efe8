import { formatDecimal, parseDecimal, USD_DECIMALS, type Window } from "#model";
import { type Bindings, bigintOf, numberOf, type Row, textOf } from "./columns.ts";

/** One column for each figure; see schema.ts for how each kind is kept. */
export function windowToRow(window: Window): Bindings {
  return {
    id: window.id,
    asset: window.asset,
    start_time: window.startMs,
    end_time: window.endMs,
    opportunity_count: window.opportunityCount,
    trade_count: window.tradeCount,
    total_pnl_usd: formatDecimal(window.totalPnlUsd, USD_DECIMALS),
    cex_to_dex_count: window.cexToDexCount,
    max_predicted_pnl_pct_e6: window.maxPredictedPnlPct,
    sum_predicted_pnl_pct_e6: window.sumPredictedPnlPct,
  };
}

/** The exact inverse. Throws InvariantError or InputError on a row that this program did not write. */
export function windowFromRow(row: Row): Window {
  return {
    id: textOf(row, "id"),
    asset: textOf(row, "asset"),
    startMs: numberOf(row, "start_time"),
    endMs: numberOf(row, "end_time"),
    opportunityCount: numberOf(row, "opportunity_count"),
    tradeCount: numberOf(row, "trade_count"),
    totalPnlUsd: parseDecimal(textOf(row, "total_pnl_usd"), USD_DECIMALS, "exact"),
    cexToDexCount: numberOf(row, "cex_to_dex_count"),
    maxPredictedPnlPct: bigintOf(row, "max_predicted_pnl_pct_e6"),
    sumPredictedPnlPct: bigintOf(row, "sum_predicted_pnl_pct_e6"),
  };
}
