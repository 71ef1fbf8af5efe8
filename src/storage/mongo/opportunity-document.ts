import {
  type DepthPoint,
  type Opportunity,
  type OpportunityDepth,
  type OpportunityRecord,
  PCT_DECIMALS,
  SIZE_DECIMALS,
} from "#model";
import { toDecimal, toPercent } from "./decimals.ts";
import {
  decimalOf,
  type Fields,
  flagOf,
  numberOf,
  partOf,
  partsOf,
  textOf,
  time,
  timeOf,
  timeOrNull,
  timeOrNullOf,
  usd,
  usdOf,
  wordOf,
} from "./fields.ts";

const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
const VENUES = ["gemini", "solana"] as const;
const DECISIONS = ["observed", "taken", "refused"] as const;

/** Under the names of the API: dates are BSON dates, money, sizes and percentages Decimal128. */
export function opportunityToFields(opportunity: OpportunityRecord): Fields {
  const { costs, depth } = opportunity;
  return {
    id: opportunity.id,
    asset: opportunity.asset,
    direction: opportunity.direction,
    cex_venue: opportunity.cexVenue,
    dex_pool: opportunity.dexPool,
    cex_price: usd(opportunity.cexPrice),
    dex_price: usd(opportunity.dexPrice),
    spread_pct: toPercent(opportunity.spreadPct, PCT_DECIMALS),
    predicted_pnl_pct: toPercent(opportunity.predictedPnlPct, PCT_DECIMALS),
    size: toDecimal(opportunity.size, SIZE_DECIMALS),
    size_usd: usd(opportunity.sizeUsd),
    predicted_pnl_usd: usd(opportunity.predictedPnlUsd),
    costs: {
      cex_fee_usd: usd(costs.cexFeeUsd),
      dex_fee_usd: usd(costs.dexFeeUsd),
      impact_usd: usd(costs.impactUsd),
      slippage_usd: usd(costs.slippageUsd),
      network_usd: usd(costs.networkUsd),
    },
    book_sequence: opportunity.bookSequence,
    slot: opportunity.slot,
    timestamp: time(opportunity.openedAtMs),
    updated_at: time(opportunity.updatedAtMs),
    closed_at: timeOrNull(opportunity.closedAtMs),
    updates: opportunity.updates,
    detection_latency_ns: opportunity.detectionLatencyNs,
    decision: opportunity.decision,
    decision_reason: opportunity.decisionReason,
    window_id: opportunity.windowId,
    is_injected: opportunity.isInjected,
    depth:
      depth === null ? null : { book: depth.book.map(pointToFields), pool: depth.pool.map(pointToFields) },
  };
}

/** The exact inverse but for the depth, which listings do not ask for. Throws InvariantError on another's document. */
export function opportunityFromFields(fields: Fields): Opportunity {
  const costs = partOf(fields, "costs");
  return {
    id: textOf(fields, "id"),
    asset: textOf(fields, "asset"),
    direction: wordOf(fields, "direction", DIRECTIONS),
    cexVenue: wordOf(fields, "cex_venue", VENUES),
    dexPool: textOf(fields, "dex_pool"),
    cexPrice: usdOf(fields, "cex_price"),
    dexPrice: usdOf(fields, "dex_price"),
    spreadPct: decimalOf(fields, "spread_pct", PCT_DECIMALS),
    predictedPnlPct: decimalOf(fields, "predicted_pnl_pct", PCT_DECIMALS),
    size: decimalOf(fields, "size", SIZE_DECIMALS),
    sizeUsd: usdOf(fields, "size_usd"),
    predictedPnlUsd: usdOf(fields, "predicted_pnl_usd"),
    costs: {
      cexFeeUsd: usdOf(costs, "cex_fee_usd"),
      dexFeeUsd: usdOf(costs, "dex_fee_usd"),
      impactUsd: usdOf(costs, "impact_usd"),
      slippageUsd: usdOf(costs, "slippage_usd"),
      networkUsd: usdOf(costs, "network_usd"),
    },
    bookSequence: numberOf(fields, "book_sequence"),
    slot: numberOf(fields, "slot"),
    openedAtMs: timeOf(fields, "timestamp"),
    updatedAtMs: timeOf(fields, "updated_at"),
    closedAtMs: timeOrNullOf(fields, "closed_at"),
    updates: numberOf(fields, "updates"),
    detectionLatencyNs: numberOf(fields, "detection_latency_ns"),
    decision: wordOf(fields, "decision", DECISIONS),
    decisionReason: textOf(fields, "decision_reason"),
    windowId: textOf(fields, "window_id"),
    isInjected: flagOf(fields, "is_injected"),
  };
}

/** With its depth; a document that was written before any was kept has none. */
export function opportunityRecordFromFields(fields: Fields): OpportunityRecord {
  return { ...opportunityFromFields(fields), depth: depthOf(fields) };
}

function depthOf(fields: Fields): OpportunityDepth | null {
  if (fields.depth === null || fields.depth === undefined) return null;
  const depth = partOf(fields, "depth");
  return {
    book: partsOf(depth, "book").map(pointFromFields),
    pool: partsOf(depth, "pool").map(pointFromFields),
  };
}

function pointToFields({ size, price }: DepthPoint): Fields {
  return { size: toDecimal(size, SIZE_DECIMALS), price: usd(price) };
}

function pointFromFields(fields: Fields): DepthPoint {
  return { size: decimalOf(fields, "size", SIZE_DECIMALS), price: usdOf(fields, "price") };
}
