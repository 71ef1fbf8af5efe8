import { describe, expect, it } from "vitest";
import type { TradeStore } from "#ledger";
import { ConnectivityError, InvariantError, type TradeRecord } from "#model";
import { createTradeWriter } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { aTrade } from "../ledger/builders.ts";

/** Lets promises that can go on do so. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function setUp(save: (trades: readonly TradeRecord[]) => Promise<void> = async () => {}) {
  const time = createFakeTime();
  const log = createRecordedLog();
  const saved: TradeRecord[] = [];
  const counts = { written: 0, conflated: 0, failed: 0 };
  const mustNotBeCalled = () => Promise.reject(new Error("the writer only saves"));
  const store: TradeStore = {
    async saveTrades(trades) {
      await save(trades);
      saved.push(...trades);
    },
    listTrades: mustNotBeCalled,
    countTrades: mustNotBeCalled,
    getTrade: mustNotBeCalled,
    closedTrades: mustNotBeCalled,
    dailyFigures: mustNotBeCalled,
  };
  const count = (what: keyof typeof counts) => () => {
    counts[what] += 1;
  };
  const metrics = {
    dbWrite: count("written"),
    storageConflated: count("conflated"),
    storageFailed: count("failed"),
  };
  const { clock, timers } = time;
  const told: TradeRecord[] = [];
  const onStored = (record: TradeRecord) => void told.push(record);
  const writer = createTradeWriter({ store, clock, timers, log, metrics, onStored });
  return { time, log, saved, told, counts, writer };
}

describe("the trade writer", () => {
  it("gathers for 200 ms and writes the highest version of each trade once", async () => {
    const { time, saved, counts, writer } = setUp();
    writer.put(aTrade({ version: 1 }));
    writer.put(aTrade({ version: 3 }));
    writer.put(aTrade({ version: 2 }));
    writer.put(aTrade({ id: "other" }));
    time.advance(199);
    await settle();
    expect(saved).toEqual([]);
    time.advance(1);
    await settle();
    expect(saved).toEqual([aTrade({ version: 3 }), aTrade({ id: "other" })]);
    expect(counts).toEqual({ written: 1, conflated: 2, failed: 0 });
    expect(time.waiting()).toBe(0);
  });

  it("keeps a state that came while an earlier one was being written, and writes it next", async () => {
    const gate = Promise.withResolvers<void>();
    const { saved, writer } = setUp(() => gate.promise);
    writer.put(aTrade({ version: 1 }));
    const flushed = writer.flush();
    writer.put(aTrade({ version: 2 }));
    gate.resolve();
    await flushed;
    expect(saved.map(({ version }) => version)).toEqual([1, 2]);
    expect(writer.stats()).toEqual({ queued: 0, failing: false });
  });

  it("gives up no trade, however many wait and however long the storage is away", async () => {
    let away = true;
    const { time, saved, writer } = setUp(async () => {
      if (away) throw new ConnectivityError("storage-away", "disk full");
    });
    for (let index = 0; index < 1_000; index += 1) writer.put(aTrade({ id: `trade-${index}` }));
    for (let minute = 0; minute < 120; minute += 1) {
      time.advance(60_000);
      await settle();
    }
    expect(writer.stats()).toEqual({ queued: 1_000, failing: true });
    away = false;
    time.advance(5_000);
    await settle();
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1_000);
    expect(writer.stats()).toEqual({ queued: 0, failing: false });
  });

  it("tells of each state once it is stored, and of none before", async () => {
    let away = true;
    const { time, saved, told, writer } = setUp(async (trades) => {
      if (away) throw new ConnectivityError("storage-away", "gone");
      if (trades.some(({ id }) => id === "bad")) throw new InvariantError("storage-row", "too large");
    });
    for (const id of ["a", "bad", "b"]) writer.put(aTrade({ id }));
    await writer.flush();
    expect(told).toEqual([]);
    away = false;
    time.advance(5_000);
    await settle();
    expect(told.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(told).toEqual(saved);
  });

  it("lets a trade that is refused hold back no other, names it, keeps it and takes a better state", async () => {
    const { time, log, saved, writer } = setUp(async (trades) => {
      if (trades.some(({ pnlPct }) => pnlPct > 1n << 63n))
        throw new InvariantError("storage-row", "too large");
    });
    writer.put(aTrade({ id: "bad", pnlPct: 1n << 70n }));
    writer.put(aTrade({ id: "good" }));
    await writer.flush();
    expect(saved.map(({ id }) => id)).toEqual(["good"]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "ERROR", fields: expect.objectContaining({ id: "bad" }) }),
    );
    // The store is there: a trade of its own must not look like an outage.
    expect(writer.stats()).toEqual({ queued: 1, failing: false });
    writer.put(aTrade({ id: "bad", version: 8 }));
    time.advance(5_000);
    await settle();
    expect(saved.map(({ id }) => id)).toEqual(["good", "bad"]);
    expect(time.waiting()).toBe(0);
  });

  it("writes what waits when it is closed and leaves no timer; what it could not write it says", async () => {
    const { time, log, saved, writer } = setUp();
    writer.put(aTrade());
    await writer.close();
    expect(saved).toHaveLength(1);
    expect(time.waiting()).toBe(0);
    expect(log.lines).toEqual([]);
    const failing = setUp(async () => {
      throw new ConnectivityError("storage-away", "disk full");
    });
    failing.writer.put(aTrade());
    await failing.writer.close();
    expect(failing.log.lines.at(-1)).toMatchObject({ level: "ERROR", fields: { lost: 1 } });
  });
});
