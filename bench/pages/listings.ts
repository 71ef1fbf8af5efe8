import { ASSETS, BEGAN_MS } from "./fill.ts";

export interface Listing {
  readonly name: string;
  /** So many addresses of pages, none of them twice. */
  addresses(port: number, count: number): Promise<readonly string[]>;
}

const TRADES = "/api/v1/trades?limit=100";
const OPPORTUNITIES = "/api/v1/opportunities?limit=100";

/** Every listing with each of its filters, from the newest rows to the oldest. */
export const LISTINGS: readonly Listing[] = [
  each("trades: newest, limit 20", (n) => `/api/v1/trades?limit=20&to=${stamp(LATE_MS + n)}`),
  walk("trades: page after page", TRADES),
  each("trades: up to a moment", (n, share) => `${TRADES}&to=${stamp(at(share) + n)}`),
  each("trades: a range of an hour", (n, share) => {
    const from = at(share) + n;
    return `${TRADES}&from=${stamp(from)}&to=${stamp(from + 3_600_000)}`;
  }),
  walk("trades: of the rarest asset", `${TRADES}&asset=${ASSETS[2]}`),
  walk("trades: of a rare status", `${TRADES}&status=unwound`),
  walk("trades: of asset and rare status", `${TRADES}&asset=${ASSETS[2]}&status=failed`),
  each("trades: one page of 1000", (n) => `/api/v1/trades?limit=1000&to=${stamp(LATE_MS + n)}`),
  walk("opportunities: page after page", OPPORTUNITIES),
  walk("opportunities: of the rarest asset", `${OPPORTUNITIES}&asset=${ASSETS[2]}`),
  walk("opportunities: of a direction", `${OPPORTUNITIES}&direction=dex_to_cex`),
  walk("opportunities: wide spreads only", `${OPPORTUNITIES}&min_spread_pct=3.5`),
  walk("opportunities: wide, of an asset", `${OPPORTUNITIES}&asset=${ASSETS[1]}&min_spread_pct=3.5`),
  walk("opportunities: of no such asset", `${OPPORTUNITIES}&asset=NONE-USD`),
  each("windows: newest", (n) => `/api/v1/windows?limit=${10 + (n % 90)}`),
  each("windows: of an asset", (n) => `/api/v1/windows?asset=${ASSETS[0]}&limit=${10 + (n % 90)}`),
];

/** Half a million seconds hold a million opportunities. */
const SPAN_MS = 500_000_000;
const LATE_MS = BEGAN_MS + 10 * SPAN_MS;

function at(share: number): number {
  return BEGAN_MS + Math.floor(SPAN_MS * share);
}

function stamp(ms: number): string {
  return encodeURIComponent(new Date(ms).toISOString());
}

function each(name: string, address: (n: number, share: number) => string): Listing {
  return {
    name,
    addresses: async (_port, count) => Array.from({ length: count }, (_, n) => address(n, n / count)),
  };
}

/** Follows the cursors, then begins anew where there are fewer pages. */
function walk(name: string, base: string): Listing {
  return {
    name,
    async addresses(port, count) {
      const found = [base];
      for (let cursor = await next(port, base); cursor !== null && found.length < count; ) {
        const address = `${base}&cursor=${encodeURIComponent(cursor)}`;
        found.push(address);
        cursor = await next(port, address);
      }
      return found;
    },
  };
}

async function next(port: number, address: string): Promise<string | null> {
  const answer = await fetch(`http://127.0.0.1:${port}${address}`);
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { next_cursor: string | null }).next_cursor;
}
