import { z } from "zod";
import { decimal } from "./primitives.ts";

/** `GET /api/v1/risk`: what the signal must clear and the limits of the process. */
export const riskLimits = z
  .object({
    profit_threshold_pct: decimal,
    min_spread_pct: decimal,
    max_position_size_usd: decimal,
    daily_loss_limit_usd: decimal,
    staleness_threshold_sec: z.number(),
  })
  .meta({ id: "RiskLimits" });
export type RiskLimits = z.infer<typeof riskLimits>;

/**
 * A gate of the signal: 0 to 100 %, at most six decimals (what the engine computes with). A JSON number is
 * taken by its own digits, because operators write one as often as a string; answers are always strings.
 */
const gatePct = z.preprocess(
  (said) => (typeof said === "number" ? String(said) : said),
  z
    .string()
    .regex(
      /^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/,
      "a decimal number from 0 to 100 with at most six decimals",
    ),
);

/** `PATCH /api/v1/risk`: at least one of the two, nothing else. Example: {"profit_threshold_pct":"0.5"} */
export const riskPatch = z
  .strictObject({ profit_threshold_pct: gatePct.optional(), min_spread_pct: gatePct.optional() })
  .refine((patch) => Object.keys(patch).length > 0, "nothing to change")
  .meta({ id: "RiskPatch" });
export type RiskPatch = z.infer<typeof riskPatch>;
