import type { Opportunity } from "./opportunity.ts";

/** The first `size` coins (1e-9 of the asset) of a side, of which the last ones cost or fetch `price` (1e-9 USD) each. */
export interface DepthPoint {
  readonly size: bigint;
  readonly price: bigint;
}

/**
 * What stood on both sides when an opportunity's figures were taken, as steps from the best price to about twice its
 * size: sizes rise, and no price is better than the one before it. Without the exchange's fee and with the pool's own.
 */
export interface OpportunityDepth {
  /** Levels of the book side that would be taken; of many only some, each with all that is before it. */
  readonly book: readonly DepthPoint[];
  /** The pool asked in equal steps, its dollar token valued as the signal valued it; ends where the pool refuses. */
  readonly pool: readonly DepthPoint[];
}

/** An opportunity with what only its detail shows; listings do without. */
export interface OpportunityRecord extends Opportunity {
  /** Of the figures that it holds; null where nothing stood behind them or nothing was kept. */
  readonly depth: OpportunityDepth | null;
}
