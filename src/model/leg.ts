import type { Step } from "./instrument.ts";

export type Side = "buy" | "sell";

/** An immediate-or-cancel limit order; nothing of it ever rests. */
export interface CexOrder {
  readonly venue: "gemini";
  readonly symbol: string;
  readonly side: Side;
  readonly limitTicks: number;
  readonly lots: number;
  /** The instrument's steps, so that an order read back from the journal needs nothing else. */
  readonly tickSize: Step;
  readonly lotSize: Step;
}

/**
 * One swap, seen from the asset: selling is an exact input of `baseUnits` for at least `limitQuoteUnits`,
 * buying an exact output of `baseUnits` for at most `limitQuoteUnits`. All or nothing.
 */
export interface DexOrder {
  readonly venue: "solana";
  readonly pool: string;
  readonly side: Side;
  readonly baseUnits: bigint;
  readonly limitQuoteUnits: bigint;
  /** Ticks that the decision's quote crossed; the compute limit is scaled by them. */
  readonly ticksCrossed: number;
}

/** A swap that is signed and not sent: its signature is its identity, its bytes are all that is ever sent. */
export interface SignedSwap {
  /** First signature, base58. */
  readonly signature: string;
  /** The wire transaction, base64. */
  readonly wire: string;
  readonly blockhash: string;
  readonly lastValidBlockHeight: number;
  /** Base and priority fee that it can cost at most. */
  readonly feeLimitLamports: bigint;
}

/** What was meant to be sent, durable before it is. `attemptId` is unique over all trades and attempts. */
export interface CexIntent {
  readonly attemptId: string;
  /** At most 36 characters of `[:\-_.#a-zA-Z0-9]`, derived from trade and attempt, never used twice. */
  readonly clientOrderId: string;
  readonly order: CexOrder;
}

export interface DexIntent {
  readonly attemptId: string;
  readonly order: DexOrder;
  readonly signed: SignedSwap;
}
