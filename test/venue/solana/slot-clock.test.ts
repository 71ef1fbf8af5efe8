import { describe, expect, it } from "vitest";
import { createSlotClock } from "../../../src/venue/solana/slot-clock.ts";

/** Feeds `count` slots of `slotMs` each with alternating jitter; returns the next slot and time. */
function run(
  clock: ReturnType<typeof createSlotClock>,
  from: { slot: number; ms: number },
  count: number,
  slotMs: number,
) {
  let { slot, ms } = from;
  for (let i = 0; i < count; i++) {
    clock.observe(slot, (ms + (i % 2) * 20) * 1e6);
    slot += 1;
    ms += slotMs;
  }
  return { slot, ms };
}

describe("the slot clock", () => {
  it("measures the pace of slots instead of assuming it", () => {
    const clock = createSlotClock(400);
    expect(clock.slotMs()).toBe(400);
    run(clock, { slot: 1000, ms: 5_000 }, 60, 213);
    expect(clock.slotMs()).toBeGreaterThan(205);
    expect(clock.slotMs()).toBeLessThan(221);
    expect(clock.lagMs()).toBeLessThan(100);
  });

  it("sees a node that suddenly answers as of twenty slots ago", () => {
    const clock = createSlotClock(400);
    const { slot, ms } = run(clock, { slot: 1000, ms: 0 }, 100, 250);
    run(clock, { slot: slot - 20, ms }, 10, 250);
    expect(clock.lagMs()).toBeGreaterThan(4_500);
    expect(clock.lagMs()).toBeLessThan(5_500);
  });

  it("forgets the lag once the node has caught up", () => {
    const clock = createSlotClock(400);
    const well = run(clock, { slot: 1000, ms: 0 }, 100, 250);
    const behind = run(clock, { slot: well.slot - 20, ms: well.ms }, 10, 250);
    run(clock, { slot: behind.slot + 20, ms: behind.ms }, 5, 250);
    expect(clock.lagMs()).toBeLessThan(200);
  });

  it("does not take skipped slots for a lag", () => {
    const clock = createSlotClock(400);
    const before = run(clock, { slot: 1000, ms: 0 }, 60, 250);
    run(clock, { slot: before.slot + 4, ms: before.ms + 1_000 }, 10, 250);
    expect(clock.lagMs()).toBeLessThan(200);
  });

  it("does not take a network that slows down for a lag for long", () => {
    const clock = createSlotClock(400);
    const fast = run(clock, { slot: 1000, ms: 0 }, 128, 200);
    run(clock, fast, 128, 400);
    expect(clock.slotMs()).toBeGreaterThan(380);
    expect(clock.lagMs()).toBeLessThan(500);
  });

  it("keeps the highest slot as head when a notification goes backwards", () => {
    const clock = createSlotClock(400);
    clock.observe(10, 0);
    clock.observe(8, 1e6);
    expect(clock.head()).toBe(10);
  });
});
