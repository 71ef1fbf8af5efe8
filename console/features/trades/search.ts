import type { TradeFilter } from "../../lib/trade-api.ts";
import { type TradeStatus, tradeStatus } from "../../lib/wire.ts";

/** The filters as they stand in the address, and the trade that is open over the list. */
export interface TradeSearch {
  readonly asset?: string;
  readonly status?: TradeStatus;
  /** UTC days, both inclusive: "2026-11-22". */
  readonly from?: string;
  readonly to?: string;
  readonly trade?: string;
}

const DAY_MS = 86_400_000;

/** Reads the address; what is not a filter is left out rather than failing the page. */
export function parseTradeSearch(raw: Record<string, unknown>): TradeSearch {
  const { asset, from, to, trade } = raw;
  const status = tradeStatus.safeParse(raw.status);
  return {
    ...(isText(asset) ? { asset } : {}),
    ...(status.success ? { status: status.data } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(isText(trade) ? { trade } : {}),
  };
}

/** A day begins at midnight UTC, as the daily figures do; the last one is meant whole. */
export function toFilter({ asset, status, from, to }: TradeSearch): TradeFilter {
  return {
    asset,
    status,
    from: from === undefined ? undefined : new Date(Date.parse(from)).toISOString(),
    to: to === undefined ? undefined : new Date(Date.parse(to) + DAY_MS).toISOString(),
  };
}

export function isFiltered({ asset, status, from, to }: TradeSearch): boolean {
  return [asset, status, from, to].some((choice) => choice !== undefined);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A day that the calendar has: 2026-02-30 is none. */
function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const atMs = Date.parse(value);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(value);
}
