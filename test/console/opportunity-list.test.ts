import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNewer, mergeOpportunities } from "../../console/lib/opportunity-list.ts";
import { createRowStore } from "../../console/lib/row-store.ts";
import { anOpportunity } from "./an-opportunity.ts";

const all = { filter: {}, hasMore: false };
const at = (second: number) => `2026-11-22T14:00:${second.toString().padStart(2, "0")}.000Z`;

describe("the list of opportunities", () => {
  it("puts a streamed one on top of what was fetched", () => {
    const fetched = [anOpportunity({ id: "a", timestamp: at(1) })];
    const streamed = [anOpportunity({ id: "b", timestamp: at(2) })];
    expect(mergeOpportunities(fetched, streamed, all).map((row) => row.id)).toEqual(["b", "a"]);
  });

  it("replaces a row by its update instead of adding one", () => {
    const open = anOpportunity({ updates: 1 });
    const closed = anOpportunity({ updates: 4, closed_at: at(5) });
    expect(mergeOpportunities([open], [closed], all)).toEqual([closed]);
  });

  it("keeps the fetched state where the stream's is older", () => {
    const closed = anOpportunity({ updates: 4, closed_at: at(5) });
    expect(mergeOpportunities([closed], [anOpportunity({ updates: 9 })], all)).toEqual([closed]);
  });

  it("leaves out what the filter does not ask for", () => {
    const streamed = [
      anOpportunity({ id: "a" }),
      anOpportunity({ id: "b", asset: "BTC-USD" }),
      anOpportunity({ id: "c", direction: "dex_to_cex" }),
      anOpportunity({ id: "d", spread_pct: "1.999999" }),
    ];
    const filter = { asset: "SOL-USD", direction: "cex_to_dex", minSpreadPct: "2" } as const;
    const rows = mergeOpportunities([], streamed, { filter, hasMore: false });
    expect(rows.map((row) => row.id)).toEqual(["a"]);
  });

  it("drops a row whose newer state the filter no longer asks for", () => {
    const fetched = [anOpportunity({ updates: 1, spread_pct: "2.5" })];
    const narrowed = anOpportunity({ updates: 2, spread_pct: "1.9" });
    const filter = { minSpreadPct: "2" };
    expect(mergeOpportunities(fetched, [narrowed], { filter, hasMore: false })).toEqual([]);
  });

  it("holds a streamed row back that belongs to a page not yet fetched", () => {
    const fetched = [anOpportunity({ id: "b", timestamp: at(5) })];
    const streamed = [anOpportunity({ id: "a", timestamp: at(1) })];
    expect(mergeOpportunities(fetched, streamed, { filter: {}, hasMore: true })).toHaveLength(1);
    expect(mergeOpportunities(fetched, streamed, all)).toHaveLength(2);
  });

  it("never shows an id twice and always stands newest first", () => {
    const row = fc
      .record({ id: fc.constantFrom("a", "b", "c", "d"), updates: fc.nat(5), second: fc.nat(9) })
      .map(({ id, updates, second }) => anOpportunity({ id, updates, timestamp: at(second) }));
    fc.assert(
      fc.property(fc.array(row), fc.array(row), fc.boolean(), (fetched, streamed, hasMore) => {
        const rows = mergeOpportunities(fetched, streamed, { filter: {}, hasMore });
        expect(new Set(rows.map((one) => one.id)).size).toBe(rows.length);
        const times = rows.map((one) => one.timestamp);
        expect(times).toEqual([...times].sort().reverse());
      }),
    );
  });

  it("never opens a closed one again", () => {
    const closed = anOpportunity({ closed_at: at(2), updates: 1 });
    expect(isNewer(anOpportunity({ updates: 9 }), closed)).toBe(false);
  });
});

describe("the store of streamed rows", () => {
  it("tells readers once for many changes and keeps only the newest", () => {
    const tasks: (() => void)[] = [];
    const store = createRowStore({ schedule: (task) => tasks.push(task), isNewer, capacity: 3 });
    let told = 0;
    store.subscribe(() => told++);
    for (let second = 0; second < 10; second++) {
      store.put(anOpportunity({ id: `o${second}`, timestamp: at(second) }));
    }
    expect(tasks).toHaveLength(1);
    tasks[0]!();
    expect(told).toBe(1);
    expect(store.all().map((row) => row.id)).toEqual(["o9", "o8", "o7"]);
  });
});
