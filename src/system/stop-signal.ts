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

/**
 * While a start is under way there is nothing yet to end in order: a signal ends the process at once, by its own exit,
 * which takes along what it has started, and not by the kernel's. To be disposed right before `untilStopped`.
 */
export function exitOnSignal(): Disposable {
  const handlers = Object.entries(EXIT_CODES).map(
    ([signal, code]) => [signal, () => process.exit(code)] as const,
  );
  for (const [signal, end] of handlers) process.on(signal, end);
  return {
    [Symbol.dispose]() {
      for (const [signal, end] of handlers) process.off(signal, end);
    },
  };
}

/** Runs `close` but gives it at most `ms`: a stop must not hang on a peer that does not answer. */
export async function closeWithin(ms: number, close: () => Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([close(), late]);
}
