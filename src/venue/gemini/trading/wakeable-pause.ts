import type { Timers } from "#model";
import { pause } from "#transport";

/** Waits that can be cut short, one at a time. */
export class WakeablePause {
  readonly #timers: Timers;
  #waiting: AbortController | undefined;
  #mayHurry = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** A wait that is part of a rule: only `wake` ends it early. */
  gap(ms: number): Promise<void> {
    return this.#wait(ms, false);
  }

  /** A wait that merely spares the venue: `hurry` ends it too. */
  rest(ms: number): Promise<void> {
    return this.#wait(ms, true);
  }

  hurry(): void {
    if (this.#mayHurry) this.wake();
  }

  wake(): void {
    this.#waiting?.abort();
  }

  async #wait(ms: number, mayHurry: boolean): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#mayHurry = mayHurry;
    await pause(ms, this.#timers, waiting.signal);
  }
}
