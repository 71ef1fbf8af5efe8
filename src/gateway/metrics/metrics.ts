import type { Direction } from "#model";
import { CHANNELS, type ChannelName, type NotifyOutcome, OUTCOMES } from "#notify";
import type { Status } from "#wire";
import type { Operations } from "./operations.ts";
import { readOperations, readStanding } from "./read-operations.ts";
import { createRisingCounter } from "./rising-counter.ts";
import { createSeries, type Series } from "./series.ts";
import { createTradingMetrics, type TradingMetrics } from "./trading-metrics.ts";

export interface MetricsOptions {
  /** Asked at each scrape: connections, staleness, limits and counters are read from it. */
  readonly status: () => Status;
  /** Asked at each scrape like the status: what alerts need beside it. */
  readonly operations: () => Operations;
  /** Whose series exist from the start, at zero. */
  readonly venues: readonly string[];
  readonly assets: readonly string[];
}

interface HttpRequestSample {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Everything that is counted; each method is cheap, synchronous and does not throw. */
export interface Metrics extends TradingMetrics {
  /** The latency is null where no frame caused it, as with an injected one. */
  opportunityOpened(asset: string, direction: Direction, detectionLatencyNs: number | null): void;
  dbWrite(seconds: number): void;
  storageConflated(): void;
  storageDropped(): void;
  storageFailed(): void;
  /** A venue's key was replaced, refused, or replaced without a connection since. */
  keyRotation(venue: string, outcome: RotationOutcome): void;
  notified(channel: ChannelName, outcome: NotifyOutcome, count: number): void;
  httpRequest(sample: HttpRequestSample): void;
  streamReaders(count: number): void;
  streamReaderDropped(reason: string): void;
  /** Prometheus text, fresh as of this call. */
  render(): Promise<string>;
  readonly contentType: string;
}

const ROTATION_OUTCOMES = ["replaced", "refused", "not-connected"] as const;
type RotationOutcome = (typeof ROTATION_OUTCOMES)[number];
const DIRECTIONS: readonly Direction[] = ["cex_to_dex", "dex_to_cex"];

/** One for a process: the defaults among them watch the whole process. */
export function createMetrics(options: MetricsOptions): Metrics {
  const series = createSeries();
  declareAtZero(series, options);
  const read = createStatusReader(series);
  return {
    ...createTradingMetrics(series, options.assets),
    opportunityOpened(asset, direction, detectionLatencyNs) {
      series.opportunities.inc({ asset, direction });
      if (detectionLatencyNs !== null) series.detection.observe(detectionLatencyNs / 1e9);
    },
    dbWrite: (seconds) => series.dbWrite.observe(seconds),
    storageConflated: () => series.storageConflated.inc(),
    storageDropped: () => series.storageDropped.inc(),
    keyRotation: (venue, outcome) => series.keyRotations.inc({ venue, outcome }),
    notified: (channel, outcome, count) => series.notifications.inc({ channel, outcome }, count),
    storageFailed: () => series.storageFailures.inc(),
    httpRequest({ method, route, status, seconds }) {
      series.requests.inc({ method, route, status: String(status) });
      series.requestSeconds.observe({ method, route }, seconds);
    },
    streamReaders: (count) => series.readers.set(count),
    streamReaderDropped: (reason) => series.readersDropped.inc({ reason }),
    async render() {
      const status = options.status();
      read(status);
      readStanding(series, status);
      readOperations(series, options.operations());
      return series.registry.metrics();
    },
    contentType: series.registry.contentType,
  };
}

function declareAtZero(series: Series, { venues, assets }: MetricsOptions): void {
  for (const venue of venues) {
    series.connection.set({ venue }, 0);
    series.staleness.set({ venue }, 0);
    for (const outcome of ROTATION_OUTCOMES) series.keyRotations.inc({ venue, outcome }, 0);
  }
  for (const channel of CHANNELS)
    for (const outcome of OUTCOMES) series.notifications.inc({ channel, outcome }, 0);
  for (const asset of assets) {
    for (const direction of DIRECTIONS) series.opportunities.inc({ asset, direction }, 0);
  }
}

function createStatusReader(series: Series): (status: Status) => void {
  const evaluations = createRisingCounter(series.evaluations);
  const refusals = createRisingCounter(series.refusals);
  return (status) => {
    for (const { venue, connected, staleness_ms, counters } of status.venues) {
      series.connection.set({ venue }, connected ? 1 : 0);
      // A venue that never spoke has been silent since the start.
      series.staleness.set({ venue }, staleness_ms === null ? status.uptime_sec : staleness_ms / 1e3);
      // Counts and measurements (skew, lag) together, so they are told as they are, not as counters.
      for (const [name, value] of Object.entries(counters)) series.feedFigures.set({ venue, name }, value);
    }
    for (const [reason, total] of Object.entries(status.refusals)) refusals({ reason }, total);
    evaluations({}, status.evaluations);
    series.openOpportunities.set(status.open_opportunities);
    series.maxPosition.set(status.risk.max_position_size_usd);
    readRisk(series, status.risk);
  };
}

function readRisk(series: Series, risk: Status["risk"]): void {
  series.paused.set(risk.is_paused ? 1 : 0);
  series.dailyPnl.set(risk.daily_pnl_usd);
  series.openExposure.set(risk.open_exposure_usd);
  series.openTrades.set(risk.open_trades);
  series.strandedTrades.set(risk.stranded_trades);
  series.losingTrades.set(risk.consecutive_losses);
}
