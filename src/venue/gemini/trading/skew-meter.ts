import type { Clock } from "#model";
import type { ClockSkew } from "../../trading-client.ts";

/** The socket's own measure is exact to its round trip; for so long nothing coarser replaces it. */
const SOCKET_MEASURE_NS = 60e9;

/**
 * The venue's clock less ours, from the socket's `time` where there is one, else from the Date header of
 * REST replies (exact to half a second), so that it is also known where our clock is why we are refused.
 */
export class SkewMeter {
  readonly #clock: Clock;
  #skewMs: number | null = null;
  #measuredNs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  bySocket(skewMs: number): void {
    this.#skewMs = skewMs;
    this.#measuredNs = this.#clock.monotonicNs();
  }

  /** `date` as in HTTP; our own time when the request left and when its reply came, ms since 1970. */
  byHeader(date: string | null, sentMs: number, receivedMs: number): void {
    const venueMs = Date.parse(date ?? "");
    const isFresh = this.#clock.monotonicNs() - this.#measuredNs < SOCKET_MEASURE_NS;
    if (Number.isNaN(venueMs) || isFresh) return;
    // The header leaves out the fraction of its second: half of one is the best guess.
    this.#skewMs = venueMs + 500 - (sentMs + receivedMs) / 2;
  }

  read(): ClockSkew {
    return { skewMs: this.#skewMs };
  }
}
