import { type InventoryRange, inventoryRange } from "./wire.ts";

/** What the address says of the inventory's screen; absent means the first choice. */
export interface InventorySearch {
  readonly range?: InventoryRange | undefined;
  /** The asset whose amount is shown over time; absent means the value of everything. */
  readonly of?: string | undefined;
  readonly view?: "table" | undefined;
}

/** Leaves out what is no choice, instead of failing the page. */
export function parseInventorySearch(raw: Record<string, unknown>): InventorySearch {
  const range = inventoryRange.safeParse(raw.range);
  const of = typeof raw.of === "string" && /^[A-Z0-9]{2,10}$/.test(raw.of) ? raw.of : undefined;
  return {
    ...(range.success && range.data !== "24h" ? { range: range.data } : {}),
    ...(of === undefined ? {} : { of }),
    ...(raw.view === "table" ? { view: "table" as const } : {}),
  };
}
