/** What becomes of one request under the limit. */
export type Admission =
  | { readonly kind: "now" }
  | { readonly kind: "queued"; readonly waitMs: number }
  | { readonly kind: "refused"; readonly retryAfterSec: number };

const MINUTE_MS = 60_000;
/** Requests beyond the limit that wait for their turn instead of being refused. */
const BURST = 5;

/** The venue's limit of private REST: so many a minute, five more are queued, the rest gets a 429. */
export class RequestQueue {
  readonly #perMinute: number;
  /** When the requests of the last minute had or will have their turn, the oldest first. */
  #turns: number[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Admits a request that came at `nowMs`; a refused one is not counted. */
  admit(nowMs: number): Admission {
    const oldest = this.#turns.findIndex((turnMs) => turnMs > nowMs - MINUTE_MS);
    this.#turns = oldest === -1 ? [] : this.#turns.slice(oldest);
    // The turn of a request comes a minute after that of the one `perMinute` before it.
    const before = this.#turns[this.#turns.length - this.#perMinute];
    const turnMs = before === undefined ? nowMs : before + MINUTE_MS;
    const waiting = this.#turns.filter((other) => other > nowMs).length;
    if (turnMs > nowMs && waiting >= BURST) {
      return { kind: "refused", retryAfterSec: Math.ceil((turnMs - nowMs) / 1_000) };
    }
    this.#turns.push(turnMs);
    return turnMs > nowMs ? { kind: "queued", waitMs: turnMs - nowMs } : { kind: "now" };
  }
}
