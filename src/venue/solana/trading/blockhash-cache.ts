/** What a transaction's life is bound to. */
export interface Lifetime {
  readonly blockhash: string;
  readonly lastValidBlockHeight: number;
}

/** A blockhash is taken for this many blocks; `lastValidBlockHeight` counts blocks, not slots. */
const VALID_BLOCKS = 150;
/** A swap is signed only while two thirds of that are left, so that it can be resent and land. */
const SAFE_AGE_BLOCKS = 50;
/** The fastest pace that the network has announced, until a pace is measured. */
const FASTEST_BLOCK_MS = 200;
const SAMPLES = 16;
const BLOCKS_TO_MEASURE = 5;

/** The newest blockhash that any provider told of, and an estimate of the block height since. */
export class BlockhashCache {
  #latest: Lifetime | null = null;
  #samples: { readonly height: number; readonly atMs: number }[] = [];

  /** `nowMs` is monotonic. An answer that is not newer (a node that lags) changes nothing. */
  take(lifetime: Lifetime, nowMs: number): void {
    if (this.#latest !== null && lifetime.lastValidBlockHeight <= this.#latest.lastValidBlockHeight) return;
    this.#latest = lifetime;
    this.#samples.push({ height: lifetime.lastValidBlockHeight - VALID_BLOCKS, atMs: nowMs });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** Estimated confirmed block height; null before the first answer. */
  height(nowMs: number): number | null {
    const last = this.#samples.at(-1);
    if (last === undefined) return null;
    return last.height + Math.floor((nowMs - last.atMs) / this.#blockMs());
  }

  /** The blockhash to sign with, null where there is none that is young enough. */
  usable(nowMs: number): Lifetime | null {
    const height = this.height(nowMs);
    if (this.#latest === null || height === null) return null;
    const age = height + VALID_BLOCKS - this.#latest.lastValidBlockHeight;
    return age <= SAFE_AGE_BLOCKS ? this.#latest : null;
  }

  #blockMs(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return FASTEST_BLOCK_MS;
    const blocks = last.height - first.height;
    return blocks < BLOCKS_TO_MEASURE ? FASTEST_BLOCK_MS : Math.max(1, (last.atMs - first.atMs) / blocks);
  }
}
