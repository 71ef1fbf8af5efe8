import { type Clock, ConnectivityError, RejectedError, type Timers } from "#model";
import { createPace, type JsonRpc, pause } from "#transport";
import { type MaybeAccount, toAccountsByKey } from "./account-bytes.ts";
import { CLOCK_SYSVAR } from "./clock-sysvar.ts";
import type { PoolPlan } from "./plan.ts";
import { MAX_KEYS, readAccounts } from "./read-accounts.ts";

/** What one call read for one pool, with the plan that it was asked by. */
export interface PoolRead {
  readonly pool: string;
  readonly plan: PoolPlan;
  readonly slot: number;
  readonly accounts: ReadonlyMap<string, MaybeAccount>;
}

export interface ReadQueueOptions {
  readonly rpc: JsonRpc;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The plan of a pool now, and the slot below which a read of it is of no use. */
  readonly wanted: (pool: string) => { readonly plan: PoolPlan; readonly minSlot: number };
  /** All pools of one call, and the Clock account of the same bank. */
  readonly onRead: (reads: readonly PoolRead[], clockAccount: MaybeAccount, receivedNs: number) => void;
  readonly onFailure: (error: ConnectivityError | RejectedError) => void;
}

/** Reads pools one call after the other; a pool asked for twice before its turn is read once. */
export interface ReadQueue extends AsyncDisposable {
  request(pool: string): void;
}

/** Doubts come in bursts; the smallest paid plan of a provider allows ten calls a second. */
const PACE = { burst: 4, everyMs: 300 };
const RETRY_AFTER_MS = 250;

export function createReadQueue(options: ReadQueueOptions): ReadQueue {
  return new Queue(options);
}

class Queue implements ReadQueue {
  readonly #options: ReadQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #abort = new AbortController();
  readonly #pace: ReturnType<typeof createPace>;
  #running: Promise<void> | undefined;

  constructor(options: ReadQueueOptions) {
    this.#options = options;
    this.#pace = createPace(PACE, options.clock);
  }

  request(pool: string): void {
    if (this.#abort.signal.aborted) return;
    this.#waiting.add(pool);
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    this.#waiting.clear();
    await this.#running;
  }

  async #drain(): Promise<void> {
    const { signal } = this.#abort;
    // Requests of the same turn go into the same call.
    await Promise.resolve();
    while (this.#waiting.size > 0 && !signal.aborted) {
      await this.#sleep(this.#pace.takeMs());
      if (signal.aborted) return;
      const batch = this.#takeBatch();
      try {
        await this.#read(batch);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ConnectivityError || error instanceof RejectedError)) throw error;
        for (const { pool } of batch) this.#waiting.add(pool);
        this.#options.onFailure(error);
        await this.#sleep(RETRY_AFTER_MS);
      }
    }
  }

  /** As many whole pools as fit into one call beside the Clock. */
  #takeBatch(): { pool: string; plan: PoolPlan; minSlot: number }[] {
    const batch: { pool: string; plan: PoolPlan; minSlot: number }[] = [];
    let keys = 1;
    for (const pool of this.#waiting) {
      const { plan, minSlot } = this.#options.wanted(pool);
      keys += plan.roles.size;
      if (keys > MAX_KEYS && batch.length > 0) break;
      batch.push({ pool, plan, minSlot });
    }
    for (const { pool } of batch) this.#waiting.delete(pool);
    return batch;
  }

  async #read(batch: readonly { pool: string; plan: PoolPlan; minSlot: number }[]): Promise<void> {
    const keys = [...batch.flatMap(({ plan }) => [...plan.roles.keys()]), CLOCK_SYSVAR];
    const minContextSlot = Math.max(...batch.map(({ minSlot }) => minSlot));
    const { signal } = this.#abort;
    const { slot, accounts } = await readAccounts(this.#options.rpc, keys, { minContextSlot, signal });
    if (signal.aborted) return;
    const receivedNs = this.#options.clock.monotonicNs();
    const byKey = toAccountsByKey(keys, accounts);
    const reads = batch.map(({ pool, plan }) => ({ pool, plan, slot, accounts: byKey }));
    this.#options.onRead(reads, byKey.get(CLOCK_SYSVAR) ?? null, receivedNs);
  }

  #sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return pause(ms, this.#options.timers, this.#abort.signal);
  }
}
