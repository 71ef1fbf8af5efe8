import type { AssetPrices } from "../wire.ts";

/** Three columns for the chart: seconds since 1970, and the spread of each direction in percent. */
export type SpreadColumns = [times: number[], cexToDex: (number | null)[], dexToCex: (number | null)[]];

/** A silence longer than this breaks the line instead of bridging it. */
const GAP_MS = 5_000;

/** Points closer together than this are one: the later replaces the earlier. */
const MERGE_MS = 200;

/** The last few minutes of one asset's spreads in a ring: fixed memory, floats, for drawing only. */
export interface SpreadHistory {
  /** A side that is not live makes a break in the line, never a made-up number. */
  push(prices: AssetPrices, atMs: number): void;
  /** Points not older than `sinceMs`, oldest first. */
  columns(sinceMs: number): SpreadColumns;
  /** Time of the newest point, null while there is none. */
  lastMs(): number | null;
  /** Time of the oldest point that is still held, null while there is none. */
  firstMs(): number | null;
}

export function createSpreadHistory(capacity: number): SpreadHistory {
  const times = new Float64Array(capacity);
  const cexToDex = new Float64Array(capacity);
  const dexToCex = new Float64Array(capacity);
  let written = 0;
  const newest = () => (written - 1) % capacity;

  const write = (slot: number, atMs: number, forward: number, backward: number) => {
    times[slot] = atMs;
    cexToDex[slot] = forward;
    dexToCex[slot] = backward;
  };

  return {
    push(prices, atMs) {
      const lastMs = written === 0 ? null : (times[newest()] ?? 0);
      if (lastMs !== null && atMs < lastMs) return;
      if (lastMs !== null && atMs - lastMs > GAP_MS) write(written++ % capacity, lastMs + 1, NaN, NaN);
      const replaces = lastMs !== null && written > 1 && atMs - lastMs < MERGE_MS;
      const slot = replaces ? newest() : written++ % capacity;
      const [forward, backward] = spreadsOf(prices);
      write(slot, replaces ? lastMs : atMs, forward, backward);
    },
    columns(sinceMs) {
      const columns: SpreadColumns = [[], [], []];
      for (let index = Math.max(0, written - capacity); index < written; index++) {
        const slot = index % capacity;
        const atMs = times[slot] ?? 0;
        if (atMs < sinceMs) continue;
        columns[0].push(atMs / 1000);
        columns[1].push(drawable(cexToDex[slot]));
        columns[2].push(drawable(dexToCex[slot]));
      }
      return columns;
    },
    firstMs: () => (written === 0 ? null : (times[Math.max(0, written - capacity) % capacity] ?? null)),
    lastMs: () => (written === 0 ? null : (times[newest()] ?? null)),
  };
}

/** (sell - buy) / buy in percent: buy at the ask and sell at the pool's mid, and the other way round. */
function spreadsOf(prices: AssetPrices): [forward: number, backward: number] {
  if (prices.cex_state !== "live" || prices.dex_state !== "live" || prices.dex_price === null)
    return [NaN, NaN];
  const mid = Number(prices.dex_price);
  const ask = prices.cex_ask === null ? NaN : Number(prices.cex_ask);
  const bid = prices.cex_bid === null ? NaN : Number(prices.cex_bid);
  return [((mid - ask) / ask) * 100, ((bid - mid) / mid) * 100];
}

function drawable(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
