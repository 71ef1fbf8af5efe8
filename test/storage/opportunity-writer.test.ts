import { describe, expect, it } from "vitest";
import type { OpportunityBatch, OpportunityStore } from "#ledger";
import { ConnectivityError, InvariantError } from "#model";
import { createOpportunityWriter } from "#storage";
import { anOpportunity, aWindow, createFakeTime, createRecordedLog } from "../gateway/builders.ts";

/** Lets promises that can go on do so. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function setUp(options: { maxQueued?: number; save?: (batch: OpportunityBatch) => Promise<void> } = {}) {
  const time = createFakeTime();
  const log = createRecordedLog();
  const counts = { written: 0, conflated: 0, dropped: 0, failed: 0 };
  const count = (what: keyof typeof counts) => {
    counts[what] += 1;
  };
  const batches: OpportunityBatch[] = [];
  const mustNotBeCalled = () => Promise.reject(new Error("the writer only saves"));
  const store: OpportunityStore = {
    async save(batch) {
      await options.save?.(batch);
      batches.push(batch);
    },
    listOpportunities: mustNotBeCalled,
    getOpportunity: mustNotBeCalled,
    listWindows: mustNotBeCalled,
    countOpportunities: mustNotBeCalled,
    latestWindows: mustNotBeCalled,
  };
  const writer = createOpportunityWriter({
    store,
    clock: time.clock,
    timers: time.timers,
    log,
    maxQueued: options.maxQueued ?? 100,
    metrics: {
      dbWrite: () => count("written"),
      storageConflated: () => count("conflated"),
      storageDropped: () => count("dropped"),
      storageFailed: () => count("failed"),
    },
  });
  return { time, log, counts, batches, writer };
}

describe("the opportunity writer", () => {
  it("gathers for 200 ms and writes once, the last state of each id", async () => {
    const { time, batches, counts, writer } = setUp();
    writer.put(anOpportunity(), aWindow());
    writer.put(anOpportunity({ updates: 2 }), aWindow({ opportunityCount: 4 }));
    writer.put(anOpportunity({ id: "opp-2" }));
    time.advance(199);
    await settle();
    expect(batches).toEqual([]);
    time.advance(1);
    await settle();
    expect(batches).toEqual([
      {
        opportunities: [anOpportunity({ updates: 2 }), anOpportunity({ id: "opp-2" })],
        windows: [aWindow({ opportunityCount: 4 })],
      },
    ]);
    expect(counts).toEqual({ written: 1, conflated: 2, dropped: 0, failed: 0 });
    expect(time.waiting()).toBe(0);
  });

  it("never holds more than its bound, giving up what waited longest", async () => {
    const { batches, counts, writer } = setUp({ maxQueued: 3 });
    for (let index = 0; index < 10; index += 1) writer.put(anOpportunity({ id: `opp-${index}` }));
    expect(writer.stats().queued).toBe(3);
    await writer.flush();
    expect(batches[0]?.opportunities.map(({ id }) => id)).toEqual(["opp-7", "opp-8", "opp-9"]);
    expect(counts.dropped).toBe(7);
  });

  it("keeps a state that changed while it was being written, and writes it next", async () => {
    const gate = Promise.withResolvers<void>();
    const { batches, writer } = setUp({ save: () => gate.promise });
    writer.put(anOpportunity());
    const flushed = writer.flush();
    writer.put(anOpportunity({ updates: 2 }));
    gate.resolve();
    await flushed;
    expect(batches.map((batch) => batch.opportunities[0]?.updates)).toEqual([1, 2]);
    expect(writer.stats()).toEqual({ queued: 0, failing: false });
  });

  it("warns, keeps everything and tries again, ever more rarely, while the storage is away", async () => {
    let away = true;
    let attempts = 0;
    const { time, log, batches, counts, writer } = setUp({
      async save() {
        attempts += 1;
        if (away) throw new ConnectivityError("storage-away", "disk full");
      },
    });
    writer.put(anOpportunity());
    for (let index = 0; index < 100; index += 1) {
      time.advance(100);
      await settle();
    }
    // After 0.2 s, then 0.4, 0.8, 1.6, 3.2 s later, then each 5 s.
    expect(attempts).toBe(5);
    expect(writer.stats()).toEqual({ queued: 1, failing: true });
    expect(log.lines.filter(({ level }) => level === "WARNING")).toHaveLength(attempts);
    away = false;
    time.advance(5_000);
    await settle();
    expect(batches).toHaveLength(1);
    expect(counts.failed).toBe(5);
    expect(writer.stats()).toEqual({ queued: 0, failing: false });
  });

  it("gives up a row that can never be stored, by name, and stores the others", async () => {
    const { log, batches, counts, writer } = setUp({
      async save(batch) {
        if (batch.opportunities.some(({ id }) => id === "bad"))
          throw new InvariantError("storage-row", "no such type");
      },
    });
    writer.put(anOpportunity());
    writer.put(anOpportunity({ id: "bad" }), aWindow());
    await writer.flush();
    expect(
      batches.flatMap((batch) => [...batch.opportunities, ...batch.windows]).map(({ id }) => id),
    ).toEqual(["opp-1", "win-1"]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "ERROR", fields: expect.objectContaining({ id: "bad" }) }),
    );
    expect(counts.dropped).toBe(1);
    expect(writer.stats().queued).toBe(0);
  });

  it("writes what waits when it is closed, and leaves no timer", async () => {
    const { time, batches, writer } = setUp();
    writer.put(anOpportunity());
    await writer.close();
    expect(batches).toHaveLength(1);
    expect(time.waiting()).toBe(0);
  });

  it("says at its end what it could not write", async () => {
    const { time, log, writer } = setUp({
      save: () => Promise.reject(new ConnectivityError("storage-away", "disk full")),
    });
    writer.put(anOpportunity());
    await writer.close();
    expect(log.lines.at(-1)).toMatchObject({ level: "ERROR", fields: { lost: 1 } });
    expect(time.waiting()).toBe(0);
  });
});
