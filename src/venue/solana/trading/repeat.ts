import { TandemError, type Timers } from "#model";
import { pause } from "#transport";

export interface Repetition {
  readonly everyMs: number;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  readonly task: () => Promise<void>;
  /** The task failed in a way that the next run may cure. */
  readonly onFailure: (error: TandemError) => void;
}

/** A failed run is repeated no later than this. */
const RETRY_MS = 2_000;

/** Runs the task now and again `everyMs` after each end (sooner after a failure), never twice at once, until the signal aborts. */
export async function repeat({ everyMs, timers, signal, task, onFailure }: Repetition): Promise<void> {
  while (!signal.aborted) {
    let waitMs = everyMs;
    try {
      await task();
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      waitMs = Math.min(everyMs, RETRY_MS);
      if (!signal.aborted) onFailure(error);
    }
    await pause(waitMs, timers, signal);
  }
}
