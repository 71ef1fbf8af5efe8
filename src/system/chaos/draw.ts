import { createHash } from "node:crypto";

/** Chance that a seed repeats: everything that a chaos run draws comes from one of these. */
export interface Draw {
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** Both ends may come. */
  whole(low: number, high: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** The same seed and stream give the same draws; streams of one seed have nothing to do with each other. */
export function createDraw(seed: number, stream: string): Draw {
  let state = createHash("sha256").update(`${seed}:${stream}`).digest().readUInt32LE(0);
  // Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
  };
}
