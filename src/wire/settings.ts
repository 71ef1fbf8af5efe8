import { z } from "zod";
import { decimal, instant, mode } from "./primitives.ts";

/** A secret is there or not; what it is stands in no answer. */
const secret = z.object({ key: z.string(), present: z.boolean() });

/** Where messages to people go, without any address. */
const notificationChannel = z.object({
  channel: z.enum(["webhook", "slack", "telegram", "email"]),
  configured: z.boolean(),
  sent: z.number(),
  failed: z.number(),
  last_sent_at: instant.nullable(),
  /** What the last attempt failed with; null once one succeeded again. */
  last_error: z.string().nullable(),
});

/** `GET /api/v1/settings`: what this process was configured with and what is in force, without any secret. */
export const settings = z
  .object({
    mode,
    version: z.string(),
    storage: z.object({
      kind: z.enum(["sqlite", "mongodb"]),
      /** MONGO_URL is set; it may hold a password. */
      secret_set: z.boolean(),
    }),
    venues: z.array(
      z.object({
        venue: z.enum(["gemini", "solana"]),
        /** How many; providers put keys into them. */
        addresses: z.number(),
        secrets: z.array(secret),
      }),
    ),
    assets: z.array(
      z.object({
        asset: z.string(),
        symbol: z.string(),
        pool: z.string(),
        base_mint: z.string(),
        quote_mint: z.string(),
      }),
    ),
    /** In force now; PATCH /api/v1/risk changes the first two. */
    thresholds: z.object({
      profit_threshold_pct: decimal,
      min_spread_pct: decimal,
      max_opportunities_per_min: z.number(),
    }),
    costs: z.object({
      cost_model: z.enum(["static", "measured"]),
      cex_fee_pct: decimal,
      dex_fee_pct: decimal,
      slippage_pct: decimal,
      static_cost_pct: decimal,
      /** Null where nobody said it. */
      cex_taker_fee_bps: decimal.nullable(),
      network_fee_lamports: z.number(),
    }),
    execution: z.object({
      leg_policy: z.enum(["dex-first", "cex-first"]),
      order_slack_pct: decimal,
      residual_max_loss_pct: decimal,
      priority_fee_max_lamports: z.number(),
      solana_poll_ms: z.number(),
    }),
    api: z.object({
      /** 0 where there is none. */
      rate_limit_per_min: z.number(),
      /** How many; 0 lets everybody who can reach the port. */
      allowed_origins: z.number(),
      ip_allowlist: z.number(),
      /** JWT_SECRET_KEY is set; else DATA_DIR keeps one of its own. */
      token_secret_set: z.boolean(),
    }),
    notifications: z.object({
      min_severity: z.enum(["info", "warning", "critical"]),
      /** Every channel there is, with what it did since this start. */
      channels: z.array(notificationChannel),
    }),
    /** Keys that are set and that nothing in this build reads. */
    without_effect: z.array(z.string()),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof settings>;
