/** A number in [0, 1); the same seed gives the same sequence on every machine. */
export type Random = () => number;

/** Spreads neighbouring seeds and names over 32 bits (FNV-1a), so that "1:SOL" and "1:BTC" share nothing. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Makes a seeded generator (SplitMix32). A text seed such as `${seed}:SOL` starts an independent
 * sequence, which keeps one asset's future unchanged when another asset is added.
 */
export function createRandom(seed: number | string): Random {
  let state = hash(String(seed));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}

/** A standard normal deviate (Box-Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A number evenly spread over [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Waiting time until the next event of a Poisson process with this mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
