import type { IntentRef } from "#engine";
import type { TradingBatch, TradingStore } from "#ledger";
import type { Clock, Log, Timers } from "#model";

export interface JournalQueueOptions {
  readonly store: Pick<TradingStore, "append">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** These intents and everything before them are on the disk. */
  readonly onDurable: (intents: readonly IntentRef[]) => void;
  /** Told when the disk stops taking what it is given, and when it takes it again. */
  readonly onWorks: (works: boolean) => void;
  readonly onWrite: (seconds: number) => void;
}

const RETRY_MS = 500;

interface Waiting {
  /** Null where nothing is written and only the turn is awaited. */
  readonly batch: TradingBatch | null;
  readonly intents: readonly IntentRef[];
  readonly afterwards: (() => void) | null;
}

/**
 * Writes batches to the journal in the order in which they were given, everything that waits in one commit. What
 * the disk does not take stays first in line and is tried again for ever: nothing may overtake it, and nothing
 * that depends on it is sent.
 */
export class JournalQueue {
  readonly #options: JournalQueueOptions;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  /** Nothing is being written yet: it begins at the end of this turn, or with the first intent. */
  #isPutOff = false;
  #works = true;
  #closed = false;

  constructor(options: JournalQueueOptions) {
    this.#options = options;
  }

  put(batch: TradingBatch, intents: readonly IntentRef[]): void {
    this.#waiting.push({ batch, intents, afterwards: null });
    if (this.#running !== null && !this.#isPutOff) return;
    // Somebody waits to send: it begins now, and takes along what this turn has put off.
    if (intents.length > 0) this.#begin();
    else this.#running ??= this.#atEndOfTurn();
  }

  /** Runs `task` when everything that was put before is durable: at once where it is already. */
  afterwards(task: () => void): void {
    if (this.#running === null) task();
    else this.#waiting.push({ batch: null, intents: [], afterwards: task });
  }

  get works(): boolean {
    return this.#works;
  }

  /** Batches that are not durable yet and not being written. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when everything that was put before is durable; rejects with what keeps it from being so. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** One last attempt for what waits. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  #begin(): void {
    this.#isPutOff = false;
    this.#running = this.#run();
  }

  /** A decision, its signed swap and its intent come within one turn, and cost one commit. */
  async #atEndOfTurn(): Promise<void> {
    this.#isPutOff = true;
    await null;
    if (this.#isPutOff) this.#begin();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0);
      const batches = taken.flatMap(({ batch }) => (batch === null ? [] : [batch]));
      const failure = batches.length === 0 ? null : await this.#write(batches);
      if (failure === null) {
        const intents = taken.flatMap((one) => one.intents);
        if (intents.length > 0) this.#options.onDurable(intents);
        for (const { afterwards } of taken) afterwards?.();
        continue;
      }
      this.#waiting.unshift(...taken);
      if (this.#closed) break;
      await new Promise<void>((resolve) => this.#options.timers.after(RETRY_MS, resolve));
    }
    this.#running = null;
  }

  async #write(batches: readonly TradingBatch[]): Promise<unknown> {
    const { store, clock, onWrite } = this.#options;
    const startNs = clock.monotonicNs();
    try {
      await store.append(merge(batches));
      onWrite((clock.monotonicNs() - startNs) / 1e9);
      this.#note(true, "");
      return null;
    } catch (error) {
      this.#note(false, String(error));
      return error;
    }
  }

  #note(works: boolean, reason: string): void {
    if (works === this.#works) return;
    this.#works = works;
    if (works) this.#options.log.info("journal writes again");
    else this.#options.log.error("journal cannot be written: nothing new is sent", { reason });
    this.#options.onWorks(works);
  }
}

/** One batch of many, in order; the newest state of risk counts. */
function merge(batches: readonly TradingBatch[]): TradingBatch {
  return {
    records: batches.flatMap(({ records }) => records),
    transfers: batches.flatMap(({ transfers }) => transfers),
    closed: batches.flatMap(({ closed }) => closed),
    audit: batches.flatMap(({ audit }) => audit),
    risk: batches.findLast(({ risk }) => risk !== null)?.risk ?? null,
  };
}
