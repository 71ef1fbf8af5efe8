import { ConnectivityError } from "#model";
import type { BackendOptions } from "../backend-options.ts";

/** One probe: what it connects with, where it prints, and how long it looks. */
export interface ProbeOptions {
  readonly backend: BackendOptions;
  readonly print: (line: string) => void;
  readonly seconds: number;
  /** Resolves where it is to end earlier. */
  readonly stopped: Promise<unknown>;
}

/** What a venue's feed shows of itself while it is watched. */
export interface Watched {
  /** The venue has shown what was asked for, so that the rest is worth a line a second. */
  hasCome(): boolean;
  /** Why it has not; null where nobody said. */
  whyNot(): string | null;
  /** One line of the last second. */
  line(): string;
}

/** Neither snapshot nor pool by then: the way is wrong, and a longer look shows the same. */
const COMES_WITHIN_MS = 8_000;
const LOOK_MS = 20;

/** Prints a line a second. Rejects with ConnectivityError where nothing has come. */
export async function watchFor(
  watched: Watched,
  options: ProbeOptions,
  sinceMs: () => number,
): Promise<void> {
  const { backend, print, seconds, stopped } = options;
  const { timers } = backend;
  let isStopped = false;
  void stopped.then(() => (isStopped = true));
  let nextMs = 1_000;
  while (sinceMs() < seconds * 1e3 && !isStopped) {
    await new Promise<void>((resolve) => timers.after(LOOK_MS, resolve));
    if (!watched.hasCome() && sinceMs() > COMES_WITHIN_MS) break;
    if (sinceMs() < nextMs) continue;
    nextMs += 1_000;
    if (watched.hasCome()) print(`${stamp(sinceMs())} ${watched.line()}`);
  }
  if (watched.hasCome()) return;
  const reason = watched.whyNot() ?? `no answer within ${(sinceMs() / 1e3).toFixed(0)} s`;
  throw new ConnectivityError("nothing-came", `nothing came: ${reason}`);
}

/** Seconds since the probe began, for the head of a line. */
export function stamp(ms: number): string {
  return `+${(ms / 1e3).toFixed(2).padStart(6)} s`;
}
