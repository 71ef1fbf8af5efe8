import { z } from "zod";
import { inventoryRow } from "./inventory.ts";
import { decimal, instant } from "./primitives.ts";

export const inventoryRange = z.enum(["1h", "24h", "7d", "30d"]).meta({ id: "InventoryRange" });
export type InventoryRange = z.infer<typeof inventoryRange>;

export const inventoryHistoryQuery = z.object({ range: inventoryRange.default("24h") });

/** What was held everywhere at one moment. */
const inventoryPoint = z.object({
  timestamp: instant,
  /** Of all that has a price; null where nothing has. */
  value_usd: decimal.nullable(),
  balances: z.array(inventoryRow.pick({ venue: true, asset: true, total: true, value_usd: true })),
});

/** `GET /api/v1/inventory/history`: oldest first. */
export const inventoryHistory = z
  .object({ range: inventoryRange, from: instant, to: instant, points: z.array(inventoryPoint) })
  .meta({ id: "InventoryHistory" });
export type InventoryHistory = z.infer<typeof inventoryHistory>;
