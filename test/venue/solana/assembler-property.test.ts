import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PoolAssembler, type Verdict } from "../../../src/venue/solana/assembler.ts";
import type { PoolSnapshot } from "../../../src/venue/solana/consistency.ts";
import type { Part } from "../../../src/venue/solana/pool-parts.ts";
import { ChainModel, type Operation, quoteFacts, snapshotFacts } from "./chain-model.ts";

interface Notification {
  readonly slot: number;
  /** null is the Clock sysvar. */
  readonly address: string | null;
  readonly part: Part | null;
  /** Place in the order of arrival. */
  readonly order: number;
  readonly lost: boolean;
}

const swap: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constant("swap" as const),
  toTick: fc.integer({ min: -60, max: 60 }),
});

function liquidity(lower: [number, number], upper: [number, number]): fc.Arbitrary<Operation> {
  return fc
    .record({
      lower: fc.integer({ min: lower[0], max: lower[1] }),
      upper: fc.integer({ min: upper[0], max: upper[1] }),
      amount: fc.integer({ min: 1, max: 900 }),
    })
    .map((change) => ({
      kind: "liquidity",
      lower: Math.min(change.lower, change.upper),
      width: Math.abs(change.upper - change.lower) + 1,
      amount: change.amount,
    }));
}

const anywhere = liquidity([-600, 600], [-600, 600]);
/** Whatever tick the swaps end at, it is inside. */
const inRange = liquidity([-600, -61], [61, 600]);

const slots = fc.array(fc.array(fc.oneof({ weight: 3, arbitrary: swap }, anywhere), { maxLength: 3 }), {
  minLength: 1,
  maxLength: 25,
});

/** Slots in which what moved the pool leaves a trace of what moved the arrays. */
const tellingSlots = fc.array(
  fc.oneof(
    fc.array(swap, { maxLength: 3 }),
    fc.array(anywhere, { maxLength: 2 }),
    fc.array(fc.oneof(swap, inRange), { maxLength: 4 }),
  ),
  { minLength: 1, maxLength: 25 },
);

/** A random source that fast-check shrinks: numbers in [0, 1), repeated when they run out. */
const dice = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 31, maxLength: 211 });

function roller(numbers: readonly number[]): () => number {
  let at = 0;
  return () => (numbers[at++ % numbers.length] ?? 0) / 1_000;
}

/** All notifications of a run, in the order in which the stream tells them. */
function tell(
  chain: ChainModel,
  run: readonly (readonly Operation[])[],
  roll: () => number,
  faults: { readonly spread: number; readonly loss: number; readonly repeat: number },
): Notification[] {
  const told: Notification[] = [];
  // Two quiet slots at the end let the last one that mattered be told whole.
  for (const operations of [...run, [], []]) {
    const changed: [string | null, Part | null][] = [...chain.run(operations), [null, null]];
    for (const [address, part] of changed) {
      const { slot } = chain;
      const notification = { slot, address, part, lost: roll() < faults.loss };
      told.push({ ...notification, order: slot + roll() * faults.spread });
      if (roll() < faults.repeat) told.push({ ...notification, order: slot + roll() * faults.spread });
    }
  }
  return told.sort((one, other) => one.order - other.order);
}

interface Outcome {
  doubts: number;
  behind: number;
  last: PoolSnapshot | undefined;
}

/** Drives an assembler with what was told, reads on each doubt, and checks each emission at its slot. */
function follow(
  chain: ChainModel,
  told: readonly Notification[],
  roll: () => number,
  settles: boolean,
): Outcome {
  const first = Math.min(...told.map(({ slot }) => slot)) - 1;
  const assembler = new PoolAssembler();
  const outcome: Outcome = { doubts: 0, behind: 0, last: undefined };
  const seen = new Set<Notification>();
  let streamSlot = first;

  const read = (slot: number): void => {
    const readSlot = Math.max(first, Math.min(chain.slot, slot));
    check(assembler.read(readSlot, chain.parts(readSlot)));
  };
  const check = (verdict: Verdict): void => {
    if (verdict.kind === "doubt") {
      outcome.doubts += 1;
      read(streamSlot + Math.floor(roll() * 3));
    }
    if (verdict.kind === "settle" && settles && roll() < 0.7) check(assembler.settled(verdict.slot));
    if (verdict.kind !== "emit") return;
    const { snapshot } = verdict;
    expect(snapshot.slot).toBeGreaterThanOrEqual(outcome.last?.slot ?? 0);
    outcome.last = snapshot;
    compare(snapshot);
  };
  /** Only a notification that nobody can know of may leave an account behind, and never the price. */
  const compare = (snapshot: PoolSnapshot): void => {
    const truth = quoteFacts(chain.parts(snapshot.slot));
    for (const [address, facts] of snapshotFacts(snapshot)) {
      if (facts === truth.get(address)) continue;
      const missing = told.some(
        (one) => one.address === address && one.slot <= snapshot.slot && (one.lost || !seen.has(one)),
      );
      expect(missing, `${address} at ${snapshot.slot}`).toBe(true);
      expect(address).not.toBe("pool");
      outcome.behind += 1;
    }
  };

  read(first);
  for (const notification of told) {
    const { slot, address, part, lost } = notification;
    if (lost) continue;
    seen.add(notification);
    streamSlot = Math.max(streamSlot, slot);
    check(assembler.advance(slot));
    if (address !== null && part !== null) check(assembler.update(address, slot, part));
    if (!assembler.isLive) read(streamSlot);
    // What came late must have voided the state that it contradicts.
    if (assembler.isLive && outcome.last !== undefined) compare(outcome.last);
    if (assembler.isLive && roll() < 0.1) read(slot + Math.floor(roll() * 6) - 3);
  }
  return outcome;
}

describe.each([
  { name: "a static pool", adaptive: false },
  { name: "an adaptive pool", adaptive: true },
])("the pool assembler on $name", ({ adaptive }) => {
  it("emits exactly the chain's state when nothing is lost, whatever the order within a slot", () => {
    fc.assert(
      fc.property(slots, dice, (run, numbers) => {
        const chain = new ChainModel(adaptive);
        const roll = roller(numbers);
        const told = tell(chain, run, roll, { spread: 0.9, loss: 0, repeat: 0.2 });
        const { last } = follow(chain, told, roll, true);
        expect(last && snapshotFacts(last)).toEqual(quoteFacts(chain.parts(chain.slot)));
      }),
      { numRuns: 400 },
    );
  });

  it("never emits ahead of an array or oracle that the pool's own change gives away", () => {
    fc.assert(
      fc.property(tellingSlots, dice, (run, numbers) => {
        const chain = new ChainModel(adaptive);
        const roll = roller(numbers);
        const told = tell(chain, run, roll, { spread: 0.9, loss: 0, repeat: 0.2 });
        expect(follow(chain, told, roll, false).behind).toBe(0);
      }),
      { numRuns: 600 },
    );
  });

  it("never emits a wrong price, nor an account whose change it could have known, under loss and reordering", () => {
    fc.assert(
      fc.property(slots, dice, (run, numbers) => {
        const chain = new ChainModel(adaptive);
        const roll = roller(numbers);
        const told = tell(chain, run, roll, { spread: 2.5, loss: 0.15, repeat: 0.15 });
        follow(chain, told, roll, true);
      }),
      { numRuns: 1_500 },
    );
  });
});
