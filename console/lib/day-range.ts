/** UTC days as they stand in an address, both inclusive: "2026-11-22". */
export interface DayRange {
  readonly from?: string;
  readonly to?: string;
}

const DAY_MS = 86_400_000;

/** Reads both days of an address; what is no day is left out. */
export function parseDays({ from, to }: Record<string, unknown>): DayRange {
  return { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
}

/** The instants that the API wants. A day begins at midnight UTC, as the daily figures do; the last one is meant whole. */
export function instantsOf({ from, to }: DayRange): { from: string | undefined; to: string | undefined } {
  return {
    from: from === undefined ? undefined : new Date(Date.parse(from)).toISOString(),
    to: to === undefined ? undefined : new Date(Date.parse(to) + DAY_MS).toISOString(),
  };
}

/** A day that the calendar has: 2026-02-30 is none. */
function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const atMs = Date.parse(value);
  // The day after the last one that four digits can name could not be asked for.
  return !Number.isNaN(atMs) && value < "9999-12-31" && new Date(atMs).toISOString().startsWith(value);
}
