/** Layer `signal`: two depths and a cost model -> a trade worth taking, or the one reason why not. Pure. */
export type { SizeRefusal } from "./best-size.ts";
export {
  type MeasuredCosts,
  PCT_ONE,
  profitableSpreadPct,
  RUNBOOK_CONFIG,
  type SignalConfig,
  type StaticCosts,
  staticCostPct,
  type Thresholds,
} from "./config.ts";
export { readDepth } from "./depth.ts";
export { type FindTradeInputs, type FoundTrade, findTrade, type SizeCaps } from "./find-trade.ts";
export { closedBounds, setBounds, type TickBounds } from "./gate.ts";
export { Ladder, readLadder } from "./ladder.ts";
export { REFUSAL_REASONS, REFUSALS, type Refusal } from "./refusal.ts";
export { floorUsd, tickPrice } from "./scale.ts";
export { spreadPct } from "./spread.ts";
export { poolPrice, readUsdcRate, type UsdcRate } from "./usdc-rate.ts";
