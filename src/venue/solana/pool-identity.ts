import type { Asset } from "#model";

/** One of a pool's two tokens: its mint, the pool's own account of it, and the program of both. */
export interface PoolToken {
  readonly mint: string;
  readonly vault: string;
  readonly program: string;
}

/** What never changes about a pool, as verified on chain at start. */
export interface PoolIdentity {
  readonly asset: Asset;
  readonly address: string;
  /** The Orca program that owns it. */
  readonly program: string;
  /** True where the asset is the pool's token A, false where the dollar token is. */
  readonly baseIsA: boolean;
  readonly tokenA: PoolToken;
  readonly tokenB: PoolToken;
  readonly baseDecimals: number;
  readonly quoteDecimals: number;
  /** Static fee in millionths when it was verified; the feed reads the current one from the account. */
  readonly feePpm: number;
  readonly tickSpacing: number;
  /** The pool charges a volatility fee kept in an oracle account. */
  readonly adaptive: boolean;
  /** Current tick when it was verified; the first plan of accounts is made around it. */
  readonly tick: number;
}
