import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { createOperationsSeries } from "./operations-series.ts";
import { createTradingSeries } from "./trading-series.ts";

/** Detection is a matter of microseconds; the aims (0.7 s, 1.5 s) are bounds, so that what misses them is counted exactly. */
const DETECTION_BUCKETS = [
  5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.05, 0.1, 0.25, 0.5, 0.7, 1, 1.5, 3, 10,
];
const WRITE_BUCKETS = [5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
const REQUEST_BUCKETS = [1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

export type Series = ReturnType<typeof createSeries>;

/** Every series, in a registry of its own. A series is declared only where something feeds it. */
export function createSeries() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers });
  return {
    registry,
    ...createTradingSeries(registry),
    ...createOperationsSeries(registry),
    connection: gauge("arb_connection_status", "1 while the venue's socket is up, else 0", ["venue"]),
    staleness: gauge("arb_ws_staleness_seconds", "Seconds since the venue last proved that it is alive", [
      "venue",
    ]),
    maxPosition: gauge("arb_max_position_size_usd", "Largest notional of one trade"),
    openOpportunities: gauge("arb_open_opportunities", "Dislocations that last now"),
    readers: gauge("arb_stream_readers", "Readers of the event stream"),
    readersDropped: counter("arb_stream_readers_dropped_total", "Readers dropped by reason", ["reason"]),
    opportunities: counter("arb_opportunities_total", "Opportunities opened", ["asset", "direction"]),
    evaluations: counter("arb_evaluations_total", "Evaluations of an asset's two venues"),
    refusals: counter("arb_refusals_total", "Evaluations that refused, by reason", ["reason"]),
    feedFigures: gauge("arb_feed_figure", "What a venue's feed counts and measures, by name", [
      "venue",
      "name",
    ]),
    keyRotations: counter("arb_key_rotations_total", "Keys that were to be replaced while running", [
      "venue",
      "outcome",
    ]),
    notifications: counter("arb_notifications_total", "What became of messages to people, by channel", [
      "channel",
      "outcome",
    ]),
    storageConflated: counter("arb_storage_conflated_total", "Queued states replaced by a later one"),
    storageDropped: counter("arb_storage_dropped_total", "States given up before they were stored"),
    storageFailures: counter("arb_storage_failures_total", "Writes that failed and were tried again"),
    detection: histogram(
      "arb_signal_detection_latency_seconds",
      "From receipt of the frame that caused it to publication",
      DETECTION_BUCKETS,
    ),
    dbWrite: histogram("arb_db_write_latency_seconds", "Duration of one committed write", WRITE_BUCKETS),
    requests: counter("http_requests_total", "Answers", ["method", "route", "status"]),
    requestSeconds: histogram("http_request_duration_seconds", "Time to answer", REQUEST_BUCKETS, [
      "method",
      "route",
    ]),
  };
}
