/**
 * Resolves with the exit code when the process is asked to end: Ctrl-C, SIGTERM, or the end of the
 * process that forked it (a stand-in must not outlive its demo).
 */
export function untilStopped(): Promise<number> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve(130));
    process.once("SIGTERM", () => resolve(143));
    process.once("SIGHUP", () => resolve(129));
    process.once("disconnect", () => resolve(0));
  });
}

/** Runs `close` but gives it at most `ms`: a stop must not hang on a peer that does not answer. */
export async function closeWithin(ms: number, close: () => Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([close(), late]);
}
