import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpportunityStore, PageKey } from "#ledger";
import type { OpportunityDepth, OpportunityRecord, Window } from "#model";
import { anOpportunity, aWindow } from "../gateway/builders.ts";

interface StoresUnderTest {
  readonly opportunities: OpportunityStore;
  close(): Promise<void>;
}

/** A place to store in that outlives the stores opened on it. */
export interface StoragePlace {
  open(): Promise<StoresUnderTest>;
  remove(): Promise<void>;
}

const DEPTH: OpportunityDepth = {
  book: [
    { size: 1n, price: 9_007_199_254_740_993_000_000_001n },
    { size: 11_500_000_000n, price: 83_405_000_000n },
  ],
  pool: [{ size: 9_007_199_254_740_993n, price: 83_399_999_999n }],
};

/** What every storage must do; `makePlace` gives an empty one. */
export function describeStorageContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}, as any storage,`, () => {
    let place: StoragePlace;
    let stores: StoresUnderTest;
    beforeEach(async () => {
      place = await makePlace();
      stores = await place.open();
    });
    afterEach(async () => {
      await stores.close();
      await place.remove();
    });
    const save = (opportunities: OpportunityRecord[], windows: Window[] = []) =>
      stores.opportunities.save({ opportunities, windows });

    it("gives back exactly what was saved, to the last digit", async () => {
      const open = anOpportunity({ cexPrice: 9_007_199_254_740_993_000_000_001n, predictedPnlUsd: -1n });
      const closed = anOpportunity({ id: "opp-2", closedAtMs: open.openedAtMs + 5, isInjected: true });
      await save([open, closed], [aWindow({ totalPnlUsd: -123_456_789_012_345_678_901n })]);
      expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(open);
      expect(await stores.opportunities.getOpportunity("opp-2")).toEqual(closed);
      expect(await stores.opportunities.listWindows({ limit: 10 })).toEqual([
        aWindow({ totalPnlUsd: -123_456_789_012_345_678_901n }),
      ]);
    });

    it("answers null for an unknown id and nothing where nothing was saved", async () => {
      expect(await stores.opportunities.getOpportunity("none")).toBeNull();
      expect(await stores.opportunities.listOpportunities({ limit: 5 })).toEqual({
        items: [],
        nextCursor: null,
      });
      expect(await stores.opportunities.latestWindows()).toEqual([]);
    });

    it("keeps everything over a restart, where what was left open is closed when it was last seen", async () => {
      const closed = anOpportunity({ closedAtMs: anOpportunity().updatedAtMs + 500 });
      const left = anOpportunity({ id: "opp-2", closedAtMs: null });
      await save([closed, left], [aWindow()]);
      await stores.close();
      stores = await place.open();
      expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(closed);
      expect(await stores.opportunities.getOpportunity("opp-2")).toEqual({
        ...left,
        closedAtMs: left.updatedAtMs,
      });
      expect(await stores.opportunities.latestWindows()).toEqual([aWindow()]);
    });

    it("saves a batch whole or not at all", async () => {
      const unstorable = anOpportunity({ id: "bad", spreadPct: 1n << 70n });
      await expect(save([anOpportunity(), unstorable])).rejects.toMatchObject({ name: "InvariantError" });
      expect(await stores.opportunities.getOpportunity("opp-1")).toBeNull();
    });

    it("never lets an earlier state replace a later one", async () => {
      const closed = anOpportunity({ updates: 3, closedAtMs: 99, decisionReason: "closed" });
      await save([closed]);
      await save([anOpportunity({ updates: 2 }), anOpportunity({ updates: 4, updatedAtMs: 98 })]);
      expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(closed);
    });

    it("ends in the last state however often and in whatever order the states arrive", async () => {
      const states = [1, 2, 3, 4].map((updates) =>
        anOpportunity({ updates, spreadPct: BigInt(updates) * 100n, closedAtMs: updates === 4 ? 77 : null }),
      );
      const windows = [1, 2, 3, 4].map((count) => aWindow({ opportunityCount: count, endMs: 1_000 + count }));
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { maxLength: 6 }),
          async (batches) => {
            run += 1;
            const ids = { id: `opp-${run}` };
            const windowIds = { id: `win-${run}` };
            // Whatever came before and between, all four were there once: the rest is repetition.
            for (const batch of [...batches, [2, 0, 3, 1], ...batches]) {
              await save(
                batch.map((index) => ({ ...states[index]!, ...ids })),
                batch.map((index) => ({ ...windows[index]!, ...windowIds })),
              );
            }
            expect(await stores.opportunities.getOpportunity(ids.id)).toEqual({ ...states[3], ...ids });
            const saved = await stores.opportunities.listWindows({ limit: 1_000 });
            expect(saved.filter((window) => window.id === windowIds.id)).toEqual([
              { ...windows[3], ...windowIds },
            ]);
          },
        ),
        { numRuns: 25 },
      );
    });

    it("keeps the depth of both sides for the detail, to the last digit, and lists without it", async () => {
      await save([anOpportunity({ depth: DEPTH }), anOpportunity({ id: "opp-2" })]);
      expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(anOpportunity({ depth: DEPTH }));
      expect((await stores.opportunities.getOpportunity("opp-2"))?.depth).toBeNull();
      const { items } = await stores.opportunities.listOpportunities({ limit: 5 });
      expect(items).toHaveLength(2);
      expect(items.filter((row) => "depth" in row)).toEqual([]);
    });

    it("keeps the depth of the last state, whatever arrives later", async () => {
      const later: OpportunityDepth = { book: [{ size: 7n, price: 8n }], pool: [] };
      const depth = async () => (await stores.opportunities.getOpportunity("opp-1"))?.depth;
      await save([anOpportunity({ updates: 2, depth: later })]);
      await save([anOpportunity({ updates: 1, depth: DEPTH })]);
      expect(await depth()).toEqual(later);
      await save([anOpportunity({ updates: 3, depth: DEPTH })]);
      expect(await depth()).toEqual(DEPTH);
      await save([anOpportunity({ updates: 4, depth: null })]);
      expect(await depth()).toBeNull();
    });

    it("filters by asset, direction, spread and time, newest first", async () => {
      const sol = anOpportunity({ id: "a", openedAtMs: 10, spreadPct: 1_000_000n });
      const eth = anOpportunity({ id: "b", openedAtMs: 20, asset: "ETH-USD", spreadPct: 3_000_000n });
      const back = anOpportunity({ id: "c", openedAtMs: 30, direction: "dex_to_cex", spreadPct: 2_000_000n });
      await save([eth, back, sol]);
      const idsOf = async (query: object) =>
        (await stores.opportunities.listOpportunities({ limit: 10, ...query })).items.map(({ id }) => id);
      expect(await idsOf({})).toEqual(["c", "b", "a"]);
      expect(await idsOf({ asset: "SOL-USD" })).toEqual(["c", "a"]);
      expect(await idsOf({ direction: "cex_to_dex" })).toEqual(["b", "a"]);
      expect(await idsOf({ minSpreadPct: 2_000_000n })).toEqual(["c", "b"]);
      expect(await idsOf({ minSpreadPct: 2_000_001n, asset: "SOL-USD" })).toEqual([]);
      expect(await idsOf({ fromMs: 20 })).toEqual(["c", "b"]);
      expect(await idsOf({ toMs: 20 })).toEqual(["a"]);
      expect(await idsOf({ fromMs: 10, toMs: 30, asset: "SOL-USD" })).toEqual(["a"]);
    });

    it("pages without skipping or repeating while rows are added and updated", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          // Few distinct times, so that many rows share one.
          fc.array(fc.nat(4), { minLength: 1, maxLength: 25 }),
          fc.array(fc.nat(4), { maxLength: 10 }),
          fc.integer({ min: 1, max: 7 }),
          async (times, later, limit) => {
            run += 1;
            const asset = `RUN-${run}`;
            const made = times.map((time, index) =>
              anOpportunity({ id: `${run}-${index}`, asset, openedAtMs: time }),
            );
            await save(made);
            const seen: string[] = [];
            let cursor: PageKey | null = null;
            let page = 0;
            do {
              const answer = await stores.opportunities.listOpportunities(
                cursor === null ? { limit, asset } : { limit, asset, cursor },
              );
              expect(answer.items.length).toBeLessThanOrEqual(limit);
              seen.push(...answer.items.map(({ id }) => id));
              cursor = answer.nextCursor;
              const added = later.map((time, index) =>
                anOpportunity({
                  id: `${run}-new-${page}-${index}`,
                  asset,
                  openedAtMs: time + (index % 2) * 100,
                }),
              );
              if (page === 0)
                await save([...added, ...made.map((row) => ({ ...row, updates: row.updates + 1 }))]);
              page += 1;
            } while (cursor !== null);
            expect(new Set(seen).size).toBe(seen.length);
            for (const { id } of made) expect(seen).toContain(id);
          },
        ),
        { numRuns: 30 },
      );
    });

    it("counts what was first seen within a time, without injected ones", async () => {
      const base = Date.UTC(2026, 0, 2);
      const seen = (id: string, openedAtMs: number, isInjected = false) =>
        anOpportunity({ id, openedAtMs: base + openedAtMs, isInjected });
      await save([seen("a", 0), seen("b", 5), seen("c", 9, true), seen("d", 9), seen("e", 10)]);
      expect(await stores.opportunities.countOpportunities(base, base + 10)).toBe(3);
      expect(await stores.opportunities.countOpportunities(base + 1, base + 11)).toBe(3);
      expect(await stores.opportunities.countOpportunities(base + 11, base + 20)).toBe(0);
    });

    it("lists windows newest first and knows the last one of each asset", async () => {
      await save(
        [],
        [
          aWindow({ id: "w1", startMs: 1 }),
          aWindow({ id: "w2", startMs: 3 }),
          aWindow({ id: "w3", startMs: 2, asset: "ETH-USD" }),
        ],
      );
      const ids = (windows: readonly Window[]) => windows.map(({ id }) => id);
      expect(ids(await stores.opportunities.listWindows({ limit: 10 }))).toEqual(["w2", "w3", "w1"]);
      expect(ids(await stores.opportunities.listWindows({ limit: 1, asset: "SOL-USD" }))).toEqual(["w2"]);
      expect(ids(await stores.opportunities.latestWindows()).sort()).toEqual(["w2", "w3"]);
    });

    it("rejects what comes after its end, and may be closed twice", async () => {
      await stores.close();
      await stores.close();
      await expect(save([anOpportunity()])).rejects.toMatchObject({ name: "ConnectivityError" });
    });
  });
}
