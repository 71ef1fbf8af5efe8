import type { TradingView } from "#engine";
import {
  AMOUNT_DECIMALS,
  type Clock,
  ConnectivityError,
  divide,
  type VenueAccount,
  type VenueName,
} from "#model";

export interface PaperAccountOptions {
  readonly clock: Clock;
  readonly view: () => TradingView | null;
  /** Bases that are traded, and 1e-9 USD of one coin of each that has a live price. */
  readonly bases: readonly string[];
  readonly prices: () => ReadonlyMap<string, bigint>;
  /** What each venue begins with of dollars and of each base, 1e-9 USD. */
  readonly openingUsd: bigint;
}

const ONE = 10n ** BigInt(AMOUNT_DECIMALS);
const PER_USD = 10n ** 9n;
/** Native lamports that paper fees are paid from. */
const OPENING_GAS = ONE;

/**
 * The balances of a paper account: what the ledger says, for there is nobody else to ask; at the very first what
 * each venue begins with. Rejects with ConnectivityError until a base that must be opened has a price.
 */
export async function readPaperAccount(
  venue: VenueName,
  options: PaperAccountOptions,
): Promise<VenueAccount> {
  const nowNs = options.clock.monotonicNs();
  const stamp = { venue, requestedNs: nowNs, receivedNs: nowNs };
  const rows = options.view()?.inventory.filter((row) => row.venue === venue) ?? [];
  if (rows.length === 0) return { ...stamp, ...opening(venue, options) };
  const gasOf = (row: (typeof rows)[number]) => row.total - row.available - row.reserved - row.inFlight;
  return {
    ...stamp,
    balances: rows.map((row) => ({
      asset: row.asset,
      total: row.total - gasOf(row),
      available: row.available,
    })),
    gas: rows.reduce((sum, row) => sum + gasOf(row), 0n),
  };
}

function opening(
  venue: VenueName,
  { bases, prices, openingUsd }: PaperAccountOptions,
): Pick<VenueAccount, "balances" | "gas"> {
  const known = prices();
  const dollars = { asset: venue === "gemini" ? "USD" : "USDC", total: (openingUsd * ONE) / PER_USD };
  const coins = bases.map((asset) => {
    const price = known.get(asset);
    if (price === undefined) throw new ConnectivityError("no-price", `${asset} has no live price yet`);
    // Whole ten-thousandths of a coin, so that a paper ledger reads like a real one.
    const step = ONE / 10_000n;
    return { asset, total: divide((openingUsd * ONE) / price, step, "floor") * step };
  });
  return {
    balances: [dollars, ...coins].map((one) => ({ ...one, available: one.total })),
    gas: venue === "solana" ? OPENING_GAS : 0n,
  };
}
