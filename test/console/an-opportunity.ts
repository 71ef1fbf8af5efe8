import type { AssetPrices, Opportunity, Status } from "../../console/lib/wire.ts";

/** An opportunity as the wire carries it, with what a test cares about replaced. */
export function anOpportunity(changes: Partial<Opportunity> = {}): Opportunity {
  return {
    id: "a",
    asset: "SOL-USD",
    direction: "cex_to_dex",
    cex_venue: "gemini",
    dex_pool: "Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE",
    cex_price: "150.00",
    dex_price: "153.000000000",
    spread_pct: "2.000000",
    predicted_pnl_pct: "0.600000",
    predicted_pnl_usd: "5.100000001",
    size: "6.6",
    size_usd: "990",
    costs: {
      cex_fee_usd: "3.465",
      dex_fee_usd: "2.97",
      impact_usd: "0.839999999",
      slippage_usd: "7.425",
      network_usd: "0",
    },
    book_sequence: 7,
    slot: 9,
    timestamp: "2026-11-22T14:00:00.000Z",
    updated_at: "2026-11-22T14:00:00.000Z",
    closed_at: null,
    updates: 1,
    detection_latency_ms: 0.4,
    decision: "observed",
    decision_reason: "",
    window_id: "w",
    is_injected: false,
    ...changes,
  };
}

/** Live prices of both sides, with what a test cares about replaced. */
export function somePrices(changes: Partial<AssetPrices> = {}): AssetPrices {
  return {
    asset: "SOL-USD",
    cex_bid: "99",
    cex_ask: "100",
    dex_price: "102",
    cex_state: "live",
    dex_state: "live",
    slot: 9,
    spread_pct: "2",
    spread_direction: "cex_to_dex",
    ...changes,
  };
}

/** A healthy demo. */
export function aStatus(changes: Partial<Status> = {}): Status {
  return {
    status: "healthy",
    timestamp: "2026-11-22T14:00:00.000Z",
    version: "0.1.0",
    mode: "demo",
    uptime_sec: 1,
    prices: [somePrices()],
    refusals: {},
    evaluations: 0,
    open_opportunities: 0,
    storage_works: true,
    connections: { gemini: true, solana: true },
    venues: [],
    detection_latency: { count: 0, p50_ms: null, p95_ms: null },
    send_latency: { count: 0, p50_ms: null, p95_ms: null },
    exposure_time: { count: 0, p50_ms: null, p95_ms: null },
    usdc_usd: null,
    thresholds: {
      profit_threshold_pct: "0.1",
      min_spread_pct: "0",
      static_cost_pct: "1.4",
      cost_model: "static",
    },
    risk: {
      is_paused: false,
      pause_reason: null,
      daily_pnl_usd: 0,
      daily_trades: 0,
      daily_loss_limit_usd: 500,
      daily_remaining_loss_usd: 500,
      max_position_size_usd: 1000,
      observe_only: false,
      gate_open: true,
      gate_reason: null,
      open_trades: 0,
      stranded_trades: 0,
      open_exposure_usd: 0,
      consecutive_losses: 0,
    },
    event_stats: {},
    ...changes,
  };
}
