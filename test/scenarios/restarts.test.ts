import { describe, expect, it } from "vitest";
import { runRestarts } from "../support/restarts.ts";

/** The short version; `bin/tandem restarts` does it fifty times and holds each start to ten seconds. */
describe("a process that is ended while it trades, with readers", () => {
  it("trades again after each start, and has every trade exactly once", async () => {
    const report = await runRestarts({
      ...{ restarts: 3, signal: "SIGTERM", slotMs: 100, readers: 6, streams: 2 },
      say() {},
    });
    for (const [what, sentences] of Object.entries(report.wrong)) expect(sentences, what).toEqual([]);
    expect(report.load).toMatchObject({ failures: [], answers: expect.any(Number) });
    expect(report.load.frames).toBeGreaterThan(0);
    expect(report.openAtStop).toBeGreaterThanOrEqual(3);
    expect(report.trades).toBeGreaterThanOrEqual(4);
    // Fewer processors than here, and others at work on them, are no fault.
    expect(report.ms.gateOpen.max).toBeLessThan(30_000);
  }, 180_000);
});
