import { sumDecimals } from "./decimal-text.ts";
import type { TimeZone } from "./time.ts";
import type { Report } from "./wire.ts";

const HOUR_MS = 3_600_000;

/** The hour of `generated_at` and the 23 before it, exact: whole hours, so that it is up to an hour less than a day. */
export function lastDay({ hours, generated_at }: Pick<Report, "hours" | "generated_at">): {
  readonly trades: number;
  readonly netUsd: string;
} {
  const fromMs = Date.parse(generated_at) - 24 * HOUR_MS;
  const within = hours.filter(({ start }) => Date.parse(start) > fromMs);
  return {
    trades: within.reduce((sum, { trades }) => sum + trades, 0),
    netUsd: sumDecimals(within.map(({ net_pnl_usd }) => net_pnl_usd)),
  };
}

/** What all trades came to that closed in this hour of a day, whatever the day. */
export interface HourOfDay {
  readonly hour: number;
  readonly trades: number;
  readonly netUsd: string;
}

const clocks = {
  utc: (atMs: number) => new Date(atMs).getUTCHours(),
  // With the rule that held then: the hours before a change of the clocks are those that were shown.
  local: (atMs: number) => new Date(atMs).getHours(),
};

/** The hours of the report laid over one day of the chosen clock, 0 to 23, exact. */
export function hoursOfDay(hours: Report["hours"], zone: TimeZone): HourOfDay[] {
  const within = Map.groupBy(hours, ({ start }) => clocks[zone](Date.parse(start)));
  return Array.from({ length: 24 }, (_, hour) => {
    const entries = within.get(hour) ?? [];
    return {
      hour,
      trades: entries.reduce((sum, { trades }) => sum + trades, 0),
      netUsd: sumDecimals(entries.map(({ net_pnl_usd }) => net_pnl_usd)),
    };
  });
}

/** "14:00". */
export function hourText(hour: number): string {
  return `${(hour % 24).toString().padStart(2, "0")}:00`;
}
