import type { OpportunityFilter } from "./api.ts";
import type { TradeFilter } from "./trade-api.ts";

/** Names of what the query cache holds. */
export const queryKeys = {
  me: ["me"] as const,
  status: ["status"] as const,
  opportunities: (filter: OpportunityFilter) => ["opportunities", filter] as const,
  opportunity: (id: string) => ["opportunity", id] as const,
  windowHours: (asset: string | undefined) => ["window-hours", asset ?? null] as const,
  windows: (asset: string) => ["windows", asset] as const,
  allTrades: ["trades"] as const,
  trades: (filter: TradeFilter) => ["trades", filter] as const,
  trade: (id: string) => ["trade", id] as const,
  execution: ["execution"] as const,
  inventory: ["inventory"] as const,
  inventoryHistory: (range: string) => ["inventory", "history", range] as const,
  risk: ["risk"] as const,
  audit: ["audit"] as const,
  report: (days: number) => ["report", days] as const,
  settings: ["settings"] as const,
  users: ["users"] as const,
  apiKeys: ["api-keys"] as const,
};
