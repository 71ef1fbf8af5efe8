import type { CexIntent, DexIntent, DexOrder, LegEvidence, SignedSwap } from "#model";
import type { TradePlan } from "./plan.ts";

/** A way to close a residual now, with all that the order needs. Dollars in 1e-9 USD, rounded against us. */
export interface CexCloseOption {
  readonly limitTicks: number;
  readonly lots: number;
  /** Cash after the fee: proceeds of a sale, or the payment of a purchase as a negative figure. */
  readonly netUsd: bigint;
  /** Walked book value without fee, 1e-18 USD. */
  readonly expectedQuote: bigint;
}

export interface DexCloseOption {
  readonly baseUnits: bigint;
  readonly limitQuoteUnits: bigint;
  readonly ticksCrossed: number;
  readonly netUsd: bigint;
  /** The pool's exact quote, 1e-18 USDC. */
  readonly expectedQuote: bigint;
}

/** Everything that happens to one trade, in order. All of it is journaled; the same events give the same state. */
export type TradeEvent =
  | { readonly kind: "plan"; readonly atMs: number; readonly plan: TradePlan }
  /** A swap was built and signed, and not sent. */
  | {
      readonly kind: "prepared";
      readonly atMs: number;
      readonly attemptId: string;
      readonly signed: SignedSwap;
    }
  | {
      readonly kind: "prepare-refused";
      readonly atMs: number;
      readonly attemptId: string;
      readonly reason: string;
    }
  /** The intent is on the disk and nothing forbids the send, which follows in this turn. */
  | { readonly kind: "durable"; readonly atMs: number; readonly attemptId: string }
  /** The intent is on the disk, but risk has changed its mind: it is never sent. */
  | { readonly kind: "blocked"; readonly atMs: number; readonly attemptId: string; readonly reason: string }
  /** What closing would give now, by venue; null where a venue cannot be priced or reached. */
  | {
      readonly kind: "priced";
      readonly atMs: number;
      readonly cex: CexCloseOption | null;
      readonly dex: DexCloseOption | null;
    }
  /**
   * A new process took the trade over from the journal. `held` says why that may be behind the venues: what was sent is
   * asked after, and nothing is begun before an operator has looked.
   */
  | { readonly kind: "resumed"; readonly atMs: number; readonly held?: string }
  | {
      readonly kind: "operator";
      readonly atMs: number;
      readonly action: "retry" | "accept";
      readonly by: string;
      readonly reason: string;
    }
  | LegEvidence;

/** What a trade wants done. */
export type TradeEffect =
  /** Build and sign from the pool's present state; answer with `prepared` or `prepare-refused` in this turn. */
  | { readonly kind: "prepare"; readonly attemptId: string; readonly order: DexOrder }
  /** Make everything so far durable, then answer with `durable` or `blocked`. */
  | { readonly kind: "persist"; readonly attemptId: string; readonly first: boolean }
  | { readonly kind: "send-cex"; readonly intent: CexIntent }
  | { readonly kind: "send-dex"; readonly intent: DexIntent }
  | { readonly kind: "pursue-cex"; readonly intent: CexIntent }
  | { readonly kind: "pursue-dex"; readonly intent: DexIntent; readonly rebroadcast: boolean }
  /** Answer with `priced` in this turn, or leave it: it is asked again at the next tick. */
  | { readonly kind: "price"; readonly residual: bigint }
  /** Book this attempt's settlement now, together with the event that brought it. */
  | { readonly kind: "book"; readonly attemptId: string }
  | { readonly kind: "closed" };
