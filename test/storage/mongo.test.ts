import { MongoBulkWriteError } from "mongodb";
import { describe, expect, it } from "vitest";
import { openMongo } from "#storage";
import { anOpportunity, aWindow, createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aLeg, aTrade } from "../ledger/builders.ts";
import { hasMongo, mongoPlace } from "../support/mongo.ts";
import { describeArchiveContract } from "./archive-contract.ts";
import { describeStorageContract } from "./contract.ts";
import { describeTradeContract } from "./trade-contract.ts";

const HOUR_MS = 3_600_000;
const RUNBOOK_INDEXES = [{ timestamp: -1 }, { asset: 1, timestamp: -1 }] as const;

describe.skipIf(!hasMongo)("with a MongoDB server", () => {
  describeStorageContract("MongoDB", () => mongoPlace());
  describeTradeContract("MongoDB", () => mongoPlace());
  describeArchiveContract("MongoDB", () => mongoPlace());

  it("has the runbook's four indexes, so that its createIndex lines change nothing", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.check();
    for (const name of ["opportunities", "trades"]) {
      const collection = place.database.collection(name);
      const before = await collection.indexes();
      for (const key of RUNBOOK_INDEXES) await collection.createIndex(key);
      expect(await collection.indexes()).toEqual(before);
      const keys = before.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining([...RUNBOOK_INDEXES]));
      expect(before).toContainEqual(expect.objectContaining({ key: { id: 1 }, unique: true }));
    }
  });

  it("refuses a second document of an id whoever writes it", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.trades.saveTrades([aTrade()]);
    const twice = place.database.collection("trades").insertMany([{ id: "trade-1" }]);
    await expect(twice).rejects.toBeInstanceOf(MongoBulkWriteError);
  });

  it("keeps dates as BSON dates and money as Decimal128 under the API's names", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.trades.saveTrades([aTrade({ pnlUsd: -1_234_500_000_001n, legs: [aLeg()] })]);
    await stores.opportunities.save({ opportunities: [anOpportunity()], windows: [aWindow()] });
    const types = async (collection: string, fields: readonly string[]) => {
      const projection = Object.fromEntries(fields.map((field) => [field, { $type: `$${field}` }]));
      return await place.database
        .collection(collection)
        .aggregate([{ $project: { _id: 0, ...projection } }])
        .toArray();
    };
    expect(await types("trades", ["timestamp", "closed_at", "pnl_usd", "size", "id"])).toEqual([
      { timestamp: "date", closed_at: "date", pnl_usd: "decimal", size: "decimal", id: "string" },
    ]);
    expect(await types("opportunities", ["timestamp", "cex_price", "spread_pct"])).toEqual([
      { timestamp: "date", cex_price: "decimal", spread_pct: "decimal" },
    ]);
    const stored = await place.database.collection("trades").findOne({ id: "trade-1" });
    expect(String(stored?.pnl_usd)).toBe("-1234.500000001");
  });

  it("refuses what 34 digits do not hold, and stores the largest that they do", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    const largest = aTrade({ pnlUsd: -(10n ** 34n - 1n), residual: 10n ** 34n - 1n });
    await stores.trades.saveTrades([largest]);
    expect(await stores.trades.getTrade("trade-1")).toEqual(largest);
    const beyond = stores.trades.saveTrades([aTrade({ id: "beyond", pnlUsd: 10n ** 34n })]);
    await expect(beyond).rejects.toMatchObject({ name: "InvariantError" });
  });

  it("stores an opportunity and its window in one transaction: where one cannot be stored, neither is", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.opportunities.save({ opportunities: [], windows: [aWindow()] });
    await place.database.collection("windows").createIndex({ asset: 1 }, { unique: true });
    const batch = { opportunities: [anOpportunity()], windows: [aWindow({ id: "win-2" })] };
    await expect(stores.opportunities.save(batch)).rejects.toMatchObject({ name: "ConnectivityError" });
    expect(await stores.opportunities.getOpportunity("opp-1")).toBeNull();
  });

  it("adds what its trades came to to a window where it is read", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.opportunities.save({ opportunities: [], windows: [aWindow()] });
    await stores.trades.saveTrades([
      aTrade({ id: "a", windowId: "win-1", pnlUsd: 5n }),
      aTrade({ id: "b", windowId: "win-1", pnlUsd: -2n }),
      aTrade({ id: "open", windowId: "win-1", closedAtMs: null }),
      aTrade({ id: "injected", windowId: "win-1", isInjected: true }),
    ]);
    const [window] = await stores.opportunities.listWindows({ limit: 1 });
    expect(window).toMatchObject({ tradeCount: 2, totalPnlUsd: 3n });
  });

  it("forgets opportunities older than seven days, with the first save of an hour", async () => {
    await using place = await mongoPlace();
    const time = createFakeTime();
    const nowMs = time.clock.epochMs();
    await using stores = openMongo({ url: place.url, log: createRecordedLog(), clock: time.clock });
    const old = anOpportunity({ id: "old", openedAtMs: nowMs - 7 * 24 * HOUR_MS - 1 });
    const kept = anOpportunity({ id: "kept", openedAtMs: nowMs - 7 * 24 * HOUR_MS + HOUR_MS / 2 });
    await stores.opportunities.save({ opportunities: [old, kept], windows: [] });
    const idsNow = async () =>
      (await stores.opportunities.listOpportunities({ limit: 9 })).items.map(({ id }) => id);
    expect(await idsNow()).toEqual(["kept"]);
    expect(await stores.opportunities.countOpportunities(nowMs - 7 * 24 * HOUR_MS, nowMs)).toBe(1);
    expect(await stores.opportunities.countOpportunities(nowMs - 7 * 24 * HOUR_MS - 1, nowMs)).toBeNull();
    time.advance(HOUR_MS);
    await stores.opportunities.save({ opportunities: [], windows: [] });
    expect(await idsNow()).toEqual([]);
  });

  it("refuses a document that another hand changed, by its field", async () => {
    await using place = await mongoPlace();
    await using stores = await place.open();
    await stores.trades.saveTrades([aTrade()]);
    await place.database.collection("trades").updateOne({ id: "trade-1" }, { $set: { pnl_usd: 1.5 } });
    await expect(stores.trades.getTrade("trade-1")).rejects.toMatchObject({
      name: "InvariantError",
      message: expect.stringContaining("field pnl_usd"),
    });
  });
});

describe("the address of MongoDB", () => {
  const clock = createFakeTime().clock;

  it("is refused by its key, without a word of what it holds", () => {
    const url = "mongodb://user:canary-secret@/@@bad?x";
    expect(() => openMongo({ url, log: createRecordedLog(), clock })).toThrow(/^MONGO_URL: (?!.*canary)/);
  });

  it("passes into no error where nobody answers there", async () => {
    const log = createRecordedLog();
    const url = "mongodb://user:canary-secret@127.0.0.1:9/x?serverSelectionTimeoutMS=100";
    await using stores = openMongo({ url, log, clock });
    const failure = await stores.check().catch((error: Error) => error);
    expect(failure).toMatchObject({ name: "ConnectivityError", code: "storage-away" });
    expect(`${String(failure)}${JSON.stringify(log.lines)}`).not.toContain("canary");
  });
});
