import type { Address } from "@solana/kit";
import { addressBytes } from "../bytes.ts";
import { WHIRLPOOLS_CONFIG } from "../ids.ts";
import type { LivePool } from "../program/live-pool.ts";
import { createLivePool } from "../program/live-pool.ts";
import type { Oracle } from "../program/oracle-account.ts";
import { oracleAddress, poolAddress, vaultAddress } from "../program/pda.ts";
import type { Orientation } from "../program/pool-price.ts";
import { liquidityOfDepth, sqrtPriceOf, tickRange } from "../program/pool-price.ts";
import { tickOfSqrtPrice } from "../program/tick-math.ts";
import type { Whirlpool } from "../program/whirlpool-account.ts";
import type { PoolPlan } from "./pool-plan.ts";
import { PROVIDERS, poolPlan } from "./pool-plan.ts";
import { baseToken, USDC } from "./tokens.ts";

/** Ten-thousandths of the fee that go to the protocol, as on mainnet. */
const PROTOCOL_FEE_RATE = 1_300;

function isBefore(left: Address, right: Address): boolean {
  return addressBytes(left).compare(addressBytes(right)) < 0;
}

function createOracle(pool: Address, plan: PoolPlan, tick: number, nowSec: number): Oracle | undefined {
  if (plan.feeConstants === undefined) return undefined;
  return {
    address: oracleAddress(pool),
    pool,
    tradeEnableSec: 0n,
    constants: plan.feeConstants,
    variables: {
      lastReferenceUpdateSec: BigInt(nowSec),
      lastMajorSwapSec: 0n,
      volatilityReference: 0,
      tickGroupReference: Math.floor(tick / plan.feeConstants.tickGroupSize),
      volatilityAccumulator: 0,
    },
  };
}

function createWhirlpool(
  address: Address,
  mints: [Address, Address],
  plan: PoolPlan,
  sqrtPrice: bigint,
): Whirlpool {
  return {
    config: WHIRLPOOLS_CONFIG,
    tickSpacing: plan.tickSpacing,
    feeTierIndex: plan.feeTierIndex,
    feeRate: plan.feeRate,
    protocolFeeRate: PROTOCOL_FEE_RATE,
    mintA: mints[0],
    mintB: mints[1],
    vaultA: vaultAddress(address, "a"),
    vaultB: vaultAddress(address, "b"),
    liquidity: 0n,
    sqrtPrice,
    tick: tickOfSqrtPrice(sqrtPrice),
    protocolFeeOwedA: 0n,
    protocolFeeOwedB: 0n,
    feeGrowthA: 0n,
    feeGrowthB: 0n,
    rewardsUpdatedSec: 0n,
  };
}

/**
 * A pool of `base` against USDC at a first price (dollars per coin), with the liquidity of several
 * providers. Its address, its arrays' and its oracle's are the genuine derived ones.
 */
export function createPool(base: string, quotePerBase: number, nowSec: number): LivePool {
  const plan = poolPlan(base);
  const token = baseToken(base);
  const baseIsA = isBefore(token.mint, USDC.mint);
  const orientation: Orientation = { baseIsA, baseDecimals: token.decimals, quoteDecimals: USDC.decimals };
  const mints: [Address, Address] = baseIsA ? [token.mint, USDC.mint] : [USDC.mint, token.mint];
  const address = poolAddress(mints[0], mints[1], plan.feeTierIndex);
  const sqrtPrice = sqrtPriceOf(orientation, quotePerBase);
  const whirlpool = createWhirlpool(address, mints, plan, sqrtPrice);
  const oracle = createOracle(address, plan, whirlpool.tick, nowSec);
  const state = { address, whirlpool, arrays: new Map(), oracle };
  const { someDynamic } = plan;
  const names = { base, baseMint: token.mint, quoteMint: USDC.mint };
  const pool = createLivePool({ ...names, state, orientation, someDynamic });
  for (const { below, above, depthUsd } of PROVIDERS) {
    const [low, high] = [quotePerBase * (1 - below), quotePerBase * (1 + above)];
    const range = tickRange(orientation, low, high, plan.tickSpacing);
    pool.provide({ ...range, liquidity: liquidityOfDepth(orientation, depthUsd, sqrtPrice) }, BigInt(nowSec));
  }
  return pool;
}
