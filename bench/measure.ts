import { getHeapStatistics } from "node:v8";

/** A contestant: does the whole set once and returns how many frames that were. */
export interface Contestant {
  readonly name: string;
  /** Comes before each pass and is not timed: what a connection costs once, not a frame. */
  prepare?(): void;
  pass(): number;
}

/**
 * Frames a second of each contestant: after warm-up they take turns, A B C A B C, so that whatever else
 * the machine does hits all alike. The median of the rounds counts.
 */
export function race(
  contestants: readonly Contestant[],
  rounds: number,
  passes: number,
): Map<string, number> {
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const rate = rateOf(contestant, passes);
      if (round >= 0) rates.get(contestant.name)?.push(rate);
    }
  }
  return new Map([...rates].map(([name, seen]) => [name, quantile(Float64Array.from(seen), 0.5)]));
}

function rateOf(contestant: Contestant, passes: number): number {
  let frames = 0;
  let tookMs = 0;
  for (let i = 0; i < passes; i += 1) {
    contestant.prepare?.();
    const startMs = performance.now();
    frames += contestant.pass();
    tookMs += performance.now() - startMs;
  }
  return frames / (tookMs / 1000);
}

/** The value below which `share` of `values` lie. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Collects garbage; needs --expose-gc, else the heap's growth says nothing. */
export function collect(): void {
  if (globalThis.gc === undefined) throw new Error("start the bench with --expose-gc");
  globalThis.gc();
}

export interface HeapUse {
  /** Live heap after garbage collection, against the start. */
  readonly grownBytes: number;
  readonly allocatedBytesPerFrame: number;
}

/** What `work` leaves on the heap and what it allocated on the way. */
export function heapUse(frames: number, work: () => void): HeapUse {
  collect();
  const before = getHeapStatistics();
  work();
  const after = getHeapStatistics();
  collect();
  const settled = getHeapStatistics();
  return {
    grownBytes: settled.used_heap_size - before.used_heap_size,
    allocatedBytesPerFrame: (allocated(after) - allocated(before)) / frames,
  };
}

/** Bytes ever allocated; node's types do not list the figure yet. */
function allocated(statistics: object): number {
  return Number(Reflect.get(statistics, "total_allocated_bytes"));
}
