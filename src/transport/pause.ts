import type { Timers } from "#model";

/** Resolves after `ms`, or at once when the signal aborts; leaves neither timer nor listener behind. */
export function pause(ms: number, timers: Timers, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}
