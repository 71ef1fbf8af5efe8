import type { OpportunityFilter } from "./api.ts";

/** Names of what the query cache holds. */
export const queryKeys = {
  status: ["status"] as const,
  opportunities: (filter: OpportunityFilter) => ["opportunities", filter] as const,
  opportunity: (id: string) => ["opportunity", id] as const,
  windows: (asset: string) => ["windows", asset] as const,
};
