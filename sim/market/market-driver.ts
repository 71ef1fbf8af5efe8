import type { HiddenMarket } from "./hidden-market.ts";

export interface MarketDriver {
  /** Ends the timer; the market stays where it is. */
  stop(): void;
}

/** How often a market in real time is moved on; it counts the time that really passed. */
const EVERY_MS = 50;
/** A process that was suspended goes on from where it was instead of catching up. */
const LONGEST_MS = 1_000;

/**
 * Moves a market with real time, `speed` times as fast. Exactly one driver turns a market: the
 * stand-in venues only read it.
 */
export function driveMarket(market: HiddenMarket, speed = 1): MarketDriver {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    market.advance(Math.min(nowMs - lastMs, LONGEST_MS) * speed);
    lastMs = nowMs;
  }, EVERY_MS / speed);
  return { stop: () => clearInterval(timer) };
}
