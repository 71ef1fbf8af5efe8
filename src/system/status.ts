import type { EngineView } from "#engine";
import { type Clock, formatDecimal, PCT_DECIMALS, USD_DECIMALS, type VenueName } from "#model";
import type { RiskLimits } from "#risk";
import { staticCostPct } from "#signal";
import type { Status, VenueHealth } from "#wire";
import type { Config } from "./config.ts";
import { type EngineHost, viewPrices } from "./engine-host.ts";
import type { LatencyWindow } from "./latency-window.ts";
import { gateNote, gateText } from "./trading/risk-overview.ts";

export interface StatusSources {
  readonly config: Config;
  readonly clock: Clock;
  readonly version: string;
  readonly startedNs: number;
  readonly host: EngineHost;
  readonly latency: LatencyWindow;
  readonly sendLatency: LatencyWindow;
  readonly exposureTime: LatencyWindow;
  /** Shown until trading knows its own. */
  readonly limits: RiskLimits;
  /** False where the storage does not take what is written. */
  readonly storageWorks: () => boolean;
}

const VENUES: readonly VenueName[] = ["gemini", "solana"];

/** The whole status, computed from what is so at this moment. */
export function buildStatus(sources: StatusSources): Status {
  const { config, clock, host } = sources;
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
    detection_latency: summary(sources.latency),
    send_latency: summary(sources.sendLatency),
    exposure_time: summary(sources.exposureTime),
    usdc_usd: view?.usdcUsd ?? null,
    thresholds: thresholds(config, view),
    risk: riskSummary(sources),
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

function summary(window: LatencyWindow) {
  return { count: window.count, p50_ms: window.percentileMs(0.5), p95_ms: window.percentileMs(0.95) };
}

/** Before the engine trades nothing can be lost or paused: zeros that are measured facts. */
function riskSummary({ config, host, limits: atStart }: StatusSources): Status["risk"] {
  const view = host.tradingView();
  const risk = view?.risk;
  const limits = risk?.limits ?? atStart;
  return {
    is_paused: risk?.isPaused ?? false,
    pause_reason: risk?.pauseReason ?? null,
    daily_pnl_usd: dollars(risk?.dailyPnlUsd ?? 0n),
    daily_trades: risk?.dailyTrades ?? 0,
    daily_loss_limit_usd: dollars(limits.dailyLossLimitUsd),
    daily_remaining_loss_usd: dollars(risk?.remainingLossUsd ?? limits.dailyLossLimitUsd),
    max_position_size_usd: dollars(limits.maxPositionUsd),
    // Whoever observes only observes: what is filled there is paper.
    // Before trading knows its own switch, only the demo may be on.
    observe_only:
      config.mode === "observe" || (risk?.observeOnly ?? (config.mode === "live" || config.observeOnly)),
    gate_open: view !== null && view.gateReason === null,
    gate_reason:
      view === null ? "the venues are being reached" : gateText(view, gateNote(host.accountErrors)),
    open_trades: view?.openTrades ?? 0,
    stranded_trades: view?.strandedTrades ?? 0,
    open_exposure_usd: dollars(view?.exposureUsd ?? 0n),
    consecutive_losses: risk?.consecutiveLosses ?? 0,
  };
}

/** The status alone shows dollars as JSON numbers. */
function dollars(usd: bigint): number {
  return Number(formatDecimal(usd, USD_DECIMALS));
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
