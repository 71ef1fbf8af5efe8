import { randomBytes } from "node:crypto";
import type { Entropy } from "#access";
import type { Clock, Random, Timers } from "#model";

/** The real clock. The only reader of time, with `systemRandom` and `systemEntropy` the only source of chance. */
export const systemClock: Clock = {
  monotonicNs: () => Math.round(performance.now() * 1e6),
  epochMs: () => Date.now(),
};

export const systemTimers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  every(ms, task) {
    const timer = setInterval(task, ms);
    return () => clearInterval(timer);
  },
};

export const systemRandom: Random = () => Math.random();

/** For secrets, where `systemRandom` could be foreseen. */
export const systemEntropy: Entropy = (byteCount) => randomBytes(byteCount);
