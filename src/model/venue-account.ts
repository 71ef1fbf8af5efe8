import type { VenueName } from "./asset.ts";

/** One asset on one venue as the venue itself says, amounts in 1e-18. */
export interface VenueBalance {
  readonly asset: string;
  readonly total: bigint;
  /** What a new order may use. */
  readonly available: bigint;
}

/** All of a venue's balances at one moment. */
export interface VenueAccount {
  readonly venue: VenueName;
  readonly balances: readonly VenueBalance[];
  /** Native lamports for network fees, as an amount of SOL; 0 on an exchange. Not part of `balances`. */
  readonly gas: bigint;
  /** When the request for it was sent and answered: nothing of ours may have moved in between. */
  readonly requestedNs: number;
  readonly receivedNs: number;
}

/** What the exchange takes of a taker on one symbol, as read from the account. */
export interface FeeTier {
  readonly symbol: string;
  /** Millionths; a basis point is 100. */
  readonly takerFeePpm: number;
}
