import { describe, expect, it } from "vitest";
import type { OpportunityRecord } from "#model";
import { createOpportunityWriter, createTradeWriter, openMongo } from "#storage";
import { anOpportunity, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { realTime } from "../support/fake-time.ts";
import { hasMongo, type MongoPlace, mongoPlace, throughProxy } from "../support/mongo.ts";
import { until } from "../support/until.ts";

const AWAY = { name: "ConnectivityError", code: "storage-away" };
const metrics = { dbWrite() {}, storageConflated() {}, storageDropped() {}, storageFailed() {} };
const open = (url: string, log = createRecordedLog()) => openMongo({ url, log, clock: realTime });

/** The runbook's check. */
async function duplicatesIn({ database }: MongoPlace, collection: string) {
  const ids = { $group: { _id: "$id", count: { $sum: 1 } } };
  return await database
    .collection(collection)
    .aggregate([ids, { $match: { count: { $gt: 1 } } }])
    .toArray();
}

describe.skipIf(!hasMongo)("a MongoDB server that goes away", { timeout: 120_000 }, () => {
  it("is told of within seconds, and used again once it answers", async () => {
    await using place = await mongoPlace();
    const { proxy, url } = await throughProxy(place.url);
    await using _proxy = proxy;
    await using stores = open(url);
    await stores.trades.saveTrades([aTrade()]);
    proxy.cut();
    const startMs = performance.now();
    await expect(stores.trades.listTrades({ limit: 1 })).rejects.toMatchObject(AWAY);
    expect(performance.now() - startMs).toBeLessThan(5_000);
    proxy.mend();
    expect(await until(() => stores.trades.getTrade("trade-1"), 10_000)).toEqual(aTrade());
  });

  it("that takes everything and answers nothing fails a write in bounded time", async () => {
    await using place = await mongoPlace();
    const { proxy, url } = await throughProxy(place.url);
    await using _proxy = proxy;
    await using stores = open(url);
    await stores.trades.saveTrades([aTrade()]);
    proxy.freeze();
    const startMs = performance.now();
    await expect(stores.trades.saveTrades([aTrade({ id: "other" })])).rejects.toMatchObject(AWAY);
    expect(performance.now() - startMs).toBeLessThan(12_000);
    proxy.mend();
    await until(async () => (await stores.trades.countTrades({})) > 0, 10_000);
  });

  it("has every trade and every opportunity exactly once after it was cut off in the middle of their writing", async () => {
    await using place = await mongoPlace();
    const { proxy, url } = await throughProxy(place.url);
    await using _proxy = proxy;
    await using stores = open(url);
    await stores.check();
    const shared = { clock: realTime, timers: realTime, log: createRecordedLog(), metrics, flushMs: 5 };
    await using trades = createTradeWriter({ store: stores.trades, ...shared });
    await using found = createOpportunityWriter({ store: stores.opportunities, ...shared });
    const nowMs = Date.now();
    const put = (index: number) => {
      trades.put(aTrade({ id: `t${index}`, openedAtMs: nowMs, version: 3 }));
      found.put(opportunityOf(index, nowMs));
    };
    for (let index = 0; index < 600; index += 1) {
      put(index);
      if (index % 150 === 75) await proxy.cutWhenQuiet(0);
      if (index % 150 === 100) proxy.mend();
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    const all = async () => {
      await Promise.all([trades.flush(), found.flush()]);
      return trades.stats().queued === 0 && found.stats().queued === 0;
    };
    await until(all, 20_000);
    for (const collection of ["trades", "opportunities"]) {
      expect(await place.database.collection(collection).countDocuments()).toBe(600);
      expect(await duplicatesIn(place, collection)).toEqual([]);
    }
  });

  it("need not be there at the start: when it comes it has its indexes, and nothing stays open", async () => {
    await using place = await mongoPlace();
    await using before = await place.open();
    await before.opportunities.save({ opportunities: [anOpportunity({ closedAtMs: null })], windows: [] });
    await place.database.collection("trades").drop();
    const { proxy, url } = await throughProxy(place.url);
    await using _proxy = proxy;
    proxy.cut();
    const log = createRecordedLog();
    await using stores = open(url, log);
    await expect(stores.check()).rejects.toMatchObject(AWAY);
    // The search was in vain; who comes right after it need not wait for another one.
    const againMs = performance.now();
    await expect(stores.trades.countTrades({})).rejects.toMatchObject(AWAY);
    expect(performance.now() - againMs).toBeLessThan(100);
    expect(log.lines).toEqual([]);
    proxy.mend();
    await until(() => stores.check().then(() => true), 10_000);
    expect(await stores.opportunities.getOpportunity("opp-1")).toEqual(
      anOpportunity({ closedAtMs: anOpportunity().updatedAtMs }),
    );
    const indexes = await place.database.collection("trades").indexes();
    expect(indexes.map(({ key }) => key)).toContainEqual({ asset: 1, timestamp: -1 });
    expect(log.lines.map(({ event }) => event)).toEqual(["repository ready"]);
  });

  it("leaves what this process has open open when it comes back", async () => {
    await using place = await mongoPlace();
    const { proxy, url } = await throughProxy(place.url);
    await using _proxy = proxy;
    await using stores = open(url);
    const ours = anOpportunity({ closedAtMs: null, openedAtMs: Date.now() });
    await stores.opportunities.save({ opportunities: [ours], windows: [] });
    proxy.cut();
    await expect(stores.check()).rejects.toMatchObject(AWAY);
    proxy.mend();
    await until(() => stores.check().then(() => true), 10_000);
    expect((await stores.opportunities.getOpportunity("opp-1"))?.closedAtMs).toBeNull();
  });
});

function opportunityOf(index: number, openedAtMs: number): OpportunityRecord {
  return anOpportunity({ id: `o${index}`, openedAtMs, updatedAtMs: openedAtMs });
}
