import { describe, expect, it } from "vitest";
import { faultPlan } from "#sim";
import { planChaos } from "../../../src/system/chaos/plan.ts";

describe("the schedule of a chaos run", () => {
  it("is the same for the same seed, and another one for another seed", () => {
    expect(planChaos(7, 60, 3)).toEqual(planChaos(7, 60, 3));
    expect(planChaos(7, 60, 3).hash).not.toBe(planChaos(8, 60, 3).hash);
  });

  it("holds faults that the stand-ins understand, of every kind that a run is to meet", () => {
    const { faults } = planChaos(1, 400, null);
    expect(faultPlan.parse({ faults }).faults).toEqual(faults);
    const kinds = new Set(faults.map(({ kind }) => kind));
    const wanted = [
      "lost-ack",
      "lost-order",
      "late-fill",
      "late-order",
      "cut-on-order",
      "partial-fill",
      "reject",
    ];
    const more = ["tx-drop", "tx-expire", "tx-late", "tx-fail", "tx-phantom", "lost-response"];
    const rest = ["http", "latency", "drop", "lag", "shock"];
    for (const kind of [...wanted, ...more, ...rest]) expect(kinds, kind).toContain(kind);
    const dropped = faults.filter(({ kind }) => kind === "drop").map(({ venue }) => venue);
    expect(new Set(dropped)).toEqual(new Set(["gemini", "solana"]));
  });

  it("kills about once in three trades where asked to, and never otherwise", () => {
    expect(planChaos(1, 100, null).kills).toEqual([]);
    const { kills } = planChaos(1, 300, 3);
    expect(kills).toHaveLength(300);
    expect(Math.min(...kills)).toBeGreaterThanOrEqual(1);
    const mean = kills.reduce((sum, points) => sum + points, 0) / kills.length;
    expect(mean).toBeGreaterThan(60);
    expect(mean).toBeLessThan(90);
  });

  it("has the same faults with and without kills, so that the two can be compared", () => {
    expect(planChaos(5, 30, 3).faults).toEqual(planChaos(5, 30, null).faults);
  });
});
