import { type DepthPoint, divide, type Opportunity, type OpportunityRecord, type Window } from "#model";
import type {
  DepthPoint as DepthPointView,
  OpportunityDetail,
  Opportunity as OpportunityView,
  Window as WindowView,
} from "#wire";
import { baseSize, instantOf, pct, usd } from "./wire-text.ts";

/** An opportunity as REST and the stream show it: decimal text, ISO times, exact. */
export function viewOpportunity(opportunity: Opportunity): OpportunityView {
  const { costs } = opportunity;
  return {
    id: opportunity.id,
    asset: opportunity.asset,
    direction: opportunity.direction,
    cex_venue: opportunity.cexVenue,
    dex_pool: opportunity.dexPool,
    cex_price: usd(opportunity.cexPrice),
    dex_price: usd(opportunity.dexPrice),
    spread_pct: pct(opportunity.spreadPct),
    predicted_pnl_pct: pct(opportunity.predictedPnlPct),
    predicted_pnl_usd: usd(opportunity.predictedPnlUsd),
    size: baseSize(opportunity.size),
    size_usd: usd(opportunity.sizeUsd),
    costs: {
      cex_fee_usd: usd(costs.cexFeeUsd),
      dex_fee_usd: usd(costs.dexFeeUsd),
      impact_usd: usd(costs.impactUsd),
      slippage_usd: usd(costs.slippageUsd),
      network_usd: usd(costs.networkUsd),
    },
    book_sequence: opportunity.bookSequence,
    slot: opportunity.slot,
    timestamp: instantOf(opportunity.openedAtMs),
    updated_at: instantOf(opportunity.updatedAtMs),
    closed_at: opportunity.closedAtMs === null ? null : instantOf(opportunity.closedAtMs),
    updates: opportunity.updates,
    detection_latency_ms: opportunity.detectionLatencyNs / 1e6,
    decision: opportunity.decision,
    decision_reason: opportunity.decisionReason,
    window_id: opportunity.windowId,
    is_injected: opportunity.isInjected,
  };
}

/** One opportunity with the depth of both sides. */
export function viewOpportunityDetail(opportunity: OpportunityRecord): OpportunityDetail {
  const { depth } = opportunity;
  return {
    ...viewOpportunity(opportunity),
    depth: depth === null ? null : { book: depth.book.map(viewPoint), pool: depth.pool.map(viewPoint) },
  };
}

function viewPoint({ price, size }: DepthPoint): DepthPointView {
  return { price: usd(price), size: baseSize(size) };
}

/** A window; the mean is rounded down, the direction of a tie is `cex_to_dex`. */
export function viewWindow(window: Window): WindowView {
  const count = Math.max(window.opportunityCount, 1);
  return {
    id: window.id,
    asset: window.asset,
    start_time: instantOf(window.startMs),
    end_time: instantOf(window.endMs),
    opportunity_count: window.opportunityCount,
    trade_count: window.tradeCount,
    total_pnl_usd: usd(window.totalPnlUsd),
    dominant_direction: window.cexToDexCount * 2 >= window.opportunityCount ? "cex_to_dex" : "dex_to_cex",
    max_predicted_pnl_pct: pct(window.maxPredictedPnlPct),
    mean_predicted_pnl_pct: pct(divide(window.sumPredictedPnlPct, BigInt(count), "floor")),
  };
}
