/**
 * How fast slots come and how far a node has fallen behind its own pace, from (slot, receive time) alone.
 *
 * The network's slot time changes (400 ms once, 200 ms planned), so nothing is assumed: the pace is the
 * median over blocks of recent observations. Each slot has a residual, its receive time less
 * `slot x pace`; the smallest recent one is the node at its best. A node that suddenly answers as of ten
 * slots ago shows as a residual ten slots larger, without any second provider. A network that slows down
 * moves the median with it, so that it is not taken for a lag.
 */
export interface SlotClock {
  /** Takes a slot notification. Slots may repeat or go back. */
  observe(slot: number, receivedNs: number): void;
  /** Mean milliseconds per slot as observed, or the given guess until there is enough to say. */
  slotMs(): number;
  /** Milliseconds that the latest slot came later than this node's own best pace. */
  lagMs(): number;
  /** Highest slot seen since the last reset, 0 before the first. */
  head(): number;
  reset(): void;
}

interface Observation {
  readonly slot: number;
  readonly ms: number;
}

const MAX_OBSERVATIONS = 128;
const MIN_OBSERVATIONS = 24;
const BLOCK = 12;

export function createSlotClock(guessMs: number): SlotClock {
  let observations: Observation[] = [];
  let head = 0;
  let paceMs = guessMs;
  let lagMs = 0;

  const measure = (): void => {
    if (observations.length < MIN_OBSERVATIONS) return;
    paceMs = medianPace(observations) ?? paceMs;
    let best = Number.POSITIVE_INFINITY;
    for (const { slot, ms } of observations) best = Math.min(best, ms - slot * paceMs);
    const latest = observations.at(-1);
    lagMs = latest === undefined ? 0 : latest.ms - latest.slot * paceMs - best;
  };

  return {
    observe(slot, receivedNs) {
      head = Math.max(head, slot);
      observations.push({ slot, ms: receivedNs / 1e6 });
      if (observations.length > MAX_OBSERVATIONS) observations.shift();
      measure();
    },
    slotMs: () => paceMs,
    lagMs: () => lagMs,
    head: () => head,
    reset() {
      observations = [];
      head = 0;
      lagMs = 0;
    },
  };
}

/**
 * Median over blocks of the mean time per slot. The mean inside a block evens out jitter, the median over
 * blocks leaves out the one block in which the node fell back or caught up.
 */
function medianPace(observations: readonly Observation[]): number | undefined {
  const paces: number[] = [];
  for (let start = 0; start + 1 < observations.length; start += BLOCK) {
    const first = observations[start];
    const last = observations[Math.min(start + BLOCK, observations.length - 1)];
    if (first === undefined || last === undefined || last.slot <= first.slot) continue;
    paces.push((last.ms - first.ms) / (last.slot - first.slot));
  }
  if (paces.length === 0) return undefined;
  return paces.sort((a, b) => a - b)[paces.length >> 1];
}
