import { z } from "zod";
import { decimal, instant } from "./primitives.ts";
import { trade, tradeLeg } from "./trade.ts";

/** A trade that is not over, as it is this moment. */
export const openTrade = trade
  .extend({
    /** open, leg1, leg2, exposed, compensating, balanced, flat or stranded. */
    phase: z.string(),
    /** Since when something is held too much or owed; null while nothing is. */
    exposed_since: instant.nullable(),
    /** Below this the exchange takes no order for what is left. */
    smallest_closable: decimal,
    /** It is closed by itself as long as it then loses no more than this. */
    max_loss_usd: decimal,
    legs: z.array(tradeLeg),
  })
  .meta({ id: "OpenTrade" });
export type OpenTrade = z.infer<typeof openTrade>;

/** `GET /api/v1/execution`: what is under way, oldest first; `timestamp` is the server's clock for ages. */
export const execution = z
  .object({ timestamp: instant, open_trades: z.array(openTrade) })
  .meta({ id: "Execution" });
export type Execution = z.infer<typeof execution>;
