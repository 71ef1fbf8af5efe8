import type { Random } from "#model";

/** Bounds of an exponential back-off in milliseconds. */
export interface BackoffBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

export interface Backoff {
  /** The next delay: uniform in [0, bound), the bound doubling from `minMs` to `maxMs`. */
  nextMs(): number;
  /** Starts again from `minMs`; call it once an attempt proved useful, not when it merely began. */
  reset(): void;
}

/**
 * Exponential back-off with full jitter, which spreads clients that were dropped together. See
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for why full jitter.
 */
export function createBackoff(bounds: BackoffBounds, random: Random): Backoff {
  let boundMs = bounds.minMs;
  return {
    nextMs() {
      const delayMs = random() * boundMs;
      boundMs = Math.min(boundMs * 2, bounds.maxMs);
      return delayMs;
    },
    reset() {
      boundMs = bounds.minMs;
    },
  };
}
