import type { EngineOptions } from "./engine-contract.ts";
import type { MarketDesk } from "./market-desk.ts";
import type { Outbox } from "./outbox.ts";
import type { MarketAccess, MarketSide } from "./trading/market-access.ts";
import { Trading } from "./trading/trading.ts";

/**
 * Where the market meets trading: gives trading its sight of the desk, and the desk's evaluator somebody to offer
 * opportunities to. Null where this engine only watches.
 */
export function openFloor(options: EngineOptions, desk: MarketDesk, out: Outbox): Trading | null {
  if (options.trading === undefined) return null;
  const { epochOffsetMs } = options;
  const trading = new Trading({
    ...{ options: options.trading, out, events: desk.events, epochOffsetMs },
    market: accessTo(desk),
    onLimits: ({ maxPositionUsd, stalenessMs, wideSpreadPct }) => {
      const { evaluator } = desk;
      evaluator.config = {
        ...evaluator.config,
        maxPositionUsd,
        stalenessMs,
        suspectSpreadPct: wideSpreadPct,
      };
    },
  });
  const { evaluator } = desk;
  evaluator.taker = {
    offer(lane, found, nowNs) {
      const opportunity = lane.tracker.open;
      if (opportunity === null || opportunity.decision === "taken") return;
      const { profitThresholdPct } = evaluator.config.thresholds;
      const decision = trading.offer(found, opportunity, lane, profitThresholdPct, nowNs);
      if ("approved" in decision) {
        lane.tracker.decide("taken", decision.approved.plan.tradeId, nowNs, out);
      } else lane.tracker.decide("refused", `${decision.refused}: ${decision.detail}`, nowNs, out);
    },
    caps: (lane, direction) => trading.capsOf(lane, direction),
    tooWide: (lane, pct, nowNs) => trading.wideSpread(lane.asset.name, pct, nowNs),
  };
  return trading;
}

/** The desk as trading may see it. */
export function accessTo(desk: MarketDesk): MarketAccess {
  const { evaluator } = desk;
  return {
    side: (asset) => marketSide(desk, asset),
    usdc: () => (typeof evaluator.rate === "string" ? null : evaluator.rate),
    solUsd: () => evaluator.solUsd(),
    lanes: () => desk.lanes,
    lastLifeNs: (venue) => desk.health(venue).lastLivenessNs,
  };
}

/** One asset's two sides as they may be traded on now: a void side is null. */
export function marketSide({ lanes }: MarketDesk, asset: string): MarketSide | null {
  const lane = lanes.find((one) => one.asset.name === asset);
  if (lane === undefined) return null;
  const book = lane.book?.state === "live" ? lane.book : null;
  return { lane, book, curve: lane.pool.curve };
}
