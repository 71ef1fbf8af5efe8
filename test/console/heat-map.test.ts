import { describe, expect, it } from "vitest";
import { parseOpportunitySearch, toFilter } from "../../console/features/opportunities/search.ts";
import { heatMap, shadeOf } from "../../console/lib/heat-map.ts";

const hour = (start: string, opportunity_count: number) => ({ start, opportunity_count, window_count: 1 });

describe("the heat map", () => {
  it("adds the same hour of different weeks, Monday first, on the clock of UTC", () => {
    const cells = heatMap(
      // Two Mondays, and the Sunday between them.
      [
        hour("2026-11-16T13:00:00.000Z", 4),
        hour("2026-11-22T23:00:00.000Z", 7),
        hour("2026-11-23T13:00:00.000Z", 5),
      ],
      "utc",
    );
    expect(cells[0]?.[13]).toBe(9);
    expect(cells[6]?.[23]).toBe(7);
    expect(cells.flat().reduce((sum, count) => sum + count, 0)).toBe(16);
    expect(cells.map((row) => row.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
  });

  it("shades by the share of the fullest hour, and nothing is never shaded", () => {
    expect([0, 1, 25, 26, 100].map((count) => shadeOf(count, 100))).toEqual([0, 1, 1, 2, 4]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe("days in the address of the opportunities", () => {
  it("become instants, the last day whole; what is no day is left out", () => {
    const search = parseOpportunitySearch({ from: "2026-11-22", to: "2026-11-22", asset: "SOL-USD" });
    expect(toFilter(search)).toMatchObject({
      from: "2026-11-22T00:00:00.000Z",
      to: "2026-11-23T00:00:00.000Z",
    });
    expect(parseOpportunitySearch({ from: "2026-02-30", to: "tomorrow" })).toEqual({});
  });
});
