import type { FeeConstants } from "../program/oracle-account.ts";

/** The shape of a pool that is made at the start. */
export interface PoolPlan {
  readonly tickSpacing: number;
  /** Differs from the tick spacing in an adaptive-fee pool. */
  readonly feeTierIndex: number;
  /** Millionths. */
  readonly feeRate: number;
  /** Tick arrays whose number (start / span) is odd are dynamic accounts. */
  readonly someDynamic: boolean;
  readonly feeConstants: FeeConstants | undefined;
}

/**
 * Shaped like the adaptive SOL/USDC pool of mainnet (groups of 4 ticks, filter 30 s, decay 600 s, half of
 * the volatility carried over), with a gentler factor: a move of 2 % adds about 6 basis points, at most 12.
 */
const GENTLE: FeeConstants = {
  filterPeriodSec: 30,
  decayPeriodSec: 600,
  reductionFactor: 5_000,
  controlFactor: 1_500,
  maxAccumulator: 700_000,
  tickGroupSize: 4,
  majorSwapThresholdTicks: 4,
};

const PLANS: Readonly<Record<string, PoolPlan>> = {
  SOL: { tickSpacing: 4, feeTierIndex: 1028, feeRate: 400, someDynamic: false, feeConstants: GENTLE },
  BTC: { tickSpacing: 4, feeTierIndex: 4, feeRate: 400, someDynamic: true, feeConstants: undefined },
  ETH: { tickSpacing: 8, feeTierIndex: 8, feeRate: 500, someDynamic: false, feeConstants: undefined },
};

const USUAL: PoolPlan = {
  tickSpacing: 8,
  feeTierIndex: 8,
  feeRate: 500,
  someDynamic: true,
  feeConstants: undefined,
};

export function poolPlan(base: string): PoolPlan {
  return PLANS[base] ?? USUAL;
}

/** A liquidity provider's range around the first price, and the dollars of quote it is as deep as. */
export interface ProviderPlan {
  readonly below: number;
  readonly above: number;
  readonly depthUsd: number;
}

/**
 * Together as deep as 40 million dollars at the price: 1,000 dollars move it by less than 0.01 %. The far
 * ends leave most tick arrays between them without any tick, so those accounts do not exist.
 */
export const PROVIDERS: readonly ProviderPlan[] = [
  { below: 0.6, above: 1.5, depthUsd: 5_000_000 },
  { below: 0.2, above: 0.25, depthUsd: 8_000_000 },
  { below: 0.09, above: 0.12, depthUsd: 9_000_000 },
  { below: 0.03, above: 0.028, depthUsd: 8_000_000 },
  { below: 0.011, above: 0.014, depthUsd: 6_000_000 },
  { below: 0.004, above: 0.005, depthUsd: 4_000_000 },
];
