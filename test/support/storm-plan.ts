import type { Fault, FaultPlan } from "../../sim/faults/index.ts";
import { createRandom } from "../../sim/market/index.ts";

/** One thing that goes wrong, alone, with quiet time after it in which everything must recover. */
export interface Act {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly startMs: number;
  readonly endMs: number;
}

export interface StormPlan {
  readonly acts: readonly Act[];
  readonly plan: FaultPlan;
  readonly totalMs: number;
}

const START_MS = 6_000;
const REST_MS = 8_000;

type Kind = (atMs: number) => readonly Fault[];

const both = (make: (venue: "gemini" | "solana") => Fault): readonly Fault[] => [
  make("gemini"),
  make("solana"),
];

const DROP: Kind = (atMs) => both((venue) => ({ kind: "drop", venue, atMs, forMs: 0 }));

/** Every other kind of fault, with how long it lasts. */
const OTHERS: readonly {
  name: string;
  forMs: number;
  make: (atMs: number, forMs: number) => readonly Fault[];
}[] = [
  {
    name: "gap",
    forMs: 8_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "gap", venue, probability: 0.15, atMs, forMs })),
  },
  {
    name: "duplicate",
    forMs: 8_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "duplicate", venue, probability: 0.5, atMs, forMs })),
  },
  {
    name: "reorder",
    forMs: 8_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "reorder", venue, probability: 0.2, atMs, forMs })),
  },
  {
    name: "malformed",
    forMs: 8_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "malformed", venue, probability: 0.1, atMs, forMs })),
  },
  {
    name: "silence of Gemini",
    forMs: 15_000,
    make: (atMs, forMs) => [{ kind: "silence", venue: "gemini", atMs, forMs }],
  },
  {
    name: "silence of Solana",
    forMs: 15_000,
    make: (atMs, forMs) => [{ kind: "silence", venue: "solana", atMs, forMs }],
  },
  {
    name: "silence of one symbol",
    forMs: 15_000,
    make: (atMs, forMs) => [{ kind: "silence", venue: "gemini", symbol: "solusd", atMs, forMs }],
  },
  {
    name: "node lag",
    forMs: 8_000,
    make: (atMs, forMs) => [{ kind: "lag", venue: "solana", slots: 20, atMs, forMs }],
  },
  {
    name: "429",
    forMs: 8_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "http", venue, status: 429, atMs, forMs })),
  },
  {
    name: "503 and no new socket",
    forMs: 6_000,
    make: (atMs, forMs) => [
      ...both((venue): Fault => ({ kind: "http", venue, status: 503, atMs, forMs })),
      ...DROP(atMs),
    ],
  },
  {
    name: "20 MB frame",
    forMs: 0,
    make: (atMs) => both((venue) => ({ kind: "oversize", venue, bytes: 20_000_000, atMs, forMs: 0 })),
  },
  {
    name: "latency",
    forMs: 6_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "latency", venue, delayMs: 400, atMs, forMs })),
  },
  {
    name: "freeze",
    forMs: 13_000,
    make: (atMs, forMs) => both((venue) => ({ kind: "freeze", venue, atMs, forMs })),
  },
];

/** Names of all of them but the drops. */
export const ALL_FAULTS: readonly string[] = OTHERS.map(({ name }) => name);

/**
 * A seeded order of `drops` cuts of both sockets and `rounds` times every other fault (or those of `only`),
 * each alone.
 */
export function planStorm(seed: number, drops: number, rounds = 1, only = ALL_FAULTS): StormPlan {
  const others = OTHERS.filter(({ name }) => only.includes(name));
  const kinds = [
    ...Array.from({ length: drops }, () => ({ name: "drop", forMs: 0, make: DROP })),
    ...Array.from({ length: rounds }, () => others).flat(),
  ];
  shuffle(kinds, seed);
  let atMs = START_MS;
  const acts = kinds.map(({ name, forMs, make }): Act => {
    const act = { name, faults: make(atMs, forMs), startMs: atMs, endMs: atMs + forMs };
    atMs = act.endMs + REST_MS;
    return act;
  });
  return { acts, plan: { faults: acts.flatMap((act) => act.faults) }, totalMs: atMs };
}

function shuffle(items: unknown[], seed: number): void {
  const random = createRandom(`${seed}:storm`);
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}
