/** A process that was held up this many turns does not make up for them: they are missed. */
const MAX_CATCH_UP_TURNS = 4;

/** Calls `tick` every `everyMs` without drift, and with the number of turns that were missed outright. */
export function startMetronome(everyMs: number, tick: (missed: number) => void): () => void {
  let dueMs = performance.now() + everyMs;
  let timer: NodeJS.Timeout;
  const turn = (): void => {
    const behind = Math.floor((performance.now() - dueMs) / everyMs);
    const missed = behind > MAX_CATCH_UP_TURNS ? behind : 0;
    dueMs += everyMs * (1 + missed);
    timer = setTimeout(turn, Math.max(0, dueMs - performance.now()));
    tick(missed);
  };
  timer = setTimeout(turn, everyMs);
  return () => clearTimeout(timer);
}
