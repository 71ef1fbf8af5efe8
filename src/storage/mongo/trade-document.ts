import { AMOUNT_DECIMALS, PCT_DECIMALS, SIZE_DECIMALS, type TradeRecord, type TradeSummary } from "#model";
import { toDecimal, toPercent } from "./decimals.ts";
import {
  decimalOf,
  type Fields,
  flagOf,
  numberOf,
  numberOrNullOf,
  partOf,
  partsOf,
  textOf,
  textOrNullOf,
  time,
  timeOf,
  timeOrNull,
  timeOrNullOf,
  usd,
  usdOf,
  wordOf,
} from "./fields.ts";
import { attributionFromFields, attributionToFields, legFromFields, legToFields } from "./leg-document.ts";

const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
const POLICIES = ["dex-first", "cex-first"] as const;
const MODES = ["demo", "observe", "live"] as const;
const STATUSES = ["executing", "completed", "unwound", "failed", "stranded"] as const;

/** Under the names of the API: dates are BSON dates, money, sizes and percentages Decimal128. */
export function tradeToFields(trade: TradeRecord): Fields {
  return {
    id: trade.id,
    opportunity_id: trade.opportunityId,
    window_id: trade.windowId,
    asset: trade.asset,
    direction: trade.direction,
    policy: trade.policy,
    mode: trade.mode,
    status: trade.status,
    status_reason: trade.statusReason,
    size: toDecimal(trade.size, SIZE_DECIMALS),
    size_usd: usd(trade.sizeUsd),
    cex_price: usd(trade.cexPrice),
    dex_price: usd(trade.dexPrice),
    entry_price: usd(trade.entryPrice),
    exit_price: usd(trade.exitPrice),
    fees_usd: usd(trade.feesUsd),
    pnl_usd: usd(trade.pnlUsd),
    pnl_pct: toPercent(trade.pnlPct, PCT_DECIMALS),
    predicted_pnl_usd: usd(trade.predictedPnlUsd),
    latency_ms: trade.latencyMs,
    exposure_ms: trade.exposureMs,
    timestamp: time(trade.openedAtMs),
    updated_at: time(trade.updatedAtMs),
    closed_at: timeOrNull(trade.closedAtMs),
    version: trade.version,
    cex_order_id: trade.cexOrderId,
    dex_tx_sig: trade.dexTxSig,
    is_simulated: trade.isSimulated,
    is_injected: trade.isInjected,
    residual: toDecimal(trade.residual, AMOUNT_DECIMALS),
    usdc_usd: usd(trade.usdcUsd),
    sol_usd: usd(trade.solUsd),
    attribution: trade.attribution === null ? null : attributionToFields(trade.attribution),
    legs: trade.legs.map(legToFields),
  };
}

/** The exact inverse. Throws InvariantError on a document that this program did not write. */
export function tradeFromFields(fields: Fields): TradeRecord {
  return { ...summaryFromFields(fields), legs: partsOf(fields, "legs").map(legFromFields) };
}

/** For listings, which do not read the legs. */
export function summaryFromFields(fields: Fields): TradeSummary {
  return {
    id: textOf(fields, "id"),
    opportunityId: textOf(fields, "opportunity_id"),
    windowId: textOf(fields, "window_id"),
    asset: textOf(fields, "asset"),
    direction: wordOf(fields, "direction", DIRECTIONS),
    policy: wordOf(fields, "policy", POLICIES),
    mode: wordOf(fields, "mode", MODES),
    status: wordOf(fields, "status", STATUSES),
    statusReason: textOf(fields, "status_reason"),
    size: decimalOf(fields, "size", SIZE_DECIMALS),
    sizeUsd: usdOf(fields, "size_usd"),
    cexPrice: usdOf(fields, "cex_price"),
    dexPrice: usdOf(fields, "dex_price"),
    entryPrice: usdOf(fields, "entry_price"),
    exitPrice: usdOf(fields, "exit_price"),
    feesUsd: usdOf(fields, "fees_usd"),
    pnlUsd: usdOf(fields, "pnl_usd"),
    pnlPct: decimalOf(fields, "pnl_pct", PCT_DECIMALS),
    predictedPnlUsd: usdOf(fields, "predicted_pnl_usd"),
    latencyMs: numberOf(fields, "latency_ms"),
    exposureMs: numberOrNullOf(fields, "exposure_ms"),
    openedAtMs: timeOf(fields, "timestamp"),
    updatedAtMs: timeOf(fields, "updated_at"),
    closedAtMs: timeOrNullOf(fields, "closed_at"),
    version: numberOf(fields, "version"),
    cexOrderId: textOrNullOf(fields, "cex_order_id"),
    dexTxSig: textOrNullOf(fields, "dex_tx_sig"),
    isSimulated: flagOf(fields, "is_simulated"),
    isInjected: flagOf(fields, "is_injected"),
    residual: decimalOf(fields, "residual", AMOUNT_DECIMALS),
    usdcUsd: usdOf(fields, "usdc_usd"),
    solUsd: usdOf(fields, "sol_usd"),
    attribution: fields.attribution === null ? null : attributionFromFields(partOf(fields, "attribution")),
  };
}
