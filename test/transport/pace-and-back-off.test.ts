import { describe, expect, it } from "vitest";
import { createBackoff, createPace } from "#transport";
import { FakeTime } from "../support/fake-time.ts";

describe("the back-off", () => {
  it("doubles its bound up to the maximum and starts again after a reset", () => {
    const backoff = createBackoff({ minMs: 100, maxMs: 500 }, () => 0.5);
    expect([1, 2, 3, 4, 5].map(() => backoff.nextMs())).toEqual([50, 100, 200, 250, 250]);
    backoff.reset();
    expect(backoff.nextMs()).toBe(50);
  });

  it("spreads delays over the whole range", () => {
    expect(createBackoff({ minMs: 100, maxMs: 100 }, () => 0).nextMs()).toBe(0);
    expect(createBackoff({ minMs: 100, maxMs: 100 }, () => 0.999).nextMs()).toBeCloseTo(99.9);
  });
});

describe("the pace", () => {
  it("lets a burst through at once and then one for each interval", () => {
    const time = new FakeTime();
    const pace = createPace({ burst: 3, everyMs: 1_000 }, time);
    expect([1, 2, 3, 4, 5].map(() => pace.takeMs())).toEqual([0, 0, 0, 1_000, 2_000]);
  });

  it("fills up again with time, but never beyond the burst", () => {
    const time = new FakeTime();
    const pace = createPace({ burst: 2, everyMs: 1_000 }, time);
    expect([pace.tryTake(), pace.tryTake(), pace.tryTake()]).toEqual([true, true, false]);
    time.advance(1_000);
    expect([pace.tryTake(), pace.tryTake()]).toEqual([true, false]);
    time.advance(60_000);
    expect([pace.tryTake(), pace.tryTake(), pace.tryTake()]).toEqual([true, true, false]);
  });

  it("keeps connection attempts far below 300 in any five minutes", () => {
    const time = new FakeTime();
    const pace = createPace({ burst: 20, everyMs: 2_500 }, time);
    let attempts = 0;
    for (let ms = 0; ms < 300_000; ms += 10) {
      if (pace.tryTake()) attempts += 1;
      time.advance(10);
    }
    expect(attempts).toBeLessThanOrEqual(140);
  });
});
