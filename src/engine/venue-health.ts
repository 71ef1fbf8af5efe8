import type { VenueName } from "#model";

/** What the engine knows of a venue's connection, from the events alone. */
export class VenueHealth {
  readonly venue: VenueName;
  connected = false;
  /** Always a number, as a field that may be null would cost an allocation at every frame. */
  #lastNs = Number.NEGATIVE_INFINITY;

  constructor(venue: VenueName) {
    this.venue = venue;
  }

  /** Monotonic time of the last sign of life; null before the first. */
  get lastLivenessNs(): number | null {
    return this.#lastNs === Number.NEGATIVE_INFINITY ? null : this.#lastNs;
  }

  alive(receivedNs: number): void {
    if (receivedNs > this.#lastNs) this.#lastNs = receivedNs;
  }

  /** True where the last sign of life is older than `limitNs`, or there was none. */
  silent(nowNs: number, limitNs: number): boolean {
    return nowNs - this.#lastNs > limitNs;
  }
}
