import type { Direction, VenueName } from "./asset.ts";
import type { Side } from "./leg.ts";

/** Which leg goes first. DEX first risks only a fee where it fails; the other one is measured beside it. */
export type TradePolicy = "dex-first" | "cex-first";

/**
 * executing; completed: both legs, flat; unwound: the first leg was reversed; failed: nothing happened;
 * stranded: a residual is left that an operator must resolve.
 */
export type TradeStatus = "executing" | "completed" | "unwound" | "failed" | "stranded";

/** What an attempt is for: the first leg, the leg that closes it, or the first one taken back. */
export type AttemptPurpose = "entry" | "hedge" | "complete" | "reverse";

export type AttemptPhase =
  | "planned"
  | "intent_durable"
  | "sent"
  | "unknown"
  | "acked"
  | "partial"
  | "filled"
  | "rejected"
  | "expired";

/** A fee in the asset that it was paid in, 1e-18. */
export interface FeePaid {
  readonly asset: string;
  readonly amount: bigint;
}

/** One step of a leg's life, for the timeline; `ref` is the raw reference (order id, signature, slot). */
export interface TimelineEntry {
  readonly atMs: number;
  readonly what: string;
  readonly ref: string;
}

/** One attempt as stored and shown. Amounts in 1e-18, filled ones from evidence only. */
export interface LegRecord {
  readonly attemptId: string;
  readonly attempt: number;
  readonly venue: VenueName;
  readonly purpose: AttemptPurpose;
  readonly side: Side;
  readonly phase: AttemptPhase;
  /** Every fill is known with its fee, or it is proven that there is none. */
  readonly settled: boolean;
  /** Client order id or signature; null where nothing was ever signed. */
  readonly reference: string | null;
  /** The venue's own id of the order; null on chain and where the venue never told one. */
  readonly orderId: string | null;
  /** Limit price, or the least received or most paid, as decimal text. */
  readonly limit: string;
  readonly wantedBase: bigint;
  readonly filledBase: bigint;
  readonly quoteAmount: bigint;
  readonly quoteAsset: string;
  readonly fees: readonly FeePaid[];
  readonly reason: string | null;
  readonly timeline: readonly TimelineEntry[];
}

/**
 * Why a trade earned something else than predicted, 1e-9 USD, signed: what each cause added. The six add up
 * to realised less predicted, exactly.
 */
export interface Attribution {
  /** Exchange fee, and the static pool fee that was set aside and not charged. */
  readonly feeUsd: bigint;
  /** Fills against what the book showed when the order was sent. */
  readonly depthUsd: bigint;
  /** The pool's real amounts against its quote at the decision. */
  readonly latencyUsd: bigint;
  readonly networkUsd: bigint;
  /** The book's move between decision and hedge, reversals and residuals. */
  readonly adverseUsd: bigint;
  /** The slippage reserve, which was never a cost. */
  readonly reserveUsd: bigint;
}

/** One trade as listed: all but its attempts. Dollars and prices in 1e-9 USD, sizes in 1e-9 of the asset. */
export interface TradeSummary {
  readonly id: string;
  readonly opportunityId: string;
  readonly windowId: string;
  readonly asset: string;
  readonly direction: Direction;
  readonly policy: TradePolicy;
  readonly mode: "demo" | "observe" | "live";
  readonly status: TradeStatus;
  readonly statusReason: string;
  readonly size: bigint;
  readonly sizeUsd: bigint;
  /** Average executed price of each side; the decision's where nothing was executed there. */
  readonly cexPrice: bigint;
  readonly dexPrice: bigint;
  /** Average price bought at and sold at. */
  readonly entryPrice: bigint;
  readonly exitPrice: bigint;
  /** Every fee in dollars at the trade's rates. */
  readonly feesUsd: bigint;
  /** Realised so far, from ledger transfers only, signed. */
  readonly pnlUsd: bigint;
  /** Over sizeUsd, 1e-6 of a percent point. */
  readonly pnlPct: bigint;
  readonly predictedPnlUsd: bigint;
  /** From the decision to flat; so far while it is open. */
  readonly latencyMs: number;
  /** From the first evidenced leg to flat; null before, and where nothing was filled. */
  readonly exposureMs: number | null;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
  readonly closedAtMs: number | null;
  /** Rises with each state; a later state replaces an earlier one, never the other way round. */
  readonly version: number;
  readonly cexOrderId: string | null;
  readonly dexTxSig: string | null;
  readonly isSimulated: boolean;
  readonly isInjected: boolean;
  /** Net of evidenced fills, 1e-18 of the base asset: positive is held too much, negative too little. */
  readonly residual: bigint;
  /** Dollars (1e-9) of one USDC and one SOL that its figures use. */
  readonly usdcUsd: bigint;
  readonly solUsd: bigint;
  /** Null while it is open. */
  readonly attribution: Attribution | null;
}

/** One trade as stored and shown whole. */
export interface TradeRecord extends TradeSummary {
  readonly legs: readonly LegRecord[];
}
