import type { PoolCurve } from "#model";

/** Where a pool stands: nothing seen yet, priced from, or void until the feed delivers it anew. */
export type PoolBookState = "awaiting_snapshot" | "live" | "stale";

/** What became of a delivered curve: taken, or dropped because a later slot is already known. */
export type PoolVerdict = "applied" | "older";

/**
 * A pool as depth: the newest curve of one pool with its phase. The curve itself is immutable and whole
 * at one slot, so there is nothing to merge here; liveness of the node is the engine's to watch.
 */
export class PoolBook {
  readonly pool: string;
  #curve: PoolCurve | null = null;
  #state: PoolBookState = "awaiting_snapshot";
  #reason = "not seen yet";
  #newestSlot = -1;
  #receivedNs = 0;

  constructor(pool: string) {
    this.pool = pool;
  }

  get state(): PoolBookState {
    return this.#state;
  }

  /** Why the pool is not live; empty while it is. */
  get reason(): string {
    return this.#reason;
  }

  /** The curve to price from, or null in every state but `live`. */
  get curve(): PoolCurve | null {
    return this.#curve;
  }

  /** Slot of the live curve, null where there is none. */
  get slot(): number | null {
    return this.#curve === null ? null : this.#curve.slot;
  }

  /** Monotonic receive time of the newest curve; 0 before the first. */
  get receivedNs(): number {
    return this.#receivedNs;
  }

  /** Takes a curve unless it is of an older slot than one already seen; the same slot replaces. */
  apply(curve: PoolCurve, receivedNs: number): PoolVerdict {
    if (curve.slot < this.#newestSlot) return "older";
    this.#newestSlot = curve.slot;
    this.#curve = curve;
    this.#receivedNs = receivedNs;
    this.#state = "live";
    this.#reason = "";
    return "applied";
  }

  /** Nothing is priced from this pool until the next curve; slots already passed stay passed. */
  void(reason: string): void {
    this.#curve = null;
    this.#state = "stale";
    this.#reason = reason;
  }

  /** The node is gone: void, and the next one may be another node whose head is a little behind. */
  disconnect(reason: string): void {
    this.void(reason);
    this.#newestSlot = -1;
  }
}
