import type { TradeSummary } from "#model";
import type { Trade } from "#wire";
import { viewTrade } from "./trade-view.ts";

type PlainField = Exclude<keyof Trade, "attribution">;
type AttributionField = keyof NonNullable<Trade["attribution"]>;

/**
 * Columns in their order, by the API's own names. New ones go to the end of their list, nothing is renamed:
 * spreadsheets and scripts read them by name and some by position.
 */
const FIELDS = [
  "id",
  "trade_id",
  "opportunity_id",
  "window_id",
  "asset",
  "direction",
  "policy",
  "mode",
  "status",
  "status_reason",
  "size",
  "size_asset",
  "size_usd",
  "cex_price",
  "dex_price",
  "entry_price",
  "exit_price",
  "fees_usd",
  "fees_total",
  "pnl_usd",
  "pnl_abs",
  "pnl_pct",
  "predicted_pnl_usd",
  "latency_ms",
  "exposure_ms",
  "timestamp",
  "updated_at",
  "closed_at",
  "cex_order_id",
  "dex_tx_sig",
  "is_simulated",
  "is_injected",
  "residual",
  "usdc_usd",
  "sol_usd",
] as const satisfies readonly PlainField[];

/** Fields of `attribution`, each in a column `attribution_<field>`, empty while the trade is open. */
const ATTRIBUTION_FIELDS = [
  "fee_usd",
  "depth_usd",
  "latency_usd",
  "network_usd",
  "adverse_usd",
  "reserve_usd",
] as const satisfies readonly AttributionField[];

/** The first line, RFC 4180: commas and CRLF. */
export const CSV_HEADER = `${[...FIELDS, ...ATTRIBUTION_FIELDS.map((field) => `attribution_${field}`)].join(",")}\r\n`;

/** One trade as one record, its line end included; a field that is null is empty. */
export function csvRow(record: TradeSummary): string {
  const trade = viewTrade(record);
  const plain = FIELDS.map((field) => cell(trade[field]));
  const attributed = ATTRIBUTION_FIELDS.map((field) => cell(trade.attribution?.[field] ?? null));
  return `${[...plain, ...attributed].join(",")}\r\n`;
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = neutralised(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A spreadsheet runs what starts like a formula, also behind a tab or a line end or in full width; an apostrophe
 * stops it. What is a number and nothing else is left alone, whatever column it is in: a loss stays a number,
 * and no list of columns has to be kept of where words may come from.
 */
function neutralised(text: string): string {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
