import type { Random } from "../../market/index.ts";
import { between } from "../../market/index.ts";
import type { LiquidityChange } from "../program/liquidity.ts";
import type { LivePool } from "../program/live-pool.ts";
import { liquidityOfDepth, quotePerBaseOf, tickRange } from "../program/pool-price.ts";

/** Adds and takes away positions of its own around the price, so that ticks change without a swap. */
export interface Provider {
  next(pool: LivePool): LiquidityChange;
}

const MAX_POSITIONS = 8;

export function createProvider(random: Random): Provider {
  const positions = new Map<LivePool, LiquidityChange[]>();

  const open = (pool: LivePool): LiquidityChange => {
    const { sqrtPrice, tickSpacing } = pool.state.whirlpool;
    const price = quotePerBaseOf(pool.orientation, sqrtPrice);
    const middle = price * between(random, 0.96, 1.04);
    const width = between(random, 0.004, 0.06);
    const range = tickRange(pool.orientation, middle * (1 - width), middle * (1 + width), tickSpacing);
    const depthUsd = between(random, 200_000, 3_000_000);
    return { ...range, liquidity: liquidityOfDepth(pool.orientation, depthUsd, sqrtPrice) };
  };
  return {
    next(pool) {
      const own = positions.get(pool) ?? [];
      positions.set(pool, own);
      const closes = own.length > 0 && random() < own.length / MAX_POSITIONS;
      const closed = closes ? own.splice(Math.floor(random() * own.length), 1)[0] : undefined;
      if (closed !== undefined) return { ...closed, liquidity: -closed.liquidity };
      const opened = open(pool);
      own.push(opened);
      return opened;
    },
  };
}
