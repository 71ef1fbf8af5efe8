import type { TimeZone } from "./time.ts";
import type { WindowHours } from "./wire.ts";

/** Monday first; each with its 24 hours. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** How many opportunities began in each hour of the week on the chosen clock; `[weekday][hour]`. Pure. */
export function heatMap(hours: WindowHours["hours"], zone: TimeZone): readonly (readonly number[])[] {
  const cells = WEEKDAYS.map(() => HOURS.map(() => 0));
  for (const { start, opportunity_count } of hours) {
    const at = new Date(start);
    const [weekday, hour] =
      zone === "utc" ? [at.getUTCDay(), at.getUTCHours()] : [at.getDay(), at.getHours()];
    const row = cells[(weekday + 6) % 7];
    if (row !== undefined) row[hour] = (row[hour] ?? 0) + opportunity_count;
  }
  return cells;
}

/** Which of five shades, 0 for nothing: by the share of the fullest hour, so that a quiet week is not all black. */
export function shadeOf(count: number, fullest: number): 0 | 1 | 2 | 3 | 4 {
  if (count === 0 || fullest === 0) return 0;
  return Math.min(4, Math.ceil((count / fullest) * 4)) as 1 | 2 | 3 | 4;
}
