import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PageKey, TradeQuery, TradeStore } from "#ledger";
import type { TradeRecord } from "#model";
import { aLeg, aTrade } from "../ledger/builders.ts";

interface TradesUnderTest {
  readonly trades: TradeStore;
  close(): Promise<void>;
}

/** A place to store in that outlives the stores opened on it. */
export interface TradePlace {
  open(): Promise<TradesUnderTest>;
  remove(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** What every store of trades must do; `makePlace` gives an empty one. */
export function describeTradeContract(name: string, makePlace: () => Promise<TradePlace>): void {
  describe(`${name}, as any store of trades,`, () => {
    let place: TradePlace;
    let stores: TradesUnderTest;
    beforeEach(async () => {
      place = await makePlace();
      stores = await place.open();
    });
    afterEach(async () => {
      await stores.close();
      await place.remove();
    });
    const save = (...trades: TradeRecord[]) => stores.trades.saveTrades(trades);
    const idsOf = async (query: Partial<TradeQuery>) =>
      (await stores.trades.listTrades({ limit: 10, ...query })).items.map(({ id }) => id);

    it("gives back exactly what was saved, to the last digit, over a restart", async () => {
      const open = aTrade({
        id: "open",
        status: "executing",
        closedAtMs: null,
        exposureMs: null,
        attribution: null,
        cexOrderId: null,
        dexTxSig: null,
        legs: [],
        residual: -123_456_789_012_345_678_901_234_567n,
      });
      const closed = aTrade({
        pnlUsd: -9_007_199_254_740_993_000_000_001n,
        isInjected: true,
        legs: [
          aLeg({
            reference: null,
            orderId: null,
            reason: 'the venue\'s "own" words\n=1',
            fees: [],
            timeline: [],
          }),
          aLeg({ attemptId: "trade-1/2", quoteAmount: 1n << 90n }),
        ],
      });
      await save(open, closed);
      await stores.close();
      stores = await place.open();
      expect(await stores.trades.getTrade("open")).toEqual(open);
      expect(await stores.trades.getTrade("trade-1")).toEqual(closed);
    });

    it("answers null for an unknown id and nothing where nothing was saved", async () => {
      expect(await stores.trades.getTrade("none")).toBeNull();
      expect(await stores.trades.listTrades({ limit: 5 })).toEqual({ items: [], nextCursor: null });
      expect(await stores.trades.countTrades({})).toBe(0);
      expect(await stores.trades.dailyFigures(5)).toEqual([]);
    });

    it("saves trades whole or not at all", async () => {
      await expect(save(aTrade(), aTrade({ id: "bad", pnlPct: 1n << 70n }))).rejects.toMatchObject({
        name: "InvariantError",
      });
      expect(await stores.trades.getTrade("trade-1")).toBeNull();
    });

    it("ends in the highest version, however often and in whatever order the states arrive", async () => {
      const states = [1, 2, 3, 4].map((version) =>
        aTrade({ version, statusReason: `state ${version}`, closedAtMs: version === 4 ? 99 : null }),
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { maxLength: 6 }),
          async (batches) => {
            run += 1;
            const id = `trade-${run}`;
            for (const batch of [...batches, [2, 0, 3, 1], ...batches]) {
              await save(...batch.map((index) => ({ ...states[index]!, id })));
            }
            expect(await stores.trades.getTrade(id)).toEqual({ ...states[3], id });
          },
        ),
        { numRuns: 25 },
      );
    });

    it("filters by asset, status and opening time, newest first, and counts the same", async () => {
      await save(
        aTrade({ id: "a", openedAtMs: 10 }),
        aTrade({ id: "b", openedAtMs: 20, asset: "ETH-USD", status: "stranded" }),
        aTrade({ id: "c", openedAtMs: 30, status: "stranded" }),
      );
      const cases: [Partial<TradeQuery>, string[]][] = [
        [{}, ["c", "b", "a"]],
        [{ asset: "SOL-USD" }, ["c", "a"]],
        [{ status: "stranded" }, ["c", "b"]],
        [{ status: "stranded", asset: "ETH-USD" }, ["b"]],
        [{ fromMs: 20 }, ["c", "b"]],
        [{ toMs: 20 }, ["a"]],
        [{ fromMs: 20, toMs: 30 }, ["b"]],
        [{ asset: "BTC-USD" }, []],
      ];
      for (const [query, ids] of cases) {
        expect(await idsOf(query)).toEqual(ids);
        expect(await stores.trades.countTrades(query)).toBe(ids.length);
      }
    });

    it("pages without skipping or repeating while trades are added and go on", async () => {
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
            const made = times.map((openedAtMs, index) =>
              aTrade({ id: `${run}-${index}`, asset, openedAtMs }),
            );
            await save(...made);
            const seen: string[] = [];
            let cursor: PageKey | null = null;
            do {
              const first: boolean = cursor === null;
              const answer = await stores.trades.listTrades(
                cursor === null ? { limit, asset } : { limit, asset, cursor },
              );
              expect(answer.items.length).toBeLessThanOrEqual(limit);
              seen.push(...answer.items.map(({ id }) => id));
              cursor = answer.nextCursor;
              const added = later.map((openedAtMs, index) =>
                aTrade({ id: `${run}-new-${index}`, asset, openedAtMs: openedAtMs + (index % 2) * 100 }),
              );
              if (first) await save(...added, ...made.map((row) => ({ ...row, version: row.version + 1 })));
            } while (cursor !== null);
            expect(new Set(seen).size).toBe(seen.length);
            for (const { id } of made) expect(seen).toContain(id);
          },
        ),
        { numRuns: 30 },
      );
    });

    it("adds up each UTC day by closing time, exactly, newest first, without injected and open trades", async () => {
      const day = Date.UTC(2026, 10, 25);
      const closedAt = (id: string, closedAtMs: number | null, changes: Partial<TradeRecord> = {}) =>
        aTrade({ id, openedAtMs: day - 5 * DAY_MS, closedAtMs, pnlUsd: 10n, feesUsd: 1n, ...changes });
      await save(
        closedAt("first moment", day),
        closedAt("last moment", day + DAY_MS - 1, { pnlUsd: -9_007_199_254_740_993_000_000_001n }),
        closedAt("injected", day + 5, { isInjected: true }),
        closedAt("open", null),
        closedAt("next day", day + DAY_MS),
        closedAt("long ago", day - 40 * DAY_MS, { status: "failed", pnlUsd: -2n, feesUsd: 2n }),
      );
      const days = [
        { day: "2026-11-26", pnlUsd: 10n, feesUsd: 1n, trades: 1 },
        { day: "2026-11-25", pnlUsd: -9_007_199_254_740_992_999_999_991n, feesUsd: 2n, trades: 2 },
        { day: "2026-10-16", pnlUsd: -2n, feesUsd: 2n, trades: 1 },
      ];
      expect(await stores.trades.dailyFigures(10)).toEqual(days);
      expect(await stores.trades.dailyFigures(2)).toEqual(days.slice(0, 2));
    });

    it("gives whole trades by when they closed, in pieces without skipping or repeating, that count", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          // Few distinct times, so that many rows share one; some never closed, some were injected.
          fc.array(fc.record({ at: fc.option(fc.nat(6), { freq: 5 }), isInjected: fc.boolean() }), {
            maxLength: 25,
          }),
          fc.integer({ min: 1, max: 7 }),
          async (made, limit) => {
            run += 1;
            const base = Date.UTC(2026, 10, 1) + run * 1_000;
            const rows = made.map(({ at, isInjected }, index) =>
              aTrade({ id: `${run}-${index}`, closedAtMs: at === null ? null : base + at, isInjected }),
            );
            await save(...rows);
            const [fromMs, toMs] = [base + 1, base + 6];
            const seen: TradeRecord[] = [];
            let cursor: PageKey | null = null;
            do {
              const query = { fromMs, toMs, limit, ...(cursor === null ? {} : { cursor }) };
              const page = await stores.trades.closedTrades(query);
              expect(page.items.length).toBeLessThanOrEqual(limit);
              seen.push(...page.items);
              cursor = page.nextCursor;
            } while (cursor !== null);
            const expected = rows
              .filter(({ closedAtMs, isInjected }) => !isInjected && closedAtMs !== null)
              .filter(({ closedAtMs }) => closedAtMs! >= fromMs && closedAtMs! < toMs)
              .sort((a, b) => b.closedAtMs! - a.closedAtMs! || (a.id < b.id ? 1 : -1));
            expect(seen).toEqual(expected);
          },
        ),
        { numRuns: 30 },
      );
    });

    it("rejects what comes after its end", async () => {
      await stores.close();
      await expect(save(aTrade())).rejects.toMatchObject({ name: "ConnectivityError" });
    });
  });
}
