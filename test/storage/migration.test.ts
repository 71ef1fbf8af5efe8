import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InventorySnapshot, PageKey } from "#ledger";
import type { OpportunityRecord, TradeRecord, Window } from "#model";
import { type MigrationStores, migrate, openSqlite } from "#storage";
import { anOpportunity, aWindow, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aLeg, aTrade } from "../ledger/builders.ts";
import { hasMongo, mongoPlace } from "../support/mongo.ts";
import { aBalance } from "./archive-contract.ts";

interface OpenStores extends MigrationStores {
  close(): Promise<void>;
}

interface Place {
  open(): Promise<OpenStores>;
  remove(): Promise<void>;
}

async function sqlitePlace(): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), "tandem-migration-"));
  return {
    open: () => openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock }),
    remove: async () => rmSync(dir, { recursive: true }),
  };
}

describeMigration("SQLite into SQLite", sqlitePlace, sqlitePlace);
describe.skipIf(!hasMongo)("with a MongoDB server", () => {
  describeMigration("SQLite into MongoDB", sqlitePlace, () => mongoPlace());
  describeMigration("MongoDB into SQLite", () => mongoPlace(), sqlitePlace);
});

function describeMigration(
  name: string,
  makeSource: () => Promise<Place>,
  makeTarget: () => Promise<Place>,
): void {
  describe(`a copy of ${name}`, () => {
    const places: Place[] = [];
    let source: OpenStores;
    let target: OpenStores;
    beforeEach(async () => {
      const made = [await makeSource(), await makeTarget()] as const;
      places.push(...made);
      [source, target] = [await made[0].open(), await made[1].open()];
    });
    afterEach(async () => {
      await source.close();
      await target.close();
      for (const place of places.splice(0)) await place.remove();
    });

    it("holds every row to the last digit, and proves it by counts, sums and content", async () => {
      await fill(source);
      const report = await migrate({ source, target });
      expect(await contentOf(target)).toEqual(await contentOf(source));
      const { trades, opportunities, windows, snapshots } = report;
      expect(Object.values(report).map(({ same }) => same)).toEqual([true, true, true, true]);
      expect(snapshots.target).toMatchObject({ rows: 3, sums: { value_usd: 3n } });
      expect(trades.target).toMatchObject({
        rows: TRADE_ROWS.length,
        sums: { pnl_usd: TRADE_ROWS.reduce((sum, { pnlUsd }) => sum + pnlUsd, 0n) },
      });
      expect(opportunities.source.rows).toBe(OPPORTUNITY_ROWS.length);
      expect(windows.target.sums).toEqual({ total_pnl_usd: 4n });
    });

    it("counts what trades came to in a window once, however often it is copied", async () => {
      await fill(source);
      await migrate({ source, target });
      await migrate({ source, target });
      expect(await target.rows.windowsAfter(null, 9)).toEqual(await source.rows.windowsAfter(null, 9));
      expect((await target.rows.windowsAfter(null, 9))[0]).toEqual(WINDOW_ROWS[0]);
    });

    it("writes nothing where it is repeated, and only what is new where more came", async () => {
      await fill(source);
      const first = await migrate({ source, target });
      expect(first.trades.written).toBe(TRADE_ROWS.length);
      const again = await migrate({ source, target });
      expect(Object.values(again).map(({ written }) => written)).toEqual([0, 0, 0, 0]);
      expect(again.trades.same).toBe(true);
      await source.trades.saveTrades([aTrade({ id: "new", openedAtMs: 15 })]);
      expect((await migrate({ source, target })).trades).toMatchObject({ written: 1, same: true });
    });

    it("goes on where it was cut off", async () => {
      await fill(source);
      let saves = 0;
      const failing: MigrationStores = {
        ...target,
        opportunities: {
          async save(batch) {
            saves += 1;
            if (saves === 3) throw new Error("cut off");
            await target.opportunities.save(batch);
          },
        },
      };
      await expect(migrate({ source, target: failing })).rejects.toThrow("cut off");
      const { opportunities, trades } = await migrate({ source, target });
      expect(opportunities).toMatchObject({ same: true });
      expect(opportunities.written).toBe(OPPORTUNITY_ROWS.length - 2 * 250);
      expect(trades.same).toBe(true);
    });

    it("leaves a later state alone, and says that both sides differ", async () => {
      await fill(source);
      const later = aTrade({ id: "t1", openedAtMs: 1, version: 99, pnlUsd: 8n });
      await target.trades.saveTrades([later]);
      const { trades, opportunities } = await migrate({ source, target });
      expect(trades.same).toBe(false);
      expect(trades.source.rows).toBe(trades.target.rows);
      expect(trades.source.sums.pnl_usd).not.toBe(trades.target.sums.pnl_usd);
      expect(opportunities.same).toBe(true);
      expect(await target.rows.tradesAfter({ timestampMs: 0, id: "" }, 1)).toEqual([later]);
    });

    it("says so where rows differ in what no sum shows", async () => {
      await fill(source);
      const other = { ...(TRADE_ROWS[0] as TradeRecord), version: 99, statusReason: "another hand" };
      await target.trades.saveTrades([other]);
      const { source: given, target: taken, same } = (await migrate({ source, target })).trades;
      expect([given.rows, given.sums]).toEqual([taken.rows, taken.sums]);
      expect(same).toBe(false);
    });

    it("leaves rows that only the target has where they are, and says that both sides differ", async () => {
      await fill(source);
      await target.trades.saveTrades([aTrade({ id: "only here" })]);
      const { trades } = await migrate({ source, target });
      expect(trades.same).toBe(false);
      expect(trades.target.rows).toBe(trades.source.rows + 1);
    });

    it("walks over rows of one moment without skipping or repeating, whatever the page", async () => {
      const rows = TIED.map((openedAtMs, index) => aTrade({ id: `tie-${index}`, openedAtMs }));
      await source.trades.saveTrades(rows);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (limit) => {
          const seen: TradeRecord[] = [];
          let key: PageKey | null = null;
          for (;;) {
            const page: readonly TradeRecord[] = await source.rows.tradesAfter(key, limit);
            const last = page.at(-1);
            if (last === undefined) break;
            expect(page.length).toBeLessThanOrEqual(limit);
            seen.push(...page);
            key = { timestampMs: last.openedAtMs, id: last.id };
          }
          expect(new Set(seen.map(({ id }) => id)).size).toBe(rows.length);
          expect(seen.length).toBe(rows.length);
          expect(seen.map(({ openedAtMs }) => openedAtMs)).toEqual([...TIED].sort((a, b) => a - b));
        }),
        { numRuns: 9 },
      );
    });
  });
}

