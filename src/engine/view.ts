import { formatDecimal, PCT_DECIMALS, USD_DECIMALS } from "#model";
import { floorUsd, type UsdcRate } from "#signal";
import type { AssetView, EngineView, SideState, VenueView } from "./engine-view.ts";
import type { AssetLane } from "./lane.ts";
import type { MarketDesk } from "./market-desk.ts";
import { bestSpread, bookPrice, poolMid } from "./side-prices.ts";
import type { VenueHealth } from "./venue-health.ts";

interface SideContext {
  readonly nowNs: number;
  readonly stalenessNs: number;
  readonly gemini: VenueHealth;
  readonly solana: VenueHealth;
  /** Null where USDC cannot be valued. */
  readonly rate: UsdcRate | null;
}

/** The whole status at `nowNs`. */
export function viewDesk(desk: MarketDesk, nowNs: number): EngineView {
  const { evaluator, gemini, solana, lanes } = desk;
  const rate = typeof evaluator.rate === "string" ? null : evaluator.rate;
  const context = { nowNs, stalenessNs: evaluator.config.stalenessMs * 1e6, gemini, solana, rate };
  const books = lanes.map((lane) => lane.book).filter((book) => book !== null);
  const wanted = desk.usdc === null ? books : [...books, desk.usdc];
  return {
    prices: lanes.map((lane) => viewAsset(lane, context)),
    evaluations: evaluator.evaluations,
    refusals: evaluator.refusals.snapshot(),
    eventStats: desk.events.snapshot(),
    venues: [
      viewVenue(gemini, wanted),
      viewVenue(
        solana,
        lanes.map((lane) => lane.pool),
      ),
    ],
    openOpportunities: lanes.map((lane) => lane.tracker.open).filter((open) => open !== null),
    usdcUsd: rate === null ? null : formatDecimal(floorUsd(rate.mid), USD_DECIMALS),
    thresholds: evaluator.config.thresholds,
    costModel: evaluator.config.costModel,
  };
}

function viewVenue(health: VenueHealth, sides: readonly { readonly state: string }[]): VenueView {
  return {
    venue: health.venue,
    connected: health.connected,
    lastLivenessNs: health.lastLivenessNs,
    live: sides.filter((side) => side.state === "live").length,
    wanted: sides.length,
  };
}

/** The status of one asset's two sides. */
function viewAsset(lane: AssetLane, context: SideContext): AssetView {
  const cexState = lane.book === null ? "unlisted" : sideState(lane.book.state, context.gemini, context);
  const dexState = sideState(lane.pool.state, context.solana, context);
  const cexLive = lane.book !== null && cexState === "live";
  const dexLive = dexState === "live";
  const spread = cexLive && dexLive ? bestSpread(lane, context.rate) : null;
  return {
    asset: lane.asset.name,
    cexBid: cexLive ? bookPrice(lane, "bid") : null,
    cexAsk: cexLive ? bookPrice(lane, "ask") : null,
    dexPrice: dexLive ? poolMid(lane, context.rate) : null,
    cexState,
    dexState,
    slot: lane.pool.slot,
    spreadPct: spread === null ? null : formatDecimal(spread.pct, PCT_DECIMALS),
    spreadDirection: spread === null ? null : spread.direction,
  };
}

/** A venue that is not connected, or silent, has no live sides, whatever was last heard of them. */
function sideState(
  state: "awaiting_snapshot" | "live" | "stale",
  venue: VenueHealth,
  { nowNs, stalenessNs }: SideContext,
): SideState {
  if (!venue.connected) return "disconnected";
  return state === "live" && venue.silent(nowNs, stalenessNs) ? "stale" : state;
}
