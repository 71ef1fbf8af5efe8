import { z } from "zod";

/** One thing that has to be so before real orders may be switched on. */
export const liveCheck = z
  .object({ check: z.string(), state: z.enum(["ok", "pending", "failed"]), detail: z.string() })
  .meta({ id: "LiveCheck" });
export type LiveCheck = z.infer<typeof liveCheck>;

/** What an admin types to trade with real money. */
export const LIVE_PHRASE = "trade real money";

export const liveTradingRequest = z
  .strictObject({ confirm: z.string().max(200) })
  .nullish()
  .meta({ id: "LiveTradingRequest" });

export const liveTrading = z
  .object({ status: z.literal("live_trading"), observe_only_mode: z.literal(false), enabled_by: z.string() })
  .meta({ id: "LiveTrading" });
