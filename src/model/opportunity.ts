import type { Direction, VenueName } from "./asset.ts";

/**
 * Scales of the figures below, all integers: prices and dollars in 1e-9 USD, base sizes in 1e-9 of the
 * asset, percentages in 1e-6 of a percent point (1.4 % is 1_400_000n).
 */
export const USD_DECIMALS = 9;
export const SIZE_DECIMALS = 9;
export const PCT_DECIMALS = 6;

/** What the chosen size is predicted to cost, in 1e-9 USD, each rounded against us. */
export interface OpportunityCosts {
  readonly cexFeeUsd: bigint;
  readonly dexFeeUsd: bigint;
  /** What book depth and the pool's curve take against their best prices at this size. */
  readonly impactUsd: bigint;
  /** Reserve for adverse movement under the static model; zero under the measured one. */
  readonly slippageUsd: bigint;
  readonly networkUsd: bigint;
}

/**
 * One dislocation: the same coins cost less on one venue than they fetch on the other after all costs.
 * Updated while it lasts (`updates`, the best figures seen) and closed when it ends.
 */
export interface Opportunity {
  readonly id: string;
  readonly asset: string;
  readonly direction: Direction;
  readonly cexVenue: VenueName;
  readonly dexPool: string;
  /** Best price of the book side that would be taken, and the pool's mid in dollars. */
  readonly cexPrice: bigint;
  readonly dexPrice: bigint;
  /** (sell - buy) / buy of those two. */
  readonly spreadPct: bigint;
  /** spreadPct less the static costs. */
  readonly predictedPnlPct: bigint;
  readonly size: bigint;
  readonly sizeUsd: bigint;
  /** Net dollars of this size after every cost of the chosen cost model. */
  readonly predictedPnlUsd: bigint;
  readonly costs: OpportunityCosts;
  /** Update id of the book and slot of the pool that it was seen in. */
  readonly bookSequence: number;
  readonly slot: number;
  /** When it was first seen, last updated, and closed (null while it lasts), ms since 1970 UTC. */
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
  readonly closedAtMs: number | null;
  readonly updates: number;
  /** From the receive stamp of the frame that caused it to its publication. */
  readonly detectionLatencyNs: number;
  /** What was done about it and why, for the operator. */
  readonly decision: "observed" | "taken" | "refused";
  readonly decisionReason: string;
  readonly windowId: string;
  readonly isInjected: boolean;
}

/** Opportunities of one asset less than 60 s apart, injected ones among them. */
export interface Window {
  readonly id: string;
  readonly asset: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly opportunityCount: number;
  readonly tradeCount: number;
  readonly totalPnlUsd: bigint;
  readonly cexToDexCount: number;
  readonly maxPredictedPnlPct: bigint;
  /** Sum over opportunities; the mean shown is this over the count. */
  readonly sumPredictedPnlPct: bigint;
}
