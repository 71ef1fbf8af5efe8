/** How many UTC days the report covers, today included; it stands in the address. */
export const RANGES = [7, 30, 90] as const;

export interface ReportSearch {
  readonly days?: (typeof RANGES)[number];
  readonly by?: "week" | undefined;
}

/** Reads the address; what is no range is left out rather than failing the page. */
export function parseReportSearch(raw: Record<string, unknown>): ReportSearch {
  const days = RANGES.find((range) => String(range) === String(raw.days));
  return {
    ...(days === undefined ? {} : { days }),
    ...(raw.by === "week" ? { by: "week" as const } : {}),
  };
}
