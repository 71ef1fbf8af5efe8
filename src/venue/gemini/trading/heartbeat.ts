import { type Log, TandemError, type Timers } from "#model";
import type { PrivateRest } from "./private-rest.ts";

/**
 * Tells the venue again and again that we live, for keys that require it: 30 s without an authenticated
 * request and it cancels the session's orders. The function returned stops it and resolves when it has.
 */
export function startHeartbeat(
  rest: PrivateRest,
  everyMs: number,
  timers: Timers,
  log: Log,
): () => Promise<void> {
  let isStopped = false;
  let beating: Promise<void> | undefined;
  const beat = async (): Promise<void> => {
    try {
      await rest.ask("/v1/heartbeat");
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      if (!isStopped) log.warning("Gemini heartbeat failed", { code: error.code, message: error.message });
    } finally {
      beating = undefined;
    }
  };
  const cancel = timers.every(everyMs, () => {
    beating ??= beat();
  });
  return async () => {
    isStopped = true;
    cancel();
    await beating;
  };
}
