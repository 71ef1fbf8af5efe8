import { describe, expect, it } from "vitest";
import { createHiddenMarket, createRandom, driveMarket, type Scenario } from "../../sim/market/index.ts";

const BASES = ["SOL", "BTC", "ETH"];
/** Costs of 1.4 % and a threshold of 0.1 %. */
const WORTH_IT = 0.015;

interface Observation {
  readonly path: string;
  readonly dislocations: number;
  readonly firstMs: number;
  readonly share: number;
  readonly farthest: number;
  readonly directions: Set<number>;
}

function observe(seed: number, scenario: Scenario, stepMs = 50, forMs = 600_000): Observation {
  const market = createHiddenMarket({ seed, scenario, bases: BASES });
  const on = new Set<string>();
  const directions = new Set<number>();
  let dislocations = 0;
  let firstMs = Number.POSITIVE_INFINITY;
  let onMs = 0;
  let farthest = 0;
  for (let nowMs = stepMs; nowMs <= forMs; nowMs += stepMs) {
    market.advance(stepMs);
    for (const base of BASES) {
      const fair = market.fair(base);
      const gemini = market.target("gemini", base) / fair - 1;
      const solana = market.target("solana", base) / fair - 1;
      farthest = Math.max(farthest, Math.abs(gemini), Math.abs(solana));
      const spread = gemini - solana;
      if (Math.abs(spread) < WORTH_IT) {
        on.delete(base);
        continue;
      }
      onMs += stepMs;
      if (!on.has(base)) dislocations += 1;
      on.add(base);
      directions.add(Math.sign(spread));
      firstMs = Math.min(firstMs, nowMs);
    }
  }
  const path = BASES.map((base) => market.target("gemini", base)).join(" ");
  return { path, dislocations, firstMs, share: onMs / (forMs * BASES.length), farthest, directions };
}

describe("the hidden market", () => {
  it("takes the same way for the same seed and another for another", () => {
    expect(observe(7, "volatile").path).toBe(observe(7, "volatile").path);
    expect(observe(7, "volatile").path).not.toBe(observe(8, "volatile").path);
  });

  it("is at the same place at the same time however its driver divides the time", () => {
    expect(observe(7, "volatile", 50).path).toBe(observe(7, "volatile", 125).path);
    expect(observe(7, "volatile", 50).path).toBe(observe(7, "volatile", 20).path);
  });

  it("keeps one base's way when another base is added", () => {
    const few = createHiddenMarket({ seed: 3, bases: ["SOL"] });
    const many = createHiddenMarket({ seed: 3, bases: ["SOL", "JTO"] });
    few.advance(5_000);
    many.advance(5_000);
    expect(few.fair("SOL")).toBe(many.fair("SOL"));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "shows a first dislocation after 8 to 20 s, then a few a minute, mostly none (seed %i)",
    (seed) => {
      const { dislocations, firstMs, share, farthest, directions } = observe(seed, "volatile");
      expect(firstMs).toBeGreaterThan(8_000);
      expect(firstMs).toBeLessThan(20_000);
      expect(dislocations / 10).toBeGreaterThan(1.5);
      expect(dislocations / 10).toBeLessThan(8);
      expect(share).toBeLessThan(0.2);
      expect(farthest).toBeLessThan(0.045);
      expect(directions).toEqual(new Set([1, -1]));
    },
  );

  it("is bent by its scenario", () => {
    expect(observe(2, "calm").share).toBeLessThan(0.03);
    expect(observe(2, "dislocated").share).toBeGreaterThan(0.15);
    expect(observe(2, "dislocated").farthest).toBeLessThan(0.045);
  });

  it("holds USDC near one dollar on both venues", () => {
    const market = createHiddenMarket({ seed: 5, scenario: "volatile", bases: BASES });
    for (let step = 0; step < 12_000; step += 1) {
      market.advance(50);
      for (const venue of ["gemini", "solana"] as const) {
        expect(Math.abs(market.target(venue, "USDC") - 1)).toBeLessThanOrEqual(0.0005);
      }
    }
  });

  it("refuses a base that it was not given", () => {
    expect(() => createHiddenMarket({ seed: 1, bases: ["SOL"] }).fair("DOGE")).toThrow(RangeError);
  });

  it("is moved by its driver until that is stopped", async () => {
    const market = createHiddenMarket({ seed: 1, bases: ["SOL"] });
    const before = market.fair("SOL");
    const driver = driveMarket(market, 100);
    await expect.poll(() => market.fair("SOL")).not.toBe(before);
    driver.stop();
  });
});

describe("seeded randomness", () => {
  it("is even over its range and differs between neighbouring seeds", () => {
    const random = createRandom(1);
    const draws = Array.from({ length: 20_000 }, random);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(createRandom(1)()).not.toBe(createRandom(2)());
  });
});
