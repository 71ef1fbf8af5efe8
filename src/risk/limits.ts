/** Every limit that risk holds; dollars in 1e-9 USD, percentages in 1e-6 of a point. All may be changed at run time. */
export interface RiskLimits {
  /** Largest payment of a trade's buying leg. */
  readonly maxPositionUsd: bigint;
  /** Sum over open trades. */
  readonly maxOpenExposureUsd: bigint;
  /** Trades of one asset that may be open at once. */
  readonly maxOpenPerAsset: number;
  /** A UTC day whose realised PnL is at or below minus this pauses. */
  readonly dailyLossLimitUsd: bigint;
  readonly stalenessMs: number;
  /** A gross spread above this pauses the asset: one of the two prices is suspect. */
  readonly wideSpreadPct: bigint;
  readonly maxConsecutiveLosses: number;
  /** So many refused or failed orders within the window pause. */
  readonly maxOrderErrors: number;
  readonly orderErrorWindowMs: number;
  /**
   * A leg without evidence for longer pauses its asset: more than the life of a blockhash and its finality, which a
   * swap that never landed takes to be proven so.
   */
  readonly unknownLegMs: number;
  readonly maxClockSkewMs: number;
}

export const DEFAULT_LIMITS: RiskLimits = {
  maxPositionUsd: 1_000n * 10n ** 9n,
  maxOpenExposureUsd: 3_000n * 10n ** 9n,
  maxOpenPerAsset: 1,
  dailyLossLimitUsd: 500n * 10n ** 9n,
  stalenessMs: 10_000,
  wideSpreadPct: 5_000_000n,
  maxConsecutiveLosses: 5,
  maxOrderErrors: 10,
  orderErrorWindowMs: 300_000,
  unknownLegMs: 90_000,
  maxClockSkewMs: 5_000,
};
