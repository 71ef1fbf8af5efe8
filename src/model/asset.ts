/** The venues of this issue; a status, a metric and a fault name them by these words. */
export type VenueName = "gemini" | "solana";

/** What Tandem trades: one base asset, its order book's symbol and its pool. From configuration alone. */
export interface Asset {
  /** "SOL-USD", as in ASSET_LIST. */
  readonly name: string;
  /** "SOL". */
  readonly base: string;
  /** "solusd". */
  readonly symbol: string;
  /** The pool's address, base58. */
  readonly pool: string;
  /** The mint that the pool must hold as this asset, base58. */
  readonly baseMint: string;
  /** The dollar token that the pool must hold on its other side, base58. */
  readonly quoteMint: string;
}

/** Buy on the exchange and sell to the pool, or the other way round. */
export type Direction = "cex_to_dex" | "dex_to_cex";
