import { describe, expect, it } from "vitest";
import { createHiddenMarket } from "../../sim/market/index.ts";

const BASES = ["SOL", "BTC", "ETH"];
/** Costs of 1.4 % and a threshold of 0.1 %. */
const WORTH_IT = 0.015;
const STEP_MS = 25;

/** For one base: shares of the time that each direction is worth a trade, and the ways that it turned. */
function observe(seed: number, base: string, forMs = 120_000) {
  const market = createHiddenMarket({ seed, scenario: "churning", bases: BASES });
  const shares = { geminiDear: 0, solanaDear: 0 };
  const turns: ("geminiDear" | "solanaDear")[] = [];
  let calmMs = 0;
  let longestCalmMs = 0;
  let isOn = false;
  for (let nowMs = STEP_MS; nowMs <= forMs; nowMs += STEP_MS) {
    market.advance(STEP_MS);
    const spread = market.target("gemini", base) / market.target("solana", base) - 1;
    const isWorthIt = Math.abs(spread) >= WORTH_IT;
    const way = spread > 0 ? "geminiDear" : "solanaDear";
    calmMs = isWorthIt || nowMs < 10_000 ? 0 : calmMs + STEP_MS;
    longestCalmMs = Math.max(longestCalmMs, calmMs);
    if (isWorthIt) shares[way] += STEP_MS / forMs;
    if (isWorthIt && !isOn && turns.at(-1) !== way) turns.push(way);
    isOn = isWorthIt;
  }
  return { shares, turns: turns.length, longestCalmMs };
}

describe("a churning market", () => {
  it.each(BASES.flatMap((base) => [1, 2, 3].map((seed) => [base, seed] as const)))(
    "has %s worth a trade most of the time, in both directions about equally (seed %i)",
    (base, seed) => {
      const { shares, turns, longestCalmMs } = observe(seed, base);
      expect(shares.geminiDear + shares.solanaDear).toBeGreaterThan(0.5);
      expect(Math.abs(shares.geminiDear - shares.solanaDear)).toBeLessThan(0.15);
      // Each of some 45 dislocations in two minutes goes against the one before.
      expect(turns).toBeGreaterThan(38);
      // A pause of 0.65 s between two ramps of 0.3 s, or one dislocation that venue noise keeps too small.
      expect(longestCalmMs).toBeLessThan(4_500);
    },
  );

  it("begins within two seconds on one base and soon after on all", () => {
    const market = createHiddenMarket({ seed: 5, scenario: "churning", bases: BASES });
    const seen = new Map<string, number>();
    for (let nowMs = STEP_MS; nowMs <= 10_000; nowMs += STEP_MS) {
      market.advance(STEP_MS);
      for (const base of BASES) {
        const spread = market.target("gemini", base) / market.target("solana", base) - 1;
        if (Math.abs(spread) >= WORTH_IT && !seen.has(base)) seen.set(base, nowMs);
      }
    }
    expect(Math.min(...seen.values())).toBeLessThan(2_000);
    expect([...seen.keys()].sort()).toEqual([...BASES].sort());
  });
});
