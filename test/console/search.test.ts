import { describe, expect, it } from "vitest";
import { parseOpportunitySearch, toFilter } from "../../console/features/opportunities/search.ts";
import { counterLines } from "../../console/lib/counters.ts";
import { strictly } from "../../console/lib/strict-search.ts";
import { refusalText } from "../../console/lib/wording.ts";

describe("filters in the address", () => {
  it("reads what is a filter", () => {
    const search = parseOpportunitySearch({ asset: "SOL-USD", direction: "dex_to_cex", min: "1.5" });
    expect(toFilter(search)).toEqual({ asset: "SOL-USD", direction: "dex_to_cex", minSpreadPct: "1.5" });
  });

  it("leaves out what is not, instead of failing the page", () => {
    expect(parseOpportunitySearch({ asset: "", direction: "up", min: "1e9", other: "x" })).toEqual({});
  });

  it("keeps what it left out from coming through the router, which lays the answer over the raw query", () => {
    const raw = { asset: "SOL-USD", direction: "up", min: "1e9", from: "2026-02-30" };
    const seen = { ...raw, ...strictly(parseOpportunitySearch)(raw) };
    expect(seen).toEqual({ asset: "SOL-USD" });
    expect(toFilter(seen as never).minSpreadPct).toBeUndefined();
  });
});

describe("codes in words", () => {
  it("spells an unknown refusal out rather than hiding it", () => {
    expect(refusalText("some-new-reason")).toBe("Some new reason");
  });

  it("tells a venue's vital counters first, with units and in words", () => {
    const { vital, others } = counterLines({ pool_updates: 1665, round_trip_ms: 0.4641, drops: 2 });
    expect(vital.map((line) => `${line.label} ${line.text}`)).toEqual(["Drops 2", "Round trip 0.464 ms"]);
    expect(others.map((line) => `${line.label} ${line.text}`)).toEqual(["Pool updates 1,665"]);
  });
});
