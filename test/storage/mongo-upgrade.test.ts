import { Decimal128, Double } from "mongodb";
import { describe, expect, it } from "vitest";
import { openMongo, planMongo } from "#storage";
import { MONGO_STEPS, type MongoStep } from "../../src/storage/mongo/schema/steps.ts";
import { takeMongoSteps } from "../../src/storage/mongo/schema/take-mongo-steps.ts";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";
import { hasMongo, type MongoPlace, mongoPlace } from "../support/mongo.ts";

const ROWS = 1_201;
const { clock } = createFakeTime();

/** Doubles `n` of documents that it has not doubled yet; told to, it fails after the first ones. */
function doubling(failsAfter = Number.POSITIVE_INFINITY): MongoStep {
  return {
    name: "twice as many",
    changes: ["trades"],
    async take(database, keep) {
      const trades = database.collection("trades");
      for (let done = 0; ; done += 1) {
        if (done === failsAfter) throw new Error("no more of this");
        const { matchedCount } = await trades.updateOne(
          { doubled: { $ne: true }, n: { $lt: 4 } },
          { $mul: { n: 2 }, $set: { doubled: true } },
        );
        if (matchedCount === 0) return;
        await keep();
      }
    },
  };
}

/** Rows as another hand could have written them, of which the step changes three. */
async function fill({ database }: MongoPlace): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, n) => ({
    ...{ id: `t${n}`, n: new Double(n + 1), at: new Date(n), usd: Decimal128.fromString(`${n}.10`) },
  }));
  await database.collection("trades").insertMany(rows);
}

const documentOf = ({ database }: MongoPlace) => database.collection("schema").findOne({});
const steps = (step: MongoStep) => [...MONGO_STEPS, step];
const typesIn = ({ database }: MongoPlace, name: string) =>
  database
    .collection(name)
    .aggregate([{ $group: { _id: { $type: "$n" }, count: { $sum: 1 }, n: { $sum: "$n" } } }])
    .toArray();
const SUM = (ROWS * (ROWS + 1)) / 2;

describe.skipIf(!hasMongo)("the schema of a MongoDB database", { timeout: 60_000 }, () => {
  it("is this build's in a new one, and nothing is told of it", async () => {
    await using place = await mongoPlace();
    expect(await planMongo(place.url)).toMatchObject({ version: 0, build: 1, steps: [] });
    expect(await takeMongoSteps(place.database, { clock })).toBeNull();
    expect(await documentOf(place)).toEqual({ _id: "main", version: 1, lock: null, copied: [] });
    const indexes = await place.database.collection("trades").indexes();
    expect(indexes.map(({ key }) => key)).toContainEqual({ status: 1, timestamp: -1, id: -1 });
    expect(await takeMongoSteps(place.database, { clock })).toBeNull();
  });

  it("is 1 in one of the time before versions, which keeps what it holds", async () => {
    await using place = await mongoPlace();
    await fill(place);
    expect(await planMongo(place.url)).toMatchObject({ version: 1, build: 1, steps: [] });
    expect(await documentOf(place)).toBeNull();
    await using stores = await place.open();
    await stores.check();
    expect(await documentOf(place)).toMatchObject({ version: 1 });
    expect(await place.database.collection("trades").countDocuments()).toBe(ROWS);
  });

  it("changes documents only when all of them were copied, types included", async () => {
    await using place = await mongoPlace();
    await fill(place);
    expect(await takeMongoSteps(place.database, { clock, steps: steps(doubling()) })).toEqual({
      database: "MongoDB",
      steps: [{ name: "twice as many", from: 1, to: 2, tookMs: expect.any(Number) }],
      copies: ["trades_before_v1"],
    });
    expect(await typesIn(place, "trades_before_v1")).toEqual([{ _id: "double", count: ROWS, n: SUM }]);
    expect(await typesIn(place, "trades")).toEqual([{ _id: "double", count: ROWS, n: SUM + 1 + 2 + 3 }]);
    const last = { id: `t${ROWS - 1}` };
    const copied = await place.database.collection("trades_before_v1").findOne(last);
    expect(copied).toEqual(await place.database.collection("trades").findOne(last));
    expect(await documentOf(place)).toEqual({ _id: "main", version: 2, lock: null, copied: [] });
  });

  it("stays as it was where a step fails, and goes on from the same copy", async () => {
    await using place = await mongoPlace();
    await fill(place);
    const failing = takeMongoSteps(place.database, { clock, steps: steps(doubling(2)) });
    await expect(failing).rejects.toMatchObject({
      ...{ name: "ConnectivityError", code: "storage-away" },
      message:
        "MongoDB stays at schema 1: step 2 (twice as many) failed (no more of this); copies: trades_before_v1",
    });
    expect(await documentOf(place)).toMatchObject({ version: 1, lock: null });
    await takeMongoSteps(place.database, { clock, steps: steps(doubling()) });
    expect(await typesIn(place, "trades_before_v1")).toMatchObject([{ count: ROWS, n: SUM }]);
    expect(await typesIn(place, "trades")).toMatchObject([{ count: ROWS, n: SUM + 1 + 2 + 3 }]);
  });

  it("is changed by one process at a time; one that was cut off holds up the next for a minute", async () => {
    await using place = await mongoPlace();
    await fill(place);
    const time = createFakeTime();
    const [arrived, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow: MongoStep = {
      ...doubling(),
      async take(_database, keep) {
        arrived.resolve();
        await goOn.promise;
        await keep();
      },
    };
    const first = takeMongoSteps(place.database, { clock: time.clock, steps: steps(slow) });
    await arrived.promise;
    const second = () => takeMongoSteps(place.database, { clock: time.clock, steps: steps(doubling()) });
    await expect(second()).rejects.toMatchObject({ message: "another process is upgrading the database" });
    time.advance(61_000);
    expect(await second()).toMatchObject({ steps: [{ to: 2 }] });
    goOn.resolve();
    await expect(first).rejects.toMatchObject({ message: expect.stringContaining("has taken over") });
    expect(await documentOf(place)).toMatchObject({ version: 2, lock: null });
  });

  it("of a newer build is refused like a server that is away, with the reason in the log, until it is another", async () => {
    await using place = await mongoPlace();
    await using before = await place.open();
    await before.trades.saveTrades([aTrade()]);
    const set = (version: number) => place.database.collection("schema").updateOne({}, { $set: { version } });
    await set(9);
    const log = createRecordedLog();
    await using stores = openMongo({ url: place.url, log, clock: createFakeTime(0).clock });
    const newer = expect.stringMatching(
      /^MONGO_URL: database \S+ was written by a newer Tandem \(schema 9, this one knows 1\)$/,
    );
    for (const attempt of [stores.check(), stores.trades.saveTrades([aTrade({ id: "two" })])])
      await expect(attempt).rejects.toMatchObject({ code: "storage-away", message: newer });
    await expect(stores.trades.countTrades({})).rejects.toMatchObject({ code: "storage-away" });
    expect(log.lines).toEqual([
      { level: "ERROR", event: "MongoDB cannot be used", fields: { reason: newer } },
    ]);
    expect(await place.database.collection("trades").countDocuments()).toBe(1);
    await set(1);
    expect(await stores.trades.countTrades({})).toBe(1);
  });
});
