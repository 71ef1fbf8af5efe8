import {
  formatDecimal,
  type Opportunity,
  type OpportunityRecord,
  parseDecimal,
  SIZE_DECIMALS,
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
import { depthFromText } from "./depth-text.ts";

/** Opportunities whole, for a detail or a copy: listings read their own table alone. */
export const WITH_DEPTH = "opportunities LEFT JOIN opportunity_depths ON opportunity_id = id";

const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
const VENUES = ["gemini", "solana"] as const;
const DECISIONS = ["observed", "taken", "refused"] as const;

/** One column for each figure; see schema.ts for how each kind is kept. */
export function opportunityToRow(opportunity: Opportunity): Bindings {
  return {
    id: opportunity.id,
    asset: opportunity.asset,
    direction: opportunity.direction,
    cex_venue: opportunity.cexVenue,
    dex_pool: opportunity.dexPool,
    cex_price: usd(opportunity.cexPrice),
    dex_price: usd(opportunity.dexPrice),
    spread_pct_e6: opportunity.spreadPct,
    predicted_pnl_pct_e6: opportunity.predictedPnlPct,
    size: formatDecimal(opportunity.size, SIZE_DECIMALS),
    size_usd: usd(opportunity.sizeUsd),
    predicted_pnl_usd: usd(opportunity.predictedPnlUsd),
    cex_fee_usd: usd(opportunity.costs.cexFeeUsd),
    dex_fee_usd: usd(opportunity.costs.dexFeeUsd),
    impact_usd: usd(opportunity.costs.impactUsd),
    slippage_usd: usd(opportunity.costs.slippageUsd),
    network_usd: usd(opportunity.costs.networkUsd),
    book_sequence: opportunity.bookSequence,
    slot: opportunity.slot,
    timestamp: opportunity.openedAtMs,
    updated_at: opportunity.updatedAtMs,
    closed_at: opportunity.closedAtMs,
    updates: opportunity.updates,
    detection_latency_ns: opportunity.detectionLatencyNs,
    decision: opportunity.decision,
    decision_reason: opportunity.decisionReason,
    window_id: opportunity.windowId,
    is_injected: opportunity.isInjected ? 1 : 0,
  };
}

/** The exact inverse. Throws InvariantError or InputError on a row that this program did not write. */
export function opportunityFromRow(row: Row): Opportunity {
  return {
    id: textOf(row, "id"),
    asset: textOf(row, "asset"),
    direction: wordOf(row, "direction", DIRECTIONS),
    cexVenue: wordOf(row, "cex_venue", VENUES),
    dexPool: textOf(row, "dex_pool"),
    cexPrice: usdOf(row, "cex_price"),
    dexPrice: usdOf(row, "dex_price"),
    spreadPct: bigintOf(row, "spread_pct_e6"),
    predictedPnlPct: bigintOf(row, "predicted_pnl_pct_e6"),
    size: parseDecimal(textOf(row, "size"), SIZE_DECIMALS, "exact"),
    sizeUsd: usdOf(row, "size_usd"),
    predictedPnlUsd: usdOf(row, "predicted_pnl_usd"),
    costs: {
      cexFeeUsd: usdOf(row, "cex_fee_usd"),
      dexFeeUsd: usdOf(row, "dex_fee_usd"),
      impactUsd: usdOf(row, "impact_usd"),
      slippageUsd: usdOf(row, "slippage_usd"),
      networkUsd: usdOf(row, "network_usd"),
    },
    bookSequence: numberOf(row, "book_sequence"),
    slot: numberOf(row, "slot"),
    openedAtMs: numberOf(row, "timestamp"),
    updatedAtMs: numberOf(row, "updated_at"),
    closedAtMs: numberOrNullOf(row, "closed_at"),
    updates: numberOf(row, "updates"),
    detectionLatencyNs: numberOf(row, "detection_latency_ns"),
    decision: wordOf(row, "decision", DECISIONS),
    decisionReason: textOf(row, "decision_reason"),
    windowId: textOf(row, "window_id"),
    isInjected: numberOf(row, "is_injected") === 1,
  };
}

/** A row of WITH_DEPTH. */
export function opportunityRecordFromRow(row: Row): OpportunityRecord {
  const depth = textOrNullOf(row, "depth");
  return { ...opportunityFromRow(row), depth: depth === null ? null : depthFromText(depth) };
}

function usd(value: bigint): string {
  return formatDecimal(value, USD_DECIMALS);
}

function usdOf(row: Row, column: string): bigint {
  return parseDecimal(textOf(row, column), USD_DECIMALS, "exact");
}
