import type { BoardSpec, PanelSpec, Query } from "../panel.ts";

/** Median, 95th and 99th percentile of a histogram over five minutes. */
function percentiles(name: string, by = ""): readonly Query[] {
  const sum = `sum by (le${by}) (rate(${name}_bucket[5m]))`;
  return [0.5, 0.95, 0.99].map((part) => ({
    expr: `histogram_quantile(${part}, ${sum})`,
    legend: `p${part * 100}${by === "" ? "" : ` {{${by.slice(2)}}}`}`,
  }));
}

function histogram(title: string, name: string, badAt: number): PanelSpec {
  return { title, unit: "s", queries: percentiles(name), badAt };
}

/** How long everything takes, from the frame to flat, and what may slow it. */
export const latency: BoardSpec = {
  uid: "tandem-latency",
  title: "Tandem: latency",
  rows: [
    {
      title: "From the frame to flat",
      panels: [
        histogram("Detection", "arb_signal_detection_latency_seconds", 1.5),
        histogram("Decision to first byte", "arb_send_latency_seconds", 0.1),
        histogram("Exposure: first leg to flat", "arb_exposure_seconds", 10),
        histogram("First send to flat", "arb_execution_latency_seconds", 30),
        {
          title: "Decision to flat, p95 by asset",
          unit: "s",
          queries: [
            {
              expr: "histogram_quantile(0.95, sum by (le, asset) (rate(arb_trade_latency_seconds_bucket[5m])))",
              legend: "{{asset}}",
            },
          ],
        },
        {
          title: "Evaluations a second",
          unit: "ops",
          queries: [{ expr: "rate(arb_evaluations_total[1m])", legend: "evaluations" }],
        },
      ],
    },
    {
      title: "Storage",
      panels: [
        histogram("Journal until durable", "arb_journal_write_latency_seconds", 0.1),
        histogram("Write of the main store", "arb_db_write_latency_seconds", 0.5),
        {
          title: "States that wait",
          unit: "short",
          queries: [{ expr: "arb_storage_queue_depth", legend: "{{queue}}" }],
        },
        {
          title: "Stores that work",
          unit: "bool_yes_no",
          queries: [{ expr: "arb_storage_up", legend: "{{store}}" }],
        },
        {
          title: "Writes that failed, states given up, within ten minutes",
          unit: "short",
          queries: [
            { expr: "increase(arb_storage_failures_total[10m])", legend: "failed" },
            { expr: "increase(arb_storage_dropped_total[10m])", legend: "given up" },
          ],
        },
        {
          title: "Free space of DATA_DIR",
          unit: "bytes",
          queries: [{ expr: "arb_data_dir_free_bytes", legend: "free" }],
        },
      ],
    },
    {
      title: "Process",
      panels: [
        {
          title: "Event loop",
          unit: "s",
          queries: [
            { expr: "nodejs_eventloop_lag_p50_seconds", legend: "p50" },
            { expr: "nodejs_eventloop_lag_p99_seconds", legend: "p99" },
          ],
          badAt: 0.1,
        },
        {
          title: "Garbage collection, share of time",
          unit: "percentunit",
          queries: [{ expr: "sum by (kind) (rate(nodejs_gc_duration_seconds_sum[5m]))", legend: "{{kind}}" }],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [
            { expr: "process_resident_memory_bytes", legend: "resident" },
            { expr: "nodejs_heap_size_used_bytes", legend: "heap" },
            { expr: "arb_heap_limit_bytes", legend: "heap's limit" },
          ],
        },
        {
          title: "Processor",
          unit: "percentunit",
          queries: [{ expr: "rate(process_cpu_seconds_total[1m])", legend: "cores" }],
        },
        {
          title: "Answers, p95 by route",
          unit: "s",
          queries: [
            {
              expr: "histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))",
              legend: "{{route}}",
            },
          ],
        },
        {
          title: "Readers of the stream",
          unit: "short",
          queries: [
            { expr: "arb_stream_readers", legend: "readers" },
            { expr: "increase(arb_stream_readers_dropped_total[10m])", legend: "dropped: {{reason}}" },
          ],
        },
      ],
    },
  ],
};
