import type { Window } from "#model";

/** What began within one hour of UTC. */
export interface WindowHour {
  /** A whole hour of UTC, in ms since 1970. */
  readonly startMs: number;
  readonly windows: number;
  readonly opportunities: number;
}

export const HOUR_MS = 3_600_000;

/**
 * Adds windows to the hours in which they began; pure. Both are in the order of time, as a store gives them piece by
 * piece: the last hour may go on, an earlier one never does.
 */
export function addWindows(hours: readonly WindowHour[], windows: readonly Window[]): readonly WindowHour[] {
  const added = [...hours];
  for (const { startMs: atMs, opportunityCount } of windows) {
    const startMs = atMs - (atMs % HOUR_MS);
    const last = added.at(-1);
    if (last?.startMs !== startMs) added.push({ startMs, windows: 1, opportunities: opportunityCount });
    else {
      const opportunities = last.opportunities + opportunityCount;
      added[added.length - 1] = { startMs, windows: last.windows + 1, opportunities };
    }
  }
  return added;
}
