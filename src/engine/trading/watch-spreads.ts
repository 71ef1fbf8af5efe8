import { bestSpread } from "../side-prices.ts";
import type { MarketAccess } from "./market-access.ts";
import type { RiskDesk } from "./risk-desk.ts";

/** Seen every tick, so that a wide spread trips at once and its pause can be resumed when it is over. */
export function watchSpreads(market: MarketAccess, risk: RiskDesk, nowMs: number): void {
  const rate = market.usdc();
  if (rate === null) return;
  for (const lane of market.lanes()) {
    const side = market.side(lane.asset.name);
    const spread = side?.book == null || side.curve === null ? null : bestSpread(lane, rate);
    if (spread !== null) risk.tell({ kind: "spread", asset: lane.asset.name, spreadPct: spread.pct }, nowMs);
  }
}
