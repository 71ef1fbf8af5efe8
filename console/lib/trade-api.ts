import { get, send } from "./http.ts";
import { type TradeDetail, type TradePage, type TradeStatus, tradeDetail, tradePage } from "./wire.ts";

/** What narrows the list of trades; absent means all. */
export interface TradeFilter {
  readonly asset?: string | undefined;
  readonly status?: TradeStatus | undefined;
  /** Opened at or after this instant, ISO-8601 with a Z. */
  readonly from?: string | undefined;
  /** Opened before this instant. */
  readonly to?: string | undefined;
}

/** What an operator may do with a residual that was left: try again to close it, or accept it. */
export interface Resolution {
  readonly action: "retry" | "accept";
  readonly reason: string;
}

/** The answer is read again from the trade itself, so nothing is asked of its form here. */
const anything = { safeParse: (body: unknown) => ({ success: true as const, data: body }) };

/** One page, newest first; `cursor` comes from the page before. */
export function getTrades(
  filter: TradeFilter,
  { cursor, limit, signal }: { cursor: string | null; limit: number; signal: AbortSignal },
): Promise<TradePage> {
  const query = filterQuery(filter, { limit: String(limit) });
  if (cursor !== null) query.set("cursor", cursor);
  return get(`/api/v1/trades?${query}`, tradePage, signal);
}

export function getTrade(id: string, signal: AbortSignal): Promise<TradeDetail> {
  return get(`/api/v1/trades/${encodeURIComponent(id)}`, tradeDetail, signal);
}

/** Where the browser downloads every trade of the filter as CSV. */
export function tradeExportHref(filter: TradeFilter): string {
  return `/api/v1/trades/export?${filterQuery(filter, { format: "csv" })}`;
}

export async function resolveTrade(id: string, resolution: Resolution): Promise<void> {
  const path = `/api/v1/trades/${encodeURIComponent(id)}/resolve`;
  await send("POST", path, { body: resolution, schema: anything });
}

function filterQuery({ asset, status, from, to }: TradeFilter, first: Record<string, string>) {
  const query = new URLSearchParams(first);
  for (const [name, value] of Object.entries({ asset, status, from, to })) {
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
