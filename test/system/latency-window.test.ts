import { describe, expect, it } from "vitest";
import { LatencyWindow } from "../../src/system/latency-window.ts";

describe("the latency window", () => {
  it("knows nothing before the first sample", () => {
    expect(new LatencyWindow(8).percentileMs(0.5)).toBeNull();
  });

  it("gives nearest-rank percentiles in milliseconds", () => {
    const window = new LatencyWindow(100);
    for (let ms = 1; ms <= 100; ms += 1) window.add(ms * 1e6);
    expect(window.percentileMs(0.5)).toBe(50);
    expect(window.percentileMs(0.95)).toBe(95);
    expect(window.percentileMs(1)).toBe(100);
  });

  it("forgets what is older than its capacity but counts everything", () => {
    const window = new LatencyWindow(4);
    for (const ms of [900, 900, 1, 1, 1, 1]) window.add(ms * 1e6);
    expect(window.percentileMs(1)).toBe(1);
    expect(window.count).toBe(6);
  });
});
