import type { Clock } from "#model";

/** At most `burst` at once, and one more for each `everyMs` that passes. */
export interface PaceLimit {
  readonly burst: number;
  readonly everyMs: number;
}

export interface Pace {
  /** Takes one slot and returns how long to wait until it is due: 0 while the burst lasts. */
  takeMs(): number;
  /** Takes one slot only where it is due now. */
  tryTake(): boolean;
}

/** A token bucket on the monotonic clock: keeps us below a venue's limits however often things fail. */
export function createPace(limit: PaceLimit, clock: Clock): Pace {
  const everyNs = limit.everyMs * 1e6;
  const spanNs = everyNs * (limit.burst - 1);
  // The time at which a bucket that is drained by now would be full again, less its span (GCRA).
  let theoreticalNs = Number.NEGATIVE_INFINITY;
  const dueInNs = (nowNs: number): number => Math.max(0, theoreticalNs - spanNs - nowNs);
  const take = (nowNs: number): void => {
    theoreticalNs = Math.max(theoreticalNs, nowNs) + everyNs;
  };
  return {
    takeMs() {
      const nowNs = clock.monotonicNs();
      const waitNs = dueInNs(nowNs);
      take(nowNs);
      return waitNs / 1e6;
    },
    tryTake() {
      const nowNs = clock.monotonicNs();
      if (dueInNs(nowNs) > 0) return false;
      take(nowNs);
      return true;
    },
  };
}
