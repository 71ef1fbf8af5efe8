import { get } from "./http.ts";
import {
  type OpportunityDetail,
  type OpportunityPage,
  opportunityDetail,
  opportunityPage,
  type Status,
  status,
  type Window,
  type WindowHours,
  window,
  windowHours,
} from "./wire.ts";

/** What narrows the list of opportunities; absent means all. */
export interface OpportunityFilter {
  readonly asset?: string | undefined;
  readonly direction?: "cex_to_dex" | "dex_to_cex" | undefined;
  /** Decimal text, in percent. */
  readonly minSpreadPct?: string | undefined;
  /** First seen at or after, and before; ISO instants. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const windows = window.array();

/** The state of the whole. An unhealthy system answers 503 with the same body, which is still an answer. */
export function getStatus(signal: AbortSignal): Promise<Status> {
  return get("/api/v1/status", status, signal, [503]);
}

/** One page, newest first; `cursor` comes from the page before. */
export function getOpportunities(
  filter: OpportunityFilter,
  { cursor, limit, signal }: { cursor: string | null; limit: number; signal: AbortSignal },
): Promise<OpportunityPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter.asset !== undefined) query.set("asset", filter.asset);
  if (filter.direction !== undefined) query.set("direction", filter.direction);
  if (filter.minSpreadPct !== undefined) query.set("min_spread_pct", filter.minSpreadPct);
  if (filter.from !== undefined) query.set("from", filter.from);
  if (filter.to !== undefined) query.set("to", filter.to);
  if (cursor !== null) query.set("cursor", cursor);
  return get(`/api/v1/opportunities?${query}`, opportunityPage, signal);
}

export function getOpportunity(id: string, signal: AbortSignal): Promise<OpportunityDetail> {
  return get(`/api/v1/opportunities/${encodeURIComponent(id)}`, opportunityDetail, signal);
}

/** When windows began, by the hour, over so many days. */
export function getWindowHours(asset: string | undefined, signal: AbortSignal): Promise<WindowHours> {
  const query = new URLSearchParams({ days: "28", ...(asset === undefined ? {} : { asset }) });
  return get(`/api/v1/windows/hours?${query}`, windowHours, signal);
}

/** Windows of one asset, newest first. */
export function getWindows(asset: string, signal: AbortSignal): Promise<Window[]> {
  return get(`/api/v1/windows?${new URLSearchParams({ asset, limit: "200" })}`, windows, signal);
}
