/** Prometheus series and what feeds them. */
export { createMetrics, type Metrics, type MetricsOptions } from "./metrics.ts";
