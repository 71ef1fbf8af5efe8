/** One published limit: at most `limit` in any `windowMs`. */
export interface RateLimit {
  readonly type: "REQUEST_WEIGHT" | "ORDERS" | "CONNECTION_ATTEMPTS";
  readonly limit: number;
  readonly windowMs: number;
  /** The window as the venue names it. */
  readonly interval: "SECOND" | "MINUTE" | "DAY";
  readonly intervalCount: number;
}

/** The limits that the real venue's `conninfo` gave in autumn 2026. */
export const REQUEST_WEIGHT: RateLimit = {
  type: "REQUEST_WEIGHT",
  limit: 7_000,
  windowMs: 10_000,
  interval: "SECOND",
  intervalCount: 10,
};
export const ORDERS: RateLimit = { ...REQUEST_WEIGHT, type: "ORDERS", limit: 3_500 };
export const CONNECTION_ATTEMPTS: RateLimit = {
  type: "CONNECTION_ATTEMPTS",
  limit: 300,
  windowMs: 300_000,
  interval: "MINUTE",
  intervalCount: 5,
};

/** Counts what was used of a limit, in fixed windows as the venue does. */
export class RateWindow {
  readonly limit: RateLimit;
  readonly #now: () => number;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(limit: RateLimit, now: () => number) {
    this.limit = limit;
    this.#now = now;
  }

  get used(): number {
    this.#roll();
    return this.#used;
  }

  /** Counts one more; false where that is beyond the limit. */
  take(): boolean {
    this.#roll();
    this.#used += 1;
    return this.#used <= this.limit.limit;
  }

  #roll(): void {
    const nowMs = this.#now();
    if (nowMs - this.#windowStartMs < this.limit.windowMs) return;
    this.#windowStartMs = nowMs;
    this.#used = 0;
  }
}
