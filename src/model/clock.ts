/** Time is an argument. Only `system/` makes a Clock from the real one; tests turn their own. */
export interface Clock {
  /** Nanoseconds since an arbitrary start, never going backwards; a number, exact below 104 days. */
  monotonicNs(): number;
  /** Milliseconds since 1970 UTC. */
  epochMs(): number;
}

/** Timers as an argument, so that feeds can be driven by a test without sleeping. */
export interface Timers {
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Runs `task` each `ms`; the returned function cancels it. */
  every(ms: number, task: () => void): () => void;
}

/** A number in [0, 1), injected wherever jitter is wanted. */
export type Random = () => number;
