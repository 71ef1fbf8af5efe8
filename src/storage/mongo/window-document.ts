import { PCT_DECIMALS, type Window } from "#model";
import { toPercent } from "./decimals.ts";
import { decimalOf, type Fields, numberOf, textOf, time, timeOf, usd, usdOf } from "./fields.ts";

/** Under the names of the API where it shows them. */
export function windowToFields(window: Window): Fields {
  return {
    id: window.id,
    asset: window.asset,
    start_time: time(window.startMs),
    end_time: time(window.endMs),
    opportunity_count: window.opportunityCount,
    trade_count: window.tradeCount,
    total_pnl_usd: usd(window.totalPnlUsd),
    cex_to_dex_count: window.cexToDexCount,
    max_predicted_pnl_pct: toPercent(window.maxPredictedPnlPct, PCT_DECIMALS),
    sum_predicted_pnl_pct: toPercent(window.sumPredictedPnlPct, PCT_DECIMALS),
  };
}

/** The exact inverse. Throws InvariantError on a document that this program did not write. */
export function windowFromFields(fields: Fields): Window {
  return {
    id: textOf(fields, "id"),
    asset: textOf(fields, "asset"),
    startMs: timeOf(fields, "start_time"),
    endMs: timeOf(fields, "end_time"),
    opportunityCount: numberOf(fields, "opportunity_count"),
    tradeCount: numberOf(fields, "trade_count"),
    totalPnlUsd: usdOf(fields, "total_pnl_usd"),
    cexToDexCount: numberOf(fields, "cex_to_dex_count"),
    maxPredictedPnlPct: decimalOf(fields, "max_predicted_pnl_pct", PCT_DECIMALS),
    sumPredictedPnlPct: decimalOf(fields, "sum_predicted_pnl_pct", PCT_DECIMALS),
  };
}
