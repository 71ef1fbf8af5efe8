import { mergeRows } from "./row-list.ts";
import type { TradeFilter } from "./trade-api.ts";
import type { Trade } from "./wire.ts";

/** Whether `next` is a later state of the same trade; of two states of one instant the closed one is. */
export function isNewerTrade(next: Trade, held: Trade): boolean {
  if (next.updated_at !== held.updated_at) return next.updated_at > held.updated_at;
  return next.closed_at !== null || held.closed_at === null;
}

function matchesFilter(trade: Trade, { asset, status, from, to }: TradeFilter): boolean {
  if (asset !== undefined && trade.asset !== asset) return false;
  if (status !== undefined && trade.status !== status) return false;
  const openedMs = Date.parse(trade.timestamp);
  if (from !== undefined && openedMs < Date.parse(from)) return false;
  return to === undefined || openedMs < Date.parse(to);
}

/** The fetched pages with what the stream told since, by the rules of every list. */
export function mergeTrades(
  fetched: readonly Trade[],
  streamed: readonly Trade[],
  { filter, hasMore }: { filter: TradeFilter; hasMore: boolean },
): Trade[] {
  return mergeRows(fetched, streamed, {
    isNewer: isNewerTrade,
    matches: (row) => matchesFilter(row, filter),
    hasMore,
  });
}

/** What the server counted, and what the stream added to the list or took from it since. */
export function liveCount(counted: number, fetched: readonly Trade[], merged: readonly Trade[]): number {
  return Math.max(merged.length, counted + merged.length - fetched.length);
}
