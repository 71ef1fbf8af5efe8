import type { EngineView } from "#engine";
import { type Clock, formatDecimal, PCT_DECIMALS, USD_DECIMALS, type VenueName } from "#model";
import { staticCostPct } from "#signal";
import type { Status, VenueHealth } from "#wire";
import type { Config } from "./config.ts";
import { type EngineHost, viewPrices } from "./engine-host.ts";
import type { LatencyWindow } from "./latency-window.ts";

export interface StatusSources {
  readonly config: Config;
  readonly clock: Clock;
  readonly version: string;
  readonly startedNs: number;
  readonly host: EngineHost;
  readonly latency: LatencyWindow;
  /** False where the storage does not take what is written. */
  readonly storageWorks: () => boolean;
}

const VENUES: readonly VenueName[] = ["gemini", "solana"];

/** The whole status, computed from what is so at this moment. */
export function buildStatus(sources: StatusSources): Status {
  const { config, clock, host, latency } = sources;
  const view = host.view();
  const venues = VENUES.map((venue) => venueHealth(sources, view, venue));
  const storageWorks = sources.storageWorks();
  return {
    status: overall(venues, storageWorks),
    timestamp: new Date(clock.epochMs()).toISOString(),
    version: sources.version,
    mode: config.mode,
    uptime_sec: Math.floor((clock.monotonicNs() - sources.startedNs) / 1e9),
    prices:
      view === null ? config.assets.map(({ name }) => unknownPrices(name)) : view.prices.map(viewPrices),
    refusals: { ...view?.refusals },
    evaluations: view?.evaluations ?? 0,
    open_opportunities: view?.openOpportunities.length ?? 0,
    storage_works: storageWorks,
    connections: Object.fromEntries(venues.map(({ venue, connected }) => [venue, connected])),
    venues,
    detection_latency: {
      count: latency.count,
      p50_ms: latency.percentileMs(0.5),
      p95_ms: latency.percentileMs(0.95),
    },
    usdc_usd: view?.usdcUsd ?? null,
    thresholds: thresholds(config, view),
    risk: riskSummary(config),
    event_stats: { ...NO_EVENTS, ...view?.eventStats },
  };
}

/** Keys that readers rely on before the first event. */
const NO_EVENTS = {
  "cex.bookUpdate": 0,
  "dex.poolUpdate": 0,
  "signal.opportunity": 0,
  "trade.completed": 0,
  "risk.paused": 0,
  "risk.resumed": 0,
};

function overall(venues: readonly VenueHealth[], storageWorks: boolean): Status["status"] {
  if (!storageWorks || venues.every((venue) => venue.state === "disconnected")) return "unhealthy";
  return venues.every((venue) => venue.state === "connected") ? "healthy" : "degraded";
}

function venueHealth(
  { config, clock, host }: StatusSources,
  view: EngineView | null,
  venue: VenueName,
): VenueHealth {
  const seen = view?.venues.find((one) => one.venue === venue);
  const connected = seen?.connected ?? false;
  const whole = seen !== undefined && seen.live === seen.wanted;
  const lastNs = seen?.lastLivenessNs ?? null;
  const silentMs = lastNs === null ? null : Math.max(0, Math.round((clock.monotonicNs() - lastNs) / 1e6));
  const speaks = silentMs !== null && silentMs <= config.stalenessMs;
  return {
    venue,
    connected,
    state: connected ? (whole && speaks ? "connected" : "degraded") : "disconnected",
    staleness_ms: silentMs,
    counters: { ...host.feedCounters(venue) },
  };
}

function thresholds(config: Config, view: EngineView | null): Status["thresholds"] {
  const inForce = view?.thresholds ?? config;
  return {
    profit_threshold_pct: formatDecimal(inForce.profitThresholdPct, PCT_DECIMALS),
    min_spread_pct: formatDecimal(inForce.minSpreadPct, PCT_DECIMALS),
    static_cost_pct: formatDecimal(staticCostPct(config), PCT_DECIMALS),
    cost_model: config.costModel,
  };
}

/** Nothing trades in this build, so nothing can be lost or paused: zeros that are measured facts. */
function riskSummary(config: Config): Status["risk"] {
  const lossLimitUsd = Number(formatDecimal(config.dailyLossLimitUsd, USD_DECIMALS));
  return {
    is_paused: false,
    pause_reason: null,
    daily_pnl_usd: 0,
    daily_trades: 0,
    daily_loss_limit_usd: lossLimitUsd,
    daily_remaining_loss_usd: lossLimitUsd,
    max_position_size_usd: Number(formatDecimal(config.maxPositionUsd, USD_DECIMALS)),
    observe_only: config.observeOnly || config.mode === "observe",
  };
}

function unknownPrices(asset: string): Status["prices"][number] {
  return {
    asset,
    cex_bid: null,
    cex_ask: null,
    dex_price: null,
    cex_state: "disconnected",
    dex_state: "disconnected",
    slot: null,
    spread_pct: null,
    spread_direction: null,
  };
}
