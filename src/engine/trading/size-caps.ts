import { type Claim, withDearestFee } from "#execution";
import type { Balances } from "#ledger";
import { amountOfUnits, type Direction, type VenueName } from "#model";
import type { SizeCaps } from "#signal";
import type { AssetLane } from "../lane.ts";

const PER_USD = 10n ** 9n;
/** Limits may lie this far beyond the prices that a size is reckoned with: a hundredth is kept back for them. */
const KEPT_BACK = 100n;

/** Beyond what open trades claim: coins where they are sold, dollars where they are paid. */
export function sizeCaps(
  { book, asset }: AssetLane,
  direction: Direction,
  balances: Balances,
  claims: readonly Claim[],
): SizeCaps | null {
  if (book === null) return null;
  const { lotSize, minLots } = book.instrument;
  const buyOn: VenueName = direction === "cex_to_dex" ? "gemini" : "solana";
  const sellOn: VenueName = direction === "cex_to_dex" ? "solana" : "gemini";
  const coins = free(sellOn, asset.base, balances, claims);
  const lots = coins / amountOfUnits(lotSize.units, lotSize.decimals);
  if (lots < BigInt(minLots)) return null;
  const dollars = free(buyOn, buyOn === "gemini" ? "USD" : "USDC", balances, claims);
  const payable = dollars - (withDearestFee(dollars) - dollars) - dollars / KEPT_BACK;
  if (payable <= 0n) return null;
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return { maxLots: Number(lots < most ? lots : most), maxPaymentUsd: payable / PER_USD };
}

function free(venue: VenueName, asset: string, balances: Balances, claims: readonly Claim[]): bigint {
  const claimed = claims
    .filter((claim) => claim.venue === venue && claim.asset === asset)
    .reduce((sum, { reserved, inFlight }) => sum + reserved + inFlight, 0n);
  return balances.of(venue, asset) - claimed;
}
