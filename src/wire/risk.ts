import { z } from "zod";
import { liveCheck } from "./live.ts";
import { decimal, instant } from "./primitives.ts";

/** One reason that is in force. */
export const pause = z
  .object({
    reason: z.string(),
    /** "all", "venue:gemini", "asset:SOL-USD" or "pool:<address>". */
    scope: z.string(),
    since: instant,
    by: z.string(),
    detail: z.string(),
  })
  .meta({ id: "Pause" });
export type Pause = z.infer<typeof pause>;

/** One kill switch: what it watches, where it stands, and what must be so before it may be resumed. */
export const killSwitch = z
  .object({
    reason: z.string(),
    state: z.enum(["ok", "tripped"]),
    scope: z.string(),
    since: instant.nullable(),
    threshold: z.string(),
    current: z.string(),
    resume_rule: z.string(),
  })
  .meta({ id: "KillSwitch" });
export type KillSwitch = z.infer<typeof killSwitch>;

/** `GET /api/v1/risk`: what the signal must clear, every limit, and every kill switch with its state. */
export const riskOverview = z
  .object({
    profit_threshold_pct: decimal,
    min_spread_pct: decimal,
    max_position_size_usd: decimal,
    max_open_exposure_usd: decimal,
    max_open_per_asset: z.number(),
    daily_loss_limit_usd: decimal,
    staleness_threshold_sec: z.number(),
    wide_spread_pct: decimal,
    max_consecutive_losses: z.number(),
    max_order_errors: z.number(),
    order_error_window_sec: z.number(),
    unknown_leg_sec: z.number(),
    max_clock_skew_sec: z.number(),
    is_paused: z.boolean(),
    pause_reason: z.string().nullable(),
    pauses: z.array(pause),
    switches: z.array(killSwitch),
    /** Sentences; while there is one, resume is refused. */
    lasting_causes: z.array(z.string()),
    observe_only: z.boolean(),
    /** False until the start-up reconciliation has finished. */
    gate_open: z.boolean(),
    gate_reason: z.string().nullable(),
    day: z.string(),
    daily_pnl_usd: decimal,
    daily_trades: z.number(),
    daily_remaining_loss_usd: decimal,
    consecutive_losses: z.number(),
    open_exposure_usd: decimal,
    open_trades: z.number(),
    /** In live mode only. */
    live_checks: z.array(liveCheck).optional(),
  })
  .meta({ id: "RiskOverview" });
export type RiskOverview = z.infer<typeof riskOverview>;

/** A JSON number is taken by its own digits, because operators write one as often as a string. */
const digits = (pattern: RegExp, want: string) => {
  const text = z.string().regex(pattern, want);
  return z.union([text, z.number()], want).transform(String).pipe(text);
};

/** A gate of the signal: 0 to 100 %, at most six decimals (what the engine computes with). */
const percent = digits(
  /^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/,
  "a decimal number from 0 to 100 with at most six decimals",
);
const dollars = digits(/^(?!0+(\.0+)?$)\d{1,7}(\.\d{1,9})?$/, "dollars above 0 and below 10000000");
const count = z.number().int().min(1).max(1000);
const seconds = z.number().min(1).max(86_400);

/** `PATCH /api/v1/risk`: at least one, nothing else. Example: {"profit_threshold_pct":"0.5"} */
export const riskPatch = z
  .strictObject({
    profit_threshold_pct: percent.optional(),
    min_spread_pct: percent.optional(),
    max_position_size_usd: dollars.optional(),
    max_open_exposure_usd: dollars.optional(),
    max_open_per_asset: count.optional(),
    daily_loss_limit_usd: dollars.optional(),
    staleness_threshold_sec: seconds.optional(),
    wide_spread_pct: percent.optional(),
    max_consecutive_losses: count.optional(),
    max_order_errors: count.optional(),
    order_error_window_sec: seconds.optional(),
    unknown_leg_sec: seconds.optional(),
    max_clock_skew_sec: seconds.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, "nothing to change")
  .meta({ id: "RiskPatch" });
export type RiskPatch = z.infer<typeof riskPatch>;
