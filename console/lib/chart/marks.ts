import type { Opportunity } from "../wire.ts";
import type { OpportunityMark } from "./overlay.ts";

/** One asset's opportunities as marks; an open one lasts until `nowMs`, an injected one is no market event. */
export function opportunityMarks(
  rows: readonly Opportunity[],
  asset: string,
  nowMs: number,
): OpportunityMark[] {
  return rows
    .filter((row) => row.asset === asset && !row.is_injected)
    .map((row) => ({
      fromMs: Date.parse(row.timestamp),
      untilMs: row.closed_at === null ? nowMs : Date.parse(row.closed_at),
      spreadPct: Number(row.spread_pct),
      direction: row.direction,
    }));
}

/** A reading of the chart in percent with its sign. */
export function readingText(pct: number | null): string {
  if (pct === null) return "\u2013";
  return `${pct < 0 ? "\u2212" : "+"}${Math.abs(pct).toFixed(3)}\u202F%`;
}
