import type { InventorySnapshot, SnapshotStore } from "#ledger";
import type { InventoryHistory, InventoryRange } from "#wire";
import { amount, instantOf, usd } from "./wire-text.ts";

type Snapshots = Pick<SnapshotStore, "listSnapshots">;
type Point = InventoryHistory["points"][number];

const HOUR_MS = 3_600_000;
const RANGE_MS: Readonly<Record<InventoryRange, number>> = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
};
/** More points than this are not told apart on a screen. */
const MOST_POINTS = 120;
/** Readings that are under way at once. */
const AT_ONCE = 12;

export function rangeOf(range: InventoryRange, nowMs: number): { fromMs: number; toMs: number } {
  return { fromMs: nowMs - RANGE_MS[range], toMs: nowMs };
}

/** Every snapshot where they are few; else the last one of each of as many equal parts of the time. Oldest first. */
export async function sampleSnapshots(
  store: Snapshots,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly InventorySnapshot[]> {
  const newest = await store.listSnapshots({ limit: MOST_POINTS, beforeMs: toMs + 1 });
  const within = newest.filter(({ atMs }) => atMs >= fromMs);
  if (within.length < MOST_POINTS) return within.toReversed();
  const stepMs = (toMs - fromMs) / MOST_POINTS;
  const ends = Array.from({ length: MOST_POINTS }, (_, part) => Math.ceil(fromMs + (part + 1) * stepMs) + 1);
  const sampled: InventorySnapshot[] = [];
  for (let first = 0; first < ends.length; first += AT_ONCE) {
    const read = ends
      .slice(first, first + AT_ONCE)
      .map((beforeMs) => store.listSnapshots({ limit: 1, beforeMs }));
    // A part without one of its own finds that of the part before it, or of the time before.
    for (const [snapshot] of await Promise.all(read))
      if (snapshot !== undefined && snapshot.atMs > (sampled.at(-1)?.atMs ?? fromMs - 1))
        sampled.push(snapshot);
  }
  return sampled;
}

export function viewSnapshot({ atMs, balances }: InventorySnapshot): Point {
  const values = balances.flatMap(({ valueUsd }) => valueUsd ?? []);
  return {
    timestamp: instantOf(atMs),
    value_usd: values.length === 0 ? null : usd(values.reduce((sum, value) => sum + value, 0n)),
    balances: balances.map(({ venue, asset, total, valueUsd }) => ({
      ...{ venue, asset, total: amount(total) },
      value_usd: valueUsd === null ? null : usd(valueUsd),
    })),
  };
}
