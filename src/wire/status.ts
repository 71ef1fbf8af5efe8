import { z } from "zod";
import { decimal, instant, mode } from "./primitives.ts";

/** Phase of an order book or pool as the signal sees it; only `live` is ever priced from. */
export const bookState = z
  .enum(["awaiting_snapshot", "live", "stale", "disconnected", "unlisted"])
  .meta({ id: "BookState" });
export type BookState = z.infer<typeof bookState>;

/** Prices of one asset on both venues, null where there is none to trust. */
export const assetPrices = z
  .object({
    asset: z.string(),
    cex_bid: decimal.nullable(),
    cex_ask: decimal.nullable(),
    /** Pool's mid in dollars: the pool's dollar token valued by the USDC book where it is known. */
    dex_price: decimal.nullable(),
    cex_state: bookState,
    dex_state: bookState,
    slot: z.number().nullable(),
    /** Best spread of the two directions now, signed, null unless both sides are live. */
    spread_pct: decimal.nullable(),
    spread_direction: z.enum(["cex_to_dex", "dex_to_cex"]).nullable(),
  })
  .meta({ id: "AssetPrices" });
export type AssetPrices = z.infer<typeof assetPrices>;

export const riskSummary = z
  .object({
    is_paused: z.boolean(),
    pause_reason: z.string().nullable(),
    daily_pnl_usd: z.number(),
    daily_trades: z.number(),
    daily_loss_limit_usd: z.number(),
    daily_remaining_loss_usd: z.number(),
    max_position_size_usd: z.number(),
    observe_only: z.boolean(),
    /** False until the start-up reconciliation has finished; nothing trades before. */
    gate_open: z.boolean(),
    gate_reason: z.string().nullable(),
    open_trades: z.number(),
    stranded_trades: z.number(),
    open_exposure_usd: z.number(),
    consecutive_losses: z.number(),
  })
  .meta({ id: "RiskSummary" });

/** A venue's connection for the operator: socket up, how long silent, and what it had to repair. */
export const venueHealth = z
  .object({
    venue: z.string(),
    connected: z.boolean(),
    /** connected, all of its books live -> Connected; some -> Degraded; else Disconnected. */
    state: z.enum(["connected", "degraded", "disconnected"]),
    staleness_ms: z.number().nullable(),
    counters: z.record(z.string(), z.number()),
  })
  .meta({ id: "VenueHealth" });
export type VenueHealth = z.infer<typeof venueHealth>;

export const latencySummary = z
  .object({ count: z.number(), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() })
  .meta({ id: "LatencySummary" });

export const status = z
  .object({
    status: z.enum(["healthy", "degraded", "unhealthy"]),
    timestamp: instant,
    version: z.string(),
    mode,
    uptime_sec: z.number(),
    prices: z.array(assetPrices),
    refusals: z.record(z.string(), z.number()),
    evaluations: z.number(),
    open_opportunities: z.number(),
    /** False while what is found cannot be kept. */
    storage_works: z.boolean(),
    connections: z.record(z.string(), z.boolean()),
    venues: z.array(venueHealth),
    detection_latency: latencySummary,
    /** From the decision to the first byte handed to a venue, journal included. */
    send_latency: latencySummary,
    /** From the first evidenced leg to flat. */
    exposure_time: latencySummary,
    usdc_usd: decimal.nullable(),
    thresholds: z.object({
      profit_threshold_pct: decimal,
      min_spread_pct: decimal,
      static_cost_pct: decimal,
      cost_model: z.enum(["static", "measured"]),
    }),
    risk: riskSummary,
    event_stats: z.record(z.string(), z.number()),
  })
  .meta({ id: "Status" });
export type Status = z.infer<typeof status>;
