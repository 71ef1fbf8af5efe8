import { type DayRange, instantsOf, parseDays } from "../../lib/day-range.ts";
import type { TradeFilter } from "../../lib/trade-api.ts";
import { type TradeStatus, tradeStatus } from "../../lib/wire.ts";

/** The filters as they stand in the address, and the trade that is open over the list. */
export interface TradeSearch extends DayRange {
  readonly asset?: string;
  readonly status?: TradeStatus;
  readonly trade?: string;
}

/** Reads the address; what is not a filter is left out rather than failing the page. */
export function parseTradeSearch(raw: Record<string, unknown>): TradeSearch {
  const { asset, trade } = raw;
  const status = tradeStatus.safeParse(raw.status);
  return {
    ...(isText(asset) ? { asset } : {}),
    ...(status.success ? { status: status.data } : {}),
    ...parseDays(raw),
    ...(isText(trade) ? { trade } : {}),
  };
}

export function toFilter({ asset, status, ...days }: TradeSearch): TradeFilter {
  return { asset, status, ...instantsOf(days) };
}

export function isFiltered({ asset, status, from, to }: TradeSearch): boolean {
  return [asset, status, from, to].some((choice) => choice !== undefined);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
