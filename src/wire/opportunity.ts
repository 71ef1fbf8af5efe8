import { z } from "zod";
import { pageLimit } from "./page-limit.ts";
import { decimal, direction, instant, percentage } from "./primitives.ts";

export const costBreakdown = z
  .object({
    cex_fee_usd: decimal,
    dex_fee_usd: decimal,
    impact_usd: decimal,
    slippage_usd: decimal,
    network_usd: decimal,
  })
  .meta({ id: "CostBreakdown" });

export const opportunity = z
  .object({
    id: z.string(),
    asset: z.string(),
    direction,
    cex_venue: z.string(),
    dex_pool: z.string(),
    cex_price: decimal,
    dex_price: decimal,
    spread_pct: decimal,
    predicted_pnl_pct: decimal,
    predicted_pnl_usd: decimal,
    size: decimal,
    size_usd: decimal,
    costs: costBreakdown,
    book_sequence: z.number(),
    slot: z.number(),
    timestamp: instant,
    updated_at: instant,
    /** null while the dislocation lasts. */
    closed_at: instant.nullable(),
    updates: z.number(),
    detection_latency_ms: z.number(),
    decision: z.enum(["observed", "taken", "refused"]),
    decision_reason: z.string(),
    window_id: z.string(),
    is_injected: z.boolean(),
  })
  .meta({ id: "Opportunity" });
export type Opportunity = z.infer<typeof opportunity>;

/** The first `size` coins of a side, of which the last ones cost or fetch `price` dollars each. */
const depthPoint = z.object({ price: decimal, size: decimal }).meta({ id: "DepthPoint" });
export type DepthPoint = z.infer<typeof depthPoint>;

/** `GET /api/v1/opportunities/{id}`: with what stood on both sides around its size when its figures were taken. */
export const opportunityDetail = opportunity
  .extend({
    depth: z
      .object({
        book: z.array(depthPoint).describe("Levels of the book side that would be taken, without a fee"),
        pool: z.array(depthPoint).describe("The pool in steps, with its own fee, in dollars"),
      })
      .meta({ id: "OpportunityDepth" })
      .nullable()
      .describe("null where none was kept: an injected one, or one of an earlier version"),
  })
  .meta({ id: "OpportunityDetail" });
export type OpportunityDetail = z.infer<typeof opportunityDetail>;

export const opportunityQuery = z.object({
  limit: pageLimit,
  asset: z.string().optional(),
  cursor: z.string().optional(),
  direction: direction.optional(),
  min_spread_pct: percentage.optional(),
  /** First seen at or after, and before. */
  from: instant.optional(),
  to: instant.optional(),
});

export const opportunityPage = z
  .object({ opportunities: z.array(opportunity), next_cursor: z.string().nullable() })
  .meta({ id: "OpportunityPage" });
export type OpportunityPage = z.infer<typeof opportunityPage>;

export const window = z
  .object({
    id: z.string(),
    asset: z.string(),
    start_time: instant,
    end_time: instant,
    opportunity_count: z.number(),
    trade_count: z.number(),
    total_pnl_usd: decimal,
    dominant_direction: direction,
    max_predicted_pnl_pct: decimal,
    mean_predicted_pnl_pct: decimal,
  })
  .meta({ id: "Window" });
export type Window = z.infer<typeof window>;

/** `GET /api/v1/windows/hours`: how far back, and of which asset. */
export const hoursQuery = z.object({
  days: z
    .preprocess(
      (said) => (typeof said === "string" && /^\d{1,2}$/.test(said) ? Number(said) : said),
      z.number().int().min(1).max(90).default(28),
    )
    .describe("1 to 90, 28 where not given"),
  asset: z.string().optional(),
});

/** Hours in which windows began, oldest first; an hour without one is left out. */
export const windowHours = z
  .object({
    from: instant,
    hours: z.array(z.object({ start: instant, window_count: z.number(), opportunity_count: z.number() })),
  })
  .meta({ id: "WindowHours" });
export type WindowHours = z.infer<typeof windowHours>;

export const windowQuery = z.object({
  asset: z.string().optional(),
  limit: pageLimit,
});

/** Gross spread of an injected opportunity. Example: 3.0 */
const injectedSpreadPct = z
  .string()
  .regex(/^(50(\.0{1,6})?|[0-4]?\d(\.\d{1,6})?)$/, "a decimal number from 0 to 50 with at most six decimals");

export const injectQuery = z.object({
  asset: z.string().optional().describe("The first configured asset where absent"),
  direction: direction.default("cex_to_dex"),
  spread_pct: injectedSpreadPct.default("2.0"),
});

export const injected = z
  .object({ status: z.literal("injected"), opportunity, note: z.string() })
  .meta({ id: "Injected" });
