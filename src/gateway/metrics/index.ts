/** Prometheus series and what feeds them. */
export { createMetrics, type Metrics, type MetricsOptions } from "./metrics.ts";
export type { MachineFigures, OpenTradeAges, Operations, StorageFigures } from "./operations.ts";
