import type { FaultPlan } from "#sim";
import { createDraw, type Draw } from "./draw.ts";

export type Fault = FaultPlan["faults"][number];

/** When a fault is on, ms from the start of the venues. */
interface Window {
  readonly atMs: number;
  readonly forMs: number;
}

type Maker = (draw: Draw, window: Window) => Fault;

interface Track {
  readonly name: string;
  readonly pauseMs: readonly [number, number];
  readonly lastsMs: readonly [number, number];
  readonly makers: readonly [Maker, ...Maker[]];
}

/** Bases whose price a shock may move. */
const SHOCKED = ["SOL", "BTC", "ETH"] as const;

const order = { venue: "gemini" } as const;
const sent = { venue: "solana" } as const;

/** What becomes of orders; shares of them, so that some always pass. */
const ORDERS: Track["makers"] = [
  (draw, at) => ({ kind: "lost-ack", ...order, probability: draw.between(0.3, 0.9), ...at }),
  (draw, at) => ({ kind: "lost-order", ...order, probability: draw.between(0.3, 0.9), ...at }),
  (draw, at) => ({
    ...{ kind: "late-fill", ...order, probability: draw.between(0.3, 0.9), ...at },
    delayMs: draw.whole(100, 1_500),
  }),
  (draw, at) => ({
    ...{ kind: "late-order", ...order, probability: draw.between(0.3, 0.9), ...at },
    delayMs: draw.whole(50, 600),
  }),
  (draw, at) => ({ kind: "cut-on-order", ...order, probability: draw.between(0.3, 0.9), ...at }),
  (draw, at) => ({
    ...{ kind: "partial-fill", ...order, probability: draw.between(0.5, 1), ...at },
    fraction: draw.between(0.1, 0.9),
  }),
  (draw, at) => ({
    ...{ kind: "reject", ...order, probability: draw.between(0.2, 0.6), ...at },
    reason: draw.pick(["InsufficientFunds", "MarketNotOpen", "InvalidQuantity"]),
  }),
];

/** What becomes of transactions. */
const TRANSACTIONS: Track["makers"] = [
  (draw, at) => ({ kind: "tx-drop", ...sent, probability: draw.between(0.3, 0.8), ...at }),
  (draw, at) => ({ kind: "tx-expire", ...sent, probability: draw.between(0.2, 0.6), ...at }),
  (draw, at) => ({
    ...{ kind: "tx-late", ...sent, probability: draw.between(0.3, 0.9), ...at },
    blocks: draw.whole(5, 60),
  }),
  (draw, at) => ({ kind: "tx-fail", ...sent, probability: draw.between(0.3, 0.8), ...at }),
  (draw, at) => ({
    ...{ kind: "tx-phantom", ...sent, probability: draw.between(0.2, 0.6), ...at },
    blocks: draw.whole(4, 24),
  }),
  (draw, at) => ({ kind: "lost-response", ...sent, probability: draw.between(0.3, 1), ...at }),
];

/** What happens to connections and prices. */
const SURROUNDINGS: Track["makers"] = [
  (draw, at) => ({ kind: "http", venue: "gemini", status: 429, probability: draw.between(0.1, 0.4), ...at }),
  (draw, at) => ({ kind: "http", venue: "gemini", status: 503, probability: draw.between(0.1, 0.5), ...at }),
  (draw, at) => ({
    ...{ kind: "http", venue: "solana", status: draw.pick([429, 502]), ...at },
    probability: draw.between(0.1, 0.5),
  }),
  (draw, at) => ({
    ...{ kind: "http", venue: "solana", status: 503, probability: 1, ...at },
    provider: draw.pick<0 | 1>([0, 1]),
  }),
  (draw, at) => ({ kind: "latency", venue: "gemini", delayMs: draw.whole(10, 150), ...at }),
  (draw, at) => ({ kind: "latency", venue: "solana", delayMs: draw.whole(10, 150), ...at }),
  (draw, { atMs }) => ({ kind: "drop", venue: "gemini", atMs, forMs: draw.whole(0, 500) }),
  (draw, { atMs }) => ({ kind: "drop", venue: "solana", atMs, forMs: draw.whole(0, 500) }),
  (draw, at) => ({
    ...{ kind: "lag", venue: "solana", slots: draw.whole(3, 30), ...at },
    provider: draw.pick<0 | 1>([0, 1]),
  }),
  (draw, at) => ({
    ...{ kind: "shock", venue: "gemini", base: draw.pick(SHOCKED), ...at },
    pct: draw.pick([-1, 1]) * draw.between(0.5, 2),
  }),
];

const TRACKS: readonly Track[] = [
  { name: "orders", pauseMs: [300, 2_500], lastsMs: [500, 3_000], makers: ORDERS },
  { name: "transactions", pauseMs: [300, 2_500], lastsMs: [500, 2_500], makers: TRANSACTIONS },
  { name: "surroundings", pauseMs: [800, 4_000], lastsMs: [300, 2_000], makers: SURROUNDINGS },
];

/** Faults of every kind over `lengthMs`: on each track one after the other with pauses, the tracks at once. */
export function drawFaults(seed: number, lengthMs: number): readonly Fault[] {
  return TRACKS.flatMap((track) => drawTrack(createDraw(seed, track.name), track, lengthMs));
}

function drawTrack(draw: Draw, { pauseMs, lastsMs, makers }: Track, lengthMs: number): readonly Fault[] {
  const faults: Fault[] = [];
  let atMs = draw.whole(...pauseMs);
  while (atMs < lengthMs) {
    const forMs = draw.whole(...lastsMs);
    faults.push(draw.pick(makers)(draw, { atMs, forMs }));
    atMs += forMs + draw.whole(...pauseMs);
  }
  return faults;
}
