/** How often each value was seen: exact percentiles that can be added up. */
export type Counts = ReadonlyMap<number, number>;

export function one(value: number): Counts {
  return new Map([[value, 1]]);
}

/** All keys of all maps; what stands under the same one is taken together at once, however many maps there are. */
export function mergeMaps<Key, Value>(
  maps: readonly ReadonlyMap<Key, Value>[],
  together: (values: readonly Value[]) => Value,
): ReadonlyMap<Key, Value> {
  const gathered = new Map<Key, Value[]>();
  for (const map of maps) {
    for (const [key, value] of map) {
      const held = gathered.get(key);
      if (held === undefined) gathered.set(key, [value]);
      else held.push(value);
    }
  }
  return new Map([...gathered].map(([key, values]) => [key, together(values)]));
}

export function mergeCounts(counts: readonly Counts[]): Counts {
  return mergeMaps(counts, sumOf);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function countOf(counts: Counts): number {
  return sumOf([...counts.values()]);
}

/** The smallest value that so many percent of all do not exceed (nearest rank); null where nothing was counted. */
export function percentileOf(counts: Counts, percent: number): number | null {
  const rank = Math.ceil((countOf(counts) * percent) / 100);
  let seen = 0;
  for (const [value, times] of [...counts].sort(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= rank) return value;
  }
  return null;
}
