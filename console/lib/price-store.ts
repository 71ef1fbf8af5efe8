import { createBatch } from "./batch.ts";
import { createSpreadHistory, type SpreadHistory } from "./chart/spread-history.ts";
import type { AssetPrices } from "./wire.ts";

/** An asset's latest prices with the server's time of them. */
export type TimedPrices = AssetPrices & { readonly timestamp: string };

/** Fast prices, outside of the query cache: readers are told once a paint, history is bounded. */
export interface PriceStore {
  /** Takes prices of a moment; older ones than are held are ignored. */
  apply(prices: readonly AssetPrices[], timestamp: string): void;
  /** All assets in the order in which the server first named them; the same array until one changes. */
  all(): readonly TimedPrices[];
  history(asset: string): SpreadHistory;
  subscribe(listener: () => void): () => void;
}

/** Ten minutes at the server's four prices a second. */
const HISTORY_POINTS = 2_400;

export function createPriceStore(schedule: (task: () => void) => void): PriceStore {
  const latest = new Map<string, TimedPrices>();
  const histories = new Map<string, SpreadHistory>();
  let snapshot: readonly TimedPrices[] = [];
  const batch = createBatch(schedule, () => {
    snapshot = [...latest.values()];
  });

  const history = (asset: string) => {
    const known = histories.get(asset);
    if (known !== undefined) return known;
    const made = createSpreadHistory(HISTORY_POINTS);
    histories.set(asset, made);
    return made;
  };

  return {
    apply(prices, timestamp) {
      for (const price of prices) {
        const held = latest.get(price.asset);
        if (held !== undefined && held.timestamp > timestamp) continue;
        latest.set(price.asset, { ...price, timestamp });
        history(price.asset).push(price, Date.parse(timestamp));
      }
      batch.changed();
    },
    all: () => snapshot,
    history,
    subscribe: batch.subscribe,
  };
}
