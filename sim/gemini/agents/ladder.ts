/** One quote of a maker's ladder. */
export interface Rung {
  /** Distance from the target price, as a fraction. */
  readonly distance: number;
  /** Dollars that are quoted there on average. */
  readonly usd: number;
}

/** Ratio between neighbouring distances, near the touch and beyond 25 times the first. */
const NEAR_STEP = 1.28;
const FAR_STEP = 1.033;
const NEAR_END = 12;
/** The first rung's dollars, and how depth grows with distance. */
const FIRST_USD = 1_500;
const DEPTH_POWER = 0.75;

/**
 * A ladder from `nearest` (a fraction, half the spread) out to `farthest`. Near the touch it is
 * sparse because those quotes follow every move; far out it is dense and hardly ever touched.
 */
export function createLadder(nearest: number, farthest: number): Rung[] {
  const rungs: Rung[] = [];
  let distance = nearest;
  while (distance <= farthest) {
    rungs.push({ distance, usd: FIRST_USD * (distance / nearest) ** DEPTH_POWER });
    distance *= distance < nearest * NEAR_END ? NEAR_STEP : FAR_STEP;
  }
  return rungs;
}
