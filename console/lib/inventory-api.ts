import { get, send } from "./http.ts";
import {
  driftAccepted,
  type Inventory,
  type InventoryHistory,
  type InventoryRange,
  inventory,
  inventoryHistory,
} from "./wire.ts";

/** What the ledger says is held now. Throws `ApiError` 503 until the venues were read. */
export function getInventory(signal: AbortSignal): Promise<Inventory> {
  return get("/api/v1/inventory", inventory, signal);
}

export function getInventoryHistory(range: InventoryRange, signal: AbortSignal): Promise<InventoryHistory> {
  return get(`/api/v1/inventory/history?range=${range}`, inventoryHistory, signal);
}

/** The venues' word is taken for every difference. Throws `ApiError` 409 where nothing differs. */
export async function acceptDrift(reason: string): Promise<void> {
  await send("POST", "/api/v1/inventory/accept-drift", { body: { reason }, schema: driftAccepted });
}
