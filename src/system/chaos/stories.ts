import type { Direction } from "#model";
import type { Fault } from "./draw-faults.ts";

/** A trade of a known kind: what goes wrong with its legs, beside the price that brings it about. */
export interface Story {
  readonly name: string;
  readonly faults: readonly Fault[];
}

/** How long a story's price and faults last: over when the killed process is back, so that it comes home undisturbed. */
export const STORY_MS = 1_500;

const now = { atMs: 0, forMs: STORY_MS } as const;
const order = { venue: "gemini", probability: 1, ...now } as const;
const sent = { venue: "solana", probability: 1, ...now } as const;

export const STORIES: readonly Story[] = [
  { name: "clean", faults: [] },
  { name: "partial fill, then complete", faults: [{ kind: "partial-fill", fraction: 0.7, ...order }] },
  { name: "swap fails", faults: [{ kind: "tx-fail", ...sent }] },
  // Most of them, not all: a trade gives up after so many closing orders.
  {
    name: "order rejected",
    faults: [{ kind: "reject", reason: "MarketNotOpen", ...order, probability: 0.6 }],
  },
  { name: "acknowledgement lost", faults: [{ kind: "lost-ack", ...order }] },
  { name: "order lost", faults: [{ kind: "lost-order", ...order, probability: 0.6 }] },
  { name: "cut after the order", faults: [{ kind: "cut-on-order", ...order }] },
  { name: "phantom swap", faults: [{ kind: "tx-phantom", blocks: 12, ...sent }] },
  { name: "swap expires", faults: [{ kind: "tx-expire", ...sent }] },
];

const SHOCK_PCT = 2.6;

/** Moves the exchange's price of a base so far that the trade of this direction pays, and only that one. */
export function shockFor(direction: Direction, base: string): Fault {
  const pct = direction === "cex_to_dex" ? -SHOCK_PCT : SHOCK_PCT;
  return { kind: "shock", venue: "gemini", base, pct, ...now };
}
