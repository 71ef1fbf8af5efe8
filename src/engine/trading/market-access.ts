import type { OrderBook } from "#book";
import type { PoolCurve } from "#model";
import type { UsdcRate } from "#signal";
import type { AssetLane } from "../lane.ts";

/** What trading may look at of the market: one asset's two sides, null where a side may not be traded on now. */
export interface MarketSide {
  readonly lane: AssetLane;
  readonly book: OrderBook | null;
  readonly curve: PoolCurve | null;
}

export interface MarketAccess {
  /** Null for an asset that is not configured any more. */
  side(asset: string): MarketSide | null;
  /** Null where USDC cannot be valued. */
  usdc(): UsdcRate | null;
  /** 1e-9 USD of one SOL, against us. */
  solUsd(): bigint;
  lanes(): readonly AssetLane[];
  /** Monotonic time of a venue's last sign of life; null before the first. */
  lastLifeNs(venue: "gemini" | "solana"): number | null;
}
