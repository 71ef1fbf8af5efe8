import type { Report } from "./wire.ts";

const COLUMNS = [
  "day",
  "trades",
  "completed",
  "unwound",
  "failed",
  "stranded",
  "opportunities",
  "capture_rate_pct",
  "gross_pnl_usd",
  "fees_usd",
  "net_pnl_usd",
  "wins",
  "losses",
  "win_rate_pct",
] as const;

/** The daily table as RFC 4180, with the API's names and its very digits; what is not known is empty. */
export function dailyCsv({ daily }: Pick<Report, "daily">): string {
  const header = [...COLUMNS, "best_trade", "best_pnl_usd", "worst_trade", "worst_pnl_usd"];
  const rows = daily.map((day) => [
    ...COLUMNS.map((column) => day[column]),
    ...[day.best?.id, day.best?.pnl_usd, day.worst?.id, day.worst?.pnl_usd],
  ]);
  return [header, ...rows].map((row) => `${row.map((cell) => cell ?? "").join(",")}\r\n`).join("");
}

/** "tandem-daily-2026-11-20-2026-11-26.csv". */
export function dailyCsvName({ from, to }: Pick<Report, "from" | "to">): string {
  return `tandem-daily-${from}-${to}.csv`;
}
