import type { VenueAccount, VenueName } from "#model";
import type { Balances } from "./balances.ts";
import type { OwnAccount } from "./transfer.ts";

/** The ledger and a venue disagree on one balance; amounts in 1e-18 of the asset. */
export interface Drift {
  readonly account: OwnAccount;
  readonly venue: VenueName;
  readonly asset: string;
  readonly ledger: bigint;
  readonly venueAmount: bigint;
  /** What the venue has more than the ledger. */
  readonly difference: bigint;
}

/**
 * Gemini keeps at most 15 decimals of dollars where a fee can have more, so its sums may differ from the exact
 * ones: below 10^-12 of an asset is no drift. On chain every unit counts.
 */
const TOLERANCE: Readonly<Record<VenueName, bigint>> = { gemini: 10n ** 6n, solana: 1n };

/**
 * Where the ledger and what the venue says differ, gas included. Both must speak of one moment: nothing of ours
 * may be open on the venue while it is asked. An asset that the exchange does not list is held there no more; on
 * chain only what was asked for is listed, so nothing else is compared.
 */
export function compareAccount(balances: Balances, account: VenueAccount): readonly Drift[] {
  const { venue } = account;
  const told = new Map(account.balances.map(({ asset, total }) => [asset, total]));
  if (venue === "gemini") {
    for (const { account: owner, asset } of balances.all()) {
      if (owner === venue && !told.has(asset)) told.set(asset, 0n);
    }
  }
  const rows: [OwnAccount, string, bigint][] = [...told].map(([asset, total]) => [venue, asset, total]);
  if (venue === "solana") rows.push(["solana/gas", "SOL", account.gas]);
  return rows
    .map(([owner, asset, venueAmount]) => {
      const ledger = balances.of(owner, asset);
      return { account: owner, venue, asset, ledger, venueAmount, difference: venueAmount - ledger };
    })
    .filter(({ difference }) => magnitude(difference) >= TOLERANCE[venue]);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
