import type { OpportunityFilter } from "./api.ts";
import type { TradeFilter } from "./trade-api.ts";

/** Names of what the query cache holds. */
export const queryKeys = {
  me: ["me"] as const,
  status: ["status"] as const,
  opportunities: (filter: OpportunityFilter) => ["opportunities", filter] as const,
  opportunity: (id: string) => ["opportunity", id] as const,
  windows: (asset: string) => ["windows", asset] as const,
  allTrades: ["trades"] as const,
  trades: (filter: TradeFilter) => ["trades", filter] as const,
  trade: (id: string) => ["trade", id] as const,
  risk: ["risk"] as const,
  audit: ["audit"] as const,
  report: (days: number) => ["report", days] as const,
  settings: ["settings"] as const,
  users: ["users"] as const,
  apiKeys: ["api-keys"] as const,
};
