/** How each request to end becomes an exit code: 128 and the signal's number, as shells have it. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Resolves with the exit code when the process is asked to end: by a signal, or by the end of the process
 * that started it (nothing of a demo outlives its launcher). A terminal sends Ctrl-C to the whole group and
 * the launcher passes it on, so the same wish may come twice: only the first counts, and none kills midway.
 * `takesHangup` says of each SIGHUP whether it was meant for something else than the end.
 */
export function untilStopped(takesHangup: () => boolean = () => false): Promise<number> {
  return new Promise((resolve) => {
    for (const [signal, code] of Object.entries(EXIT_CODES))
      process.on(signal, () => {
        if (signal !== "SIGHUP" || !takesHangup()) resolve(code);
      });
    process.on("disconnect", () => resolve(0));
  });
}

/** Runs `close` but gives it at most `ms`: a stop must not hang on a peer that does not answer. */
export async function closeWithin(ms: number, close: () => Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([close(), late]);
}
