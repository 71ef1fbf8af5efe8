import type { Attribution } from "#model";

/** What one leg brought in dollars: 1e-9 USD, signed (selling positive, buying negative), fees not included. */
export interface LegDollars {
  /** What was expected for exactly the quantity that was then filled. */
  readonly expectedUsd: bigint;
  readonly actualUsd: bigint;
}

/**
 * What a closed trade is explained from. All in 1e-9 USD at the trade's own rates; costs are positive where they
 * were to be paid. For a leg that never happened give null: its part is zero and what it would have brought
 * belongs to the adverse move.
 */
export interface AttributionInput {
  /** From the plan: the net that the decision promised for its size. */
  readonly predictedPnlUsd: bigint;
  /** `pnlUsd` of valueTransfers over all transfers of the trade. */
  readonly realisedPnlUsd: bigint;
  /** From the plan's costs. */
  readonly predicted: {
    readonly cexFeeUsd: bigint;
    /** What the static model set aside beyond the pool's own fee, which is part of the quote; 0 under the measured one. */
    readonly dexExtraUsd: bigint;
    readonly slippageUsd: bigint;
    readonly networkUsd: bigint;
  };
  /** Exchange fees of all attempts of the trade. */
  readonly cexFeeUsd: bigint;
  /** Network fees of all attempts, failed ones too. */
  readonly networkUsd: bigint;
  /** The pool's first leg: the plan's quote against the wallet's own balance change. */
  readonly dex: LegDollars | null;
  /** The exchange's entry or hedge: its fills against what the book showed for the same lots when it was sent. */
  readonly cex: LegDollars | null;
}

/**
 * Splits realised less predicted by cause. The six parts add up exactly, because the adverse move is what the
 * five others leave: the book's way between decision and hedge, reversals, residuals, and rounding.
 */
export function attribute(input: AttributionInput): Attribution {
  const { predicted } = input;
  const feeUsd = predicted.cexFeeUsd - input.cexFeeUsd + predicted.dexExtraUsd;
  const depthUsd = gained(input.cex);
  const latencyUsd = gained(input.dex);
  const networkUsd = predicted.networkUsd - input.networkUsd;
  const reserveUsd = predicted.slippageUsd;
  const explained = feeUsd + depthUsd + latencyUsd + networkUsd + reserveUsd;
  const adverseUsd = input.realisedPnlUsd - input.predictedPnlUsd - explained;
  return { feeUsd, depthUsd, latencyUsd, networkUsd, adverseUsd, reserveUsd };
}

function gained(leg: LegDollars | null): bigint {
  return leg === null ? 0n : leg.actualUsd - leg.expectedUsd;
}
