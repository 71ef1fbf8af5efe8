import { describe, expect, it } from "vitest";
import { ConfigError, ConnectivityError } from "#model";
import { createStorageWatch } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function setUp() {
  const time = createFakeTime();
  const log = createRecordedLog();
  const disk = { away: false, checks: 0 };
  const check = async () => {
    disk.checks += 1;
    if (disk.away) throw new ConnectivityError("storage-away", "disk gone");
  };
  const watch = createStorageWatch({ check, timers: time.timers, log, everyMs: 1_000 });
  const pass = async (ms: number) => {
    time.advance(ms);
    await settle();
  };
  return { log, disk, watch, pass };
}

describe("the watch over the storage", () => {
  it("notices a storage that fails and one that works again, with nothing to store", async () => {
    const { log, disk, watch, pass } = setUp();
    await pass(1_000);
    expect(watch.works()).toBe(true);
    disk.away = true;
    await pass(1_000);
    await pass(1_000);
    expect(watch.works()).toBe(false);
    expect(log.lines).toMatchObject([{ level: "ERROR", event: "Database not initialized" }]);
    disk.away = false;
    await pass(1_000);
    expect(watch.works()).toBe(true);
    expect(log.lines).toHaveLength(2);
  });

  it("looks at once where it is asked to", async () => {
    const { disk, watch } = setUp();
    disk.away = true;
    await watch.now();
    expect(watch.works()).toBe(false);
  });

  it("counts a storage as working only once what must succeed first has done so, and says why it does not", async () => {
    const { log, watch, disk, pass } = setUp();
    disk.away = true;
    await watch.now();
    let reason: Error | null = new ConfigError("DATA_DIR", "another journal");
    let done = 0;
    watch.alsoOnce(async () => {
      if (reason !== null) throw reason;
      done += 1;
    });
    disk.away = false;
    await pass(1_000);
    await pass(1_000);
    expect(watch.works()).toBe(false);
    expect(log.lines.map(({ fields }) => fields.reason)).toEqual(["disk gone", "another journal"]);
    reason = null;
    await pass(1_000);
    await pass(1_000);
    expect([watch.works(), done]).toEqual([true, 1]);
  });

  it("checks no more once it is disposed", async () => {
    const { disk, watch, pass } = setUp();
    await watch[Symbol.asyncDispose]();
    await pass(5_000);
    expect(disk.checks).toBe(0);
  });
});
