import { ConnectivityError } from "#model";
import type { MainStores } from "#storage";
import { anOpportunity, aWindow } from "../../test/gateway/builders.ts";
import { aLeg, aTrade } from "../../test/ledger/builders.ts";

/** The first moment that anything is kept for; one opportunity each half second from then on. */
export const BEGAN_MS = Date.UTC(2026, 0, 1);
const SPACING_MS = 500;
const BATCH = 1_000;
export const ASSETS = ["SOL-USD", "JUP-USD", "BONK-USD"] as const;
/** Of a thousand trades, how many ended as; the rest completed. */
const STATUSES = { failed: 40, unwound: 30, stranded: 1 };

export interface Amounts {
  readonly trades: number;
  readonly opportunities: number;
}

/**
 * Writes so many rows through the stores' own methods, as the engine would: three assets of unequal share, rare statuses,
 * spreads of which one in ten thousand is wide, two legs a trade. The same rows in every run.
 */
export async function fill(
  { opportunities, trades }: MainStores,
  amounts: Amounts,
  onProgress: (done: string) => void,
): Promise<void> {
  const tradeEvery = Math.max(1, Math.floor(amounts.opportunities / amounts.trades));
  await inBatches(amounts.opportunities, async (from, to) => {
    const found = range(from, to, opportunityAt);
    await opportunities.save({ opportunities: found, windows: [windowAt(from)] });
    onProgress(`${to} of ${amounts.opportunities} opportunities`);
  });
  await inBatches(amounts.trades, async (from, to) => {
    await trades.saveTrades(range(from, to, (n) => tradeAt(n, tradeEvery)));
    onProgress(`${to} of ${amounts.trades} trades`);
  });
}

/** A batch that a server far away lost is sent again: the same rows, so none is stored twice. */
const TRIES = 5;

async function inBatches(total: number, save: (from: number, to: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < total; from += BATCH)
    await again(() => save(from, Math.min(total, from + BATCH)));
}

async function again(save: () => Promise<void>, left = TRIES): Promise<void> {
  try {
    await save();
  } catch (error) {
    if (left === 1 || !(error instanceof ConnectivityError)) throw error;
    await again(save, left - 1);
  }
}

function range<Row>(from: number, to: number, make: (n: number) => Row): Row[] {
  return Array.from({ length: to - from }, (_, offset) => make(from + offset));
}

/** The first asset has seven rows of ten, the last one of ten. */
function assetOf(n: number): string {
  const share = n % 10;
  return ASSETS[share < 7 ? 0 : share < 9 ? 1 : 2];
}

/** As long as one becomes: listings must not feel it. */
const DEPTH = {
  book: range(1, 21, (n) => ({
    size: BigInt(n) * 575_123_456n,
    price: 83_405_000_000n + BigInt(n) * 10_000_000n,
  })),
  pool: range(1, 13, (n) => ({
    size: BigInt(n) * 958_333_333n,
    price: 85_000_000_001n - BigInt(n) * 1_234_567n,
  })),
};

function opportunityAt(n: number) {
  const atMs = BEGAN_MS + n * SPACING_MS;
  return anOpportunity({
    id: `O-${String(n).padStart(9, "0")}`,
    asset: assetOf(n),
    direction: n % 3 === 0 ? "dex_to_cex" : "cex_to_dex",
    spreadPct: n % 10_000 === 77 ? 4_000_000n : 400_000n + BigInt(n % 900) * 1_000n,
    ...{ openedAtMs: atMs, updatedAtMs: atMs + 200, closedAtMs: atMs + 400 },
    windowId: windowIdOf(n),
    depth: DEPTH,
  });
}

/** A window holds a thousand opportunities. */
function windowIdOf(n: number): string {
  return `W-${String(Math.floor(n / BATCH)).padStart(6, "0")}`;
}

function windowAt(n: number) {
  const startMs = BEGAN_MS + n * SPACING_MS;
  const endMs = startMs + BATCH * SPACING_MS;
  return aWindow({ id: windowIdOf(n), asset: assetOf(n), startMs, endMs, tradeCount: 0, totalPnlUsd: 0n });
}

function tradeAt(n: number, every: number) {
  const openedAtMs = BEGAN_MS + n * every * SPACING_MS;
  const id = `T-${String(n).padStart(9, "0")}`;
  const legs = [aLeg({ attemptId: `${id}/1` }), aLeg({ attemptId: `${id}/2`, attempt: 2, venue: "solana" })];
  const status = statusOf(n % 1_000);
  const times = { openedAtMs, updatedAtMs: openedAtMs + 900, closedAtMs: openedAtMs + 900 };
  const pnlUsd = BigInt((n % 900) - 300) * 1_000_000n;
  return aTrade({
    id,
    asset: assetOf(n),
    windowId: windowIdOf(n * every),
    legs,
    status,
    pnlUsd,
    ...times,
  });
}

function statusOf(share: number) {
  if (share < STATUSES.stranded) return "stranded" as const;
  if (share < STATUSES.unwound) return "unwound" as const;
  return share < STATUSES.unwound + STATUSES.failed ? ("failed" as const) : ("completed" as const);
}