const TIED = [3, 1, 2, 2, 2, 1, 3, 3, 2, 1, 2];

/** More than two pages. */
const OPPORTUNITY_ROWS: readonly OpportunityRecord[] = Array.from({ length: 600 }, (_, index) =>
  anOpportunity({
    id: `o${index}`,
    openedAtMs: 100 + Math.floor(index / 7),
    closedAtMs: 9_000,
    predictedPnlUsd: BigInt(index) - 9_007_199_254_740_993_001n,
    cexPrice: 9_007_199_254_740_993_000_000_001n,
    depth: index % 2 === 0 ? null : { book: [{ size: BigInt(index), price: 1n }], pool: [] },
  }),
);

const WINDOW_ROWS: readonly Window[] = [
  aWindow({ id: "w1", startMs: 5, totalPnlUsd: 7n, tradeCount: 1 }),
  aWindow({ id: "w2", startMs: 6, totalPnlUsd: -3n, asset: "ETH-USD" }),
];

const TRADE_ROWS: readonly TradeRecord[] = [
  aTrade({ id: "t1", openedAtMs: 1, windowId: "w1", pnlUsd: -1_234_500_000_001n }),
  aTrade({ id: "t2", openedAtMs: 1, windowId: "w1", pnlUsd: 9_007_199_254_740_993_000_001n }),
  aTrade({ id: "t3", openedAtMs: 2, closedAtMs: null, status: "executing", attribution: null }),
  aTrade({ id: "t4", openedAtMs: 3, isInjected: true, residual: -(10n ** 27n) - 1n }),
  aTrade({ id: "t5", openedAtMs: 4, legs: [aLeg({ reason: 'the venue\'s "own" words\n=1' })] }),
];

const SNAPSHOT_ROWS: readonly InventorySnapshot[] = Array.from({ length: 3 }, (_, minute) => ({
  atMs: minute * 60_000,
  balances: [aBalance({ valueUsd: BigInt(minute) }), aBalance({ venue: "solana", valueUsd: null })],
}));

async function fill({ opportunities, trades, snapshots }: MigrationStores): Promise<void> {
  for (const snapshot of SNAPSHOT_ROWS) await snapshots.saveSnapshot(snapshot);
  await opportunities.save({ opportunities: OPPORTUNITY_ROWS, windows: WINDOW_ROWS });
  await trades.saveTrades(TRADE_ROWS);
}

async function contentOf({ rows }: MigrationStores) {
  return {
    opportunities: await rows.opportunitiesAfter(null, 10_000),
    windows: await rows.windowsAfter(null, 10_000),
    trades: await rows.tradesAfter(null, 10_000),
    snapshots: await rows.snapshotsAfter(null, 10_000),
  };
}
