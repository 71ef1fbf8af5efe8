import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { watchMachine } from "../../src/system/machine.ts";
import { createFakeTime } from "../gateway/builders.ts";
import { until } from "../support/until.ts";

it("tells the disk of a folder and what the process may take, and leaves no timer behind", async () => {
  const { timers, waiting } = createFakeTime();
  {
    using machine = watchMachine(tmpdir(), timers);
    const disk = await until(() => machine.figures().disk, 5_000);
    expect(disk.totalBytes).toBeGreaterThan(0);
    expect(disk.freeBytes).toBeLessThanOrEqual(disk.totalBytes);
    const { memoryLimitBytes, heapLimitBytes } = machine.figures();
    expect(memoryLimitBytes).toBeGreaterThan(1e8);
    expect(heapLimitBytes).toBeGreaterThan(1e8);
  }
  expect(waiting()).toBe(0);
});

it("knows nothing of a disk that does not answer", async () => {
  const { timers, advance } = createFakeTime();
  using machine = watchMachine(join(tmpdir(), "tandem-no-such-folder"), timers);
  advance(60_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(machine.figures().disk).toBeNull();
});
