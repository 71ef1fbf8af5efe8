import {
  AMOUNT_DECIMALS,
  formatDecimal,
  parseDecimal,
  SIZE_DECIMALS,
  type TradeRecord,
  type TradeSummary,
  USD_DECIMALS,
} from "#model";
import {
  type Bindings,
  bigintOf,
  numberOf,
  numberOrNullOf,
  type Row,
  textOf,
  textOrNullOf,
  wordOf,
} from "./columns.ts";
import { attributionFromText, attributionToText, legsFromText, legsToText } from "./trade-parts.ts";

const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
const POLICIES = ["dex-first", "cex-first"] as const;
const MODES = ["demo", "observe", "live"] as const;
const STATUSES = ["executing", "completed", "unwound", "failed", "stranded"] as const;

/** One column for each figure; see schema.ts for how each kind is kept. Legs and attribution are JSON text. */
export function tradeToRow(trade: TradeRecord): Bindings {
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
    size: formatDecimal(trade.size, SIZE_DECIMALS),
    size_usd: usd(trade.sizeUsd),
    cex_price: usd(trade.cexPrice),
    dex_price: usd(trade.dexPrice),
    entry_price: usd(trade.entryPrice),
    exit_price: usd(trade.exitPrice),
    fees_usd: usd(trade.feesUsd),
    pnl_usd: usd(trade.pnlUsd),
    pnl_pct_e6: trade.pnlPct,
    predicted_pnl_usd: usd(trade.predictedPnlUsd),
    latency_ms: trade.latencyMs,
    exposure_ms: trade.exposureMs,
    timestamp: trade.openedAtMs,
    updated_at: trade.updatedAtMs,
    closed_at: trade.closedAtMs,
    version: trade.version,
    cex_order_id: trade.cexOrderId,
    dex_tx_sig: trade.dexTxSig,
    is_simulated: trade.isSimulated ? 1 : 0,
    is_injected: trade.isInjected ? 1 : 0,
    residual: formatDecimal(trade.residual, AMOUNT_DECIMALS),
    usdc_usd: usd(trade.usdcUsd),
    sol_usd: usd(trade.solUsd),
    attribution: trade.attribution === null ? null : attributionToText(trade.attribution),
    legs: legsToText(trade.legs),
  };
}

/** The exact inverse. Throws InvariantError or InputError on a row that this program did not write. */
export function tradeFromRow(row: Row): TradeRecord {
  return { ...summaryFromRow(row), legs: legsFromText(textOf(row, "legs")) };
}

/** For listings, which do not read the legs. */
export function summaryFromRow(row: Row): TradeSummary {
  const attribution = textOrNullOf(row, "attribution");
  return {
    id: textOf(row, "id"),
    opportunityId: textOf(row, "opportunity_id"),
    windowId: textOf(row, "window_id"),
    asset: textOf(row, "asset"),
    direction: wordOf(row, "direction", DIRECTIONS),
    policy: wordOf(row, "policy", POLICIES),
    mode: wordOf(row, "mode", MODES),
    status: wordOf(row, "status", STATUSES),
    statusReason: textOf(row, "status_reason"),
    size: parseDecimal(textOf(row, "size"), SIZE_DECIMALS, "exact"),
    sizeUsd: usdOf(row, "size_usd"),
    cexPrice: usdOf(row, "cex_price"),
    dexPrice: usdOf(row, "dex_price"),
    entryPrice: usdOf(row, "entry_price"),
    exitPrice: usdOf(row, "exit_price"),
    feesUsd: usdOf(row, "fees_usd"),
    pnlUsd: usdOf(row, "pnl_usd"),
    pnlPct: bigintOf(row, "pnl_pct_e6"),
    predictedPnlUsd: usdOf(row, "predicted_pnl_usd"),
    latencyMs: numberOf(row, "latency_ms"),
    exposureMs: numberOrNullOf(row, "exposure_ms"),
    openedAtMs: numberOf(row, "timestamp"),
    updatedAtMs: numberOf(row, "updated_at"),
    closedAtMs: numberOrNullOf(row, "closed_at"),
    version: numberOf(row, "version"),
    cexOrderId: textOrNullOf(row, "cex_order_id"),
    dexTxSig: textOrNullOf(row, "dex_tx_sig"),
    isSimulated: numberOf(row, "is_simulated") === 1,
    isInjected: numberOf(row, "is_injected") === 1,
    residual: parseDecimal(textOf(row, "residual"), AMOUNT_DECIMALS, "exact"),
    usdcUsd: usdOf(row, "usdc_usd"),
    solUsd: usdOf(row, "sol_usd"),
    attribution: attribution === null ? null : attributionFromText(attribution),
  };
}

function usd(value: bigint): string {
  return formatDecimal(value, USD_DECIMALS);
}

function usdOf(row: Row, column: string): bigint {
  return parseDecimal(textOf(row, column), USD_DECIMALS, "exact");
}
