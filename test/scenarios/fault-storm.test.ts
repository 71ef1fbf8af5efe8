import { describe, expect, it } from "vitest";
import { runStorm } from "../support/storm.ts";
import { planStorm } from "../support/storm-plan.ts";

/** The short seeded storm; `bin/tandem storm` runs all faults for ten minutes. */
describe("a storm of faults", () => {
  it("never prices from a wrong book or pool, and has every one live again within 5 s of a fault's end", async () => {
    const storm = planStorm(7, 1, 1, ["gap", "malformed", "silence of Gemini"]);
    const lines: string[] = [];
    const report = await runStorm(7, storm, (line) => lines.push(line));
    expect(report.wrongBooks).toEqual([]);
    expect(report.wrongPools).toEqual([]);
    expect(report.wrongRates).toEqual([]);
    expect(report.unknownTruth).toBe(0);
    expect(report.checkedBooks).toBeGreaterThan(500);
    expect(report.checkedPools).toBeGreaterThan(500);
    expect(report.checkedRates).toBe(report.evaluations);
    expect(report.recoveries.length).toBeGreaterThan(4);
    expect(lines.filter((line) => line.includes("NOT"))).toEqual([]);
    expect(Math.max(...report.recoveries.map(({ ms }) => ms ?? Number.POSITIVE_INFINITY))).toBeLessThan(
      5_000,
    );
    expect(report.counters.gemini.connects).toBeGreaterThan(1);
    expect(report.counters.gemini.frames_refused).toBeGreaterThan(0);
  });
});
