/** The last `capacity` latencies, for the p50 and p95 that the status shows. */
export class LatencyWindow {
  readonly #samplesNs: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#samplesNs = new Float64Array(capacity);
  }

  add(latencyNs: number): void {
    this.#samplesNs[this.#count % this.#samplesNs.length] = latencyNs;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** Nearest-rank percentile in milliseconds, null before the first sample. */
  percentileMs(fraction: number): number | null {
    const held = Math.min(this.#count, this.#samplesNs.length);
    if (held === 0) return null;
    const sorted = this.#samplesNs.slice(0, held).sort();
    const rank = Math.min(held - 1, Math.max(0, Math.ceil(fraction * held) - 1));
    return Math.round((sorted[rank] ?? 0) / 1e3) / 1e3;
  }
}
