import type { Transfer } from "#ledger";
import type { Attribution, LegRecord, TradeRecord, TradeSummary } from "#model";
import type { OpenTrade, TradeDetail, TradeLeg, Trade as TradeView } from "#wire";
import { amount, baseSize, instantOf, pct, usd } from "./wire-text.ts";

/** A trade as REST, the export and the stream show it: decimal text, ISO times, exact. */
export function viewTrade(trade: TradeSummary): TradeView {
  return {
    id: trade.id,
    trade_id: trade.id,
    opportunity_id: trade.opportunityId,
    window_id: trade.windowId,
    asset: trade.asset,
    direction: trade.direction,
    policy: trade.policy,
    mode: trade.mode,
    status: trade.status,
    status_reason: trade.statusReason,
    ...figures(trade),
    latency_ms: trade.latencyMs,
    exposure_ms: trade.exposureMs,
    timestamp: instantOf(trade.openedAtMs),
    updated_at: instantOf(trade.updatedAtMs),
    closed_at: trade.closedAtMs === null ? null : instantOf(trade.closedAtMs),
    cex_order_id: trade.cexOrderId,
    dex_tx_sig: trade.dexTxSig,
    is_simulated: trade.isSimulated,
    is_injected: trade.isInjected,
    residual: amount(trade.residual),
    usdc_usd: usd(trade.usdcUsd),
    sol_usd: usd(trade.solUsd),
    attribution: trade.attribution === null ? null : viewAttribution(trade.attribution),
  };
}

/** The trade with every attempt and what the ledger booked for it. */
export function viewTradeDetail(trade: TradeRecord, transfers: readonly Transfer[]): TradeDetail {
  return { ...viewTrade(trade), legs: trade.legs.map(viewLeg), transfers: transfers.map(viewTransfer) };
}

/** What the engine knows of a trade that is not over. */
export interface OpenTradeNow {
  readonly record: TradeRecord;
  readonly phase: string;
  readonly exposedSinceMs: number | null;
  readonly smallestClosable: bigint;
  readonly maxLossUsd: bigint;
}

/** A trade that is not over, with every attempt. */
export function viewOpenTrade({ record, ...now }: OpenTradeNow): OpenTrade {
  return {
    ...viewTrade(record),
    phase: now.phase,
    exposed_since: now.exposedSinceMs === null ? null : instantOf(now.exposedSinceMs),
    smallest_closable: amount(now.smallestClosable),
    max_loss_usd: usd(now.maxLossUsd),
    legs: record.legs.map(viewLeg),
  };
}

/** Sizes, fees and results; readers of both generations find them under either of their two names. */
function figures(trade: TradeSummary) {
  return {
    size: baseSize(trade.size),
    size_asset: baseSize(trade.size),
    size_usd: usd(trade.sizeUsd),
    cex_price: usd(trade.cexPrice),
    dex_price: usd(trade.dexPrice),
    entry_price: usd(trade.entryPrice),
    exit_price: usd(trade.exitPrice),
    fees_usd: usd(trade.feesUsd),
    fees_total: usd(trade.feesUsd),
    pnl_usd: usd(trade.pnlUsd),
    pnl_abs: usd(trade.pnlUsd),
    pnl_pct: pct(trade.pnlPct),
    predicted_pnl_usd: usd(trade.predictedPnlUsd),
  };
}

export function viewAttribution(attribution: Attribution) {
  return {
    fee_usd: usd(attribution.feeUsd),
    depth_usd: usd(attribution.depthUsd),
    latency_usd: usd(attribution.latencyUsd),
    network_usd: usd(attribution.networkUsd),
    adverse_usd: usd(attribution.adverseUsd),
    reserve_usd: usd(attribution.reserveUsd),
  };
}

function viewLeg(leg: LegRecord): TradeLeg {
  return {
    attempt_id: leg.attemptId,
    attempt: leg.attempt,
    venue: leg.venue,
    purpose: leg.purpose,
    side: leg.side,
    state: leg.phase,
    settled: leg.settled,
    reference: leg.reference,
    order_id: leg.orderId,
    limit: leg.limit,
    wanted: amount(leg.wantedBase),
    filled: amount(leg.filledBase),
    quote_amount: amount(leg.quoteAmount),
    quote_asset: leg.quoteAsset,
    fees: leg.fees.map((fee) => ({ asset: fee.asset, amount: amount(fee.amount) })),
    reason: leg.reason,
    timeline: leg.timeline.map(({ atMs, what, ref }) => ({ at: instantOf(atMs), what, ref })),
  };
}

function viewTransfer(transfer: Transfer): TradeDetail["transfers"][number] {
  return {
    id: transfer.id,
    at: instantOf(transfer.atMs),
    kind: transfer.kind,
    asset: transfer.asset,
    amount: amount(transfer.amount),
    from: transfer.from,
    to: transfer.to,
  };
}
