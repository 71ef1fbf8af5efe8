import { createRandom } from "../market/index.ts";

/** Milliseconds since 1970, with a fraction. */
export type EpochMs = () => number;

/** The real time of this process, never going backwards. */
export const realTime: EpochMs = () => performance.timeOrigin + performance.now();

/** Stamps and ids that the whole venue shares: every change of any symbol takes the next ones. */
export interface VenueClock {
  /** Sets the time of the changes that follow. */
  turn(epochMs: number): void;
  /** The next update id. Ids of other markets, which the stand-in does not list, leave jumps of up to 30. */
  nextUpdateId(): number;
  nextTradeId(): number;
  /** Nanoseconds since 1970 of the next change, as decimal text: beyond what a double holds. */
  nextStampNs(): string;
}

/** Ids start where the real venue's were in autumn 2026. */
const FIRST_UPDATE_ID = 1_764_559_652_998_238;
const FIRST_TRADE_ID = 2_840_141_030_659_933;

export function createVenueClock(seed: number): VenueClock {
  const random = createRandom(`${seed}:ids`);
  let updateId = FIRST_UPDATE_ID + Math.floor(random() * 1e9);
  let tradeId = FIRST_TRADE_ID + Math.floor(random() * 1e6);
  let wholeMs = 0;
  let ns = 0;
  return {
    turn(epochMs) {
      const floorMs = Math.floor(epochMs);
      if (floorMs <= wholeMs) return;
      wholeMs = floorMs;
      ns = Math.floor((epochMs - floorMs) * 1e6);
    },
    nextUpdateId() {
      updateId += random() < 0.3 ? 1 + Math.floor(random() * 30) : 1;
      return updateId;
    },
    nextTradeId() {
      tradeId += 1 + Math.floor(random() * 6);
      return tradeId;
    },
    nextStampNs() {
      ns += 2_000 + Math.floor(random() * 18_000);
      if (ns >= 1e6) {
        ns -= 1e6;
        wholeMs += 1;
      }
      return `${wholeMs}${String(ns).padStart(6, "0")}`;
    },
  };
}
