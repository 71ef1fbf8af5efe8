import { z } from "zod";
import { decimal, operatorWords } from "./primitives.ts";

/** One asset on one venue, from the ledger. SOL on Solana counts the native lamports that pay fees in `total`. */
export const inventoryRow = z
  .object({
    venue: z.enum(["gemini", "solana"]),
    asset: z.string(),
    total: decimal,
    available: decimal,
    reserved: decimal,
    in_flight: decimal,
    /** Null where the asset has no live price. */
    value_usd: decimal.nullable(),
    /** Against the share of the asset that was held there at the opening. */
    drift_pct: decimal.nullable(),
  })
  .meta({ id: "InventoryRow" });
export type InventoryRow = z.infer<typeof inventoryRow>;

export const inventory = z.object({ balances: z.array(inventoryRow) }).meta({ id: "Inventory" });
/** `POST /api/v1/inventory/accept-drift`: why the venues' word is taken for the difference. */
export const acceptDriftRequest = z
  .strictObject({ reason: operatorWords.min(1) })
  .meta({ id: "AcceptDriftRequest" });

export const driftAccepted = z
  .object({ status: z.literal("drift_accepted"), accepted_by: z.string() })
  .meta({ id: "DriftAccepted" });

export type Inventory = z.infer<typeof inventory>;
