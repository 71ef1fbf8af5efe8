import { type Clock, ConnectivityError, type Timers } from "#model";
import { createPace, type PaceLimit } from "./pace.ts";
import { pause } from "./pause.ts";

export interface SerialQueueOptions {
  /** Our own budget, below the server's limit. */
  readonly pace: PaceLimit;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Refuses what waits and whatever comes later. */
  readonly signal: AbortSignal;
}

export interface SerialQueue {
  /** Runs tasks one at a time, in order, as the pace allows. Rejects as the task does, or with ConnectivityError (`aborted`). */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Starts nothing more for so long: what a Retry-After asks for. */
  hold(ms: number): void;
  /** Tasks that run or wait. */
  readonly length: number;
}

/** A queue for requests whose order counts, such as those that carry rising nonces. */
export function createSerialQueue(options: SerialQueueOptions): SerialQueue {
  const { clock, timers, signal } = options;
  const pace = createPace(options.pace, clock);
  let last: Promise<unknown> = Promise.resolve();
  let heldUntilNs = Number.NEGATIVE_INFINITY;
  let length = 0;

  async function turn<T>(task: () => Promise<T>): Promise<T> {
    const paceMs = signal.aborted ? 0 : pace.takeMs();
    if (paceMs > 0) await pause(paceMs, timers, signal);
    const heldMs = (heldUntilNs - clock.monotonicNs()) / 1e6;
    if (heldMs > 0) await pause(heldMs, timers, signal);
    if (signal.aborted) throw new ConnectivityError("aborted", "stopped before the request was sent");
    return task();
  }

  return {
    run(task) {
      length += 1;
      const result = last.then(() => turn(task));
      const settled = (): void => {
        length -= 1;
      };
      last = result.then(settled, settled);
      return result;
    },
    hold(ms) {
      heldUntilNs = Math.max(heldUntilNs, clock.monotonicNs() + ms * 1e6);
    },
    get length() {
      return length;
    },
  };
}
