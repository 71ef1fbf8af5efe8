import { z } from "zod";
import { pageLimit } from "./page-limit.ts";
import { decimal, direction, instant, mode, operatorWords } from "./primitives.ts";

export const tradeStatus = z
  .enum(["executing", "completed", "unwound", "failed", "stranded"])
  .meta({ id: "TradeStatus" });
export type TradeStatus = z.infer<typeof tradeStatus>;

/** A fee in the asset that it was paid in. */
const feePaid = z.object({ asset: z.string(), amount: decimal });

const timelineEntry = z.object({
  at: instant,
  /** planned, intent_durable, sent, acked, unknown, partial, filled, rejected, expired, confirmed, finalized, settled, ... */
  what: z.string(),
  /** Raw reference: client order id, order id, signature, slot, or the venue's own words. */
  ref: z.string(),
});

export const tradeLeg = z
  .object({
    attempt_id: z.string(),
    attempt: z.number(),
    venue: z.string(),
    purpose: z.enum(["entry", "hedge", "complete", "reverse"]),
    side: z.enum(["buy", "sell"]),
    state: z.enum([
      "planned",
      "intent_durable",
      "sent",
      "unknown",
      "acked",
      "partial",
      "filled",
      "rejected",
      "expired",
    ]),
    settled: z.boolean(),
    /** Client order id or transaction signature. */
    reference: z.string().nullable(),
    order_id: z.string().nullable(),
    limit: decimal,
    wanted: decimal,
    filled: decimal,
    quote_amount: decimal,
    quote_asset: z.string(),
    fees: z.array(feePaid),
    reason: z.string().nullable(),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: "TradeLeg" });
export type TradeLeg = z.infer<typeof tradeLeg>;

/** What each cause added to the result, dollars, signed; together realised less predicted. */
export const attribution = z
  .object({
    fee_usd: decimal,
    depth_usd: decimal,
    latency_usd: decimal,
    network_usd: decimal,
    adverse_usd: decimal,
    reserve_usd: decimal,
  })
  .meta({ id: "Attribution" });

export const trade = z
  .object({
    id: z.string(),
    trade_id: z.string(),
    opportunity_id: z.string(),
    window_id: z.string(),
    asset: z.string(),
    direction,
    policy: z.enum(["dex-first", "cex-first"]),
    mode,
    status: tradeStatus,
    status_reason: z.string(),
    size: decimal,
    size_asset: decimal,
    size_usd: decimal,
    cex_price: decimal,
    dex_price: decimal,
    entry_price: decimal,
    exit_price: decimal,
    fees_usd: decimal,
    fees_total: decimal,
    pnl_usd: decimal,
    pnl_abs: decimal,
    pnl_pct: decimal,
    predicted_pnl_usd: decimal,
    latency_ms: z.number(),
    exposure_ms: z.number().nullable(),
    timestamp: instant,
    updated_at: instant,
    closed_at: instant.nullable(),
    cex_order_id: z.string().nullable(),
    dex_tx_sig: z.string().nullable(),
    is_simulated: z.boolean(),
    is_injected: z.boolean(),
    /** Net of evidenced fills in the base asset; zero or below the exchange's smallest order when flat. */
    residual: decimal,
    usdc_usd: decimal,
    sol_usd: decimal,
    attribution: attribution.nullable(),
  })
  .meta({ id: "Trade" });
export type Trade = z.infer<typeof trade>;

/** `GET /api/v1/trades/{id}`: the trade with every attempt and the ledger transfers that book it. */
export const tradeDetail = trade
  .extend({
    legs: z.array(tradeLeg),
    transfers: z.array(
      z.object({
        id: z.string(),
        at: instant,
        kind: z.string(),
        asset: z.string(),
        amount: decimal,
        from: z.string(),
        to: z.string(),
      }),
    ),
  })
  .meta({ id: "TradeDetail" });
export type TradeDetail = z.infer<typeof tradeDetail>;

const filter = {
  asset: z.string().optional(),
  status: tradeStatus.optional(),
  /** Opened at or after, and before. */
  from: instant.optional(),
  to: instant.optional(),
};

export const tradeQuery = z.object({
  limit: pageLimit,
  cursor: z.string().optional(),
  ...filter,
});

export const tradeExportQuery = z.object({ format: z.literal("csv").default("csv"), ...filter });

export const tradePage = z
  .object({
    trades: z.array(trade),
    total_count: z.number(),
    limit: z.number(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "TradePage" });
export type TradePage = z.infer<typeof tradePage>;

/** `POST /api/v1/trades/{id}/resolve` of a stranded one: try again to close it, or accept what is left. */
export const resolveRequest = z
  .strictObject({ action: z.enum(["retry", "accept"]), reason: operatorWords.min(1) })
  .meta({ id: "ResolveRequest" });
