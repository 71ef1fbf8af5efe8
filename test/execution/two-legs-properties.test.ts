import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFlat, residualOf, smallestClosable, type TradePlan } from "#execution";
import { aPlan, DIRECTIONS, POLICIES, USD } from "./builders.ts";
import { Tape, tapes } from "./tape.ts";
import { World } from "./world.ts";

const plans: fc.Arbitrary<TradePlan> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    direction: fc.constantFrom(...DIRECTIONS),
    maxLossUsd: fc.constantFrom(0n, 3n * USD, 5_000n * USD),
    // Lots finer than the token's own unit, too.
    lotDecimals: fc.constantFrom(3, 10),
  })
  .map(({ lotDecimals, ...change }) => {
    const scale = 10 ** (lotDecimals - 3);
    const lotSize = { units: 1n, decimals: lotDecimals };
    return aPlan({ ...change, lotSize, lots: 2_000 * scale, minLots: 10 * scale });
  });

/** A trade after whatever the tape says, with everything still to come out. */
function livedThrough(plan: TradePlan, tape: Tape): World {
  const world = new World(plan, tape);
  while (!tape.isOver && world.exists) world.act();
  return world;
}

const runs = { numRuns: 700 };

describe("two legs under any order of events, doubles and deaths", () => {
  it("hold the residual, the sends and the ends to the evidence, and come home to the venues' truth", () => {
    const seen = { closed: 0, stranded: 0, both: 0, restarted: 0 };
    fc.assert(
      fc.property(plans, tapes, (plan, tape) => {
        const world = livedThrough(plan, tape);
        world.bringHome();
        if (!world.exists) return;
        const { state } = world;
        expect(state.phase.kind).toBe("closed");
        expect(isFlat(state) || state.accepted !== null).toBe(true);
        let net = 0n;
        for (const attempt of state.attempts) {
          const { base, quote } = world.venues.truthOf(attempt.id);
          expect(attempt.settlement).not.toBeNull();
          expect(attempt.filled).toEqual({ base, quote });
          net += attempt.order.side === "buy" ? base : -base;
        }
        expect(residualOf(state)).toBe(net);
        if (state.accepted === null) expect(net < 0n ? -net : net).toBeLessThan(smallestClosable(plan));
        seen.closed += 1;
        if (world.disk.records.some(({ kind }) => kind === "operator")) seen.stranded += 1;
        if (
          new Set(state.attempts.filter(({ filled }) => filled.base > 0n).map(({ venue }) => venue)).size ===
          2
        )
          seen.both += 1;
        if (world.disk.records.some(({ kind }) => kind === "resumed")) seen.restarted += 1;
      }),
      runs,
    );
    // A generator that never gets there proves nothing.
    expect(seen.both).toBeGreaterThan(100);
    expect(seen.restarted).toBeGreaterThan(100);
    expect(seen.stranded).toBeGreaterThan(3);
  });

  it("are given back exactly by every prefix of the journal", () => {
    fc.assert(
      fc.property(plans, tapes, (plan, tape) => {
        livedThrough(plan, tape).disk.checkReplay();
      }),
      { numRuns: 150 },
    );
  });

  it("come home without any trouble where nothing goes wrong", () => {
    for (const policy of POLICIES) {
      for (const direction of DIRECTIONS) {
        const world = new World(aPlan({ policy, direction }), new Tape([]));
        world.bringHome();
        expect(world.state.phase).toMatchObject({ kind: "closed" });
        expect(world.state.attempts).toHaveLength(2);
      }
    }
  });
});
