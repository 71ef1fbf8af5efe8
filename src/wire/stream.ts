import { z } from "zod";
import { opportunity } from "./opportunity.ts";
import { instant, mode } from "./primitives.ts";
import { riskOverview } from "./risk.ts";
import { assetPrices, status } from "./status.ts";
import { trade } from "./trade.ts";

/**
 * Frames of `/api/ws`, server to reader. `price` is throttled, `status` comes each second, `ping` every 30 s,
 * `trade` with each state of a trade, `risk` when a pause, a limit or the mode changed.
 */
export const streamFrame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("connected"),
    data: z.object({ mode, version: z.string(), timestamp: instant }),
  }),
  z.object({ type: z.literal("opportunity"), data: opportunity }),
  z.object({ type: z.literal("trade"), data: trade }),
  z.object({ type: z.literal("risk"), data: riskOverview }),
  z.object({ type: z.literal("price"), data: assetPrices.extend({ timestamp: instant }) }),
  z.object({ type: z.literal("status"), data: status }),
  z.object({ type: z.literal("ping"), data: z.object({ timestamp: instant }) }),
]);
export type StreamFrame = z.infer<typeof streamFrame>;
