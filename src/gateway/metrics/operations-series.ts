import { Gauge, type Registry } from "prom-client";

export type OperationsSeries = ReturnType<typeof createOperationsSeries>;

/** What alerts watch beside trading, declared in the given registry. */
export function createOperationsSeries(registry: Registry) {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    ...createLimitSeries(gauge),
    build: gauge("arb_build_info", "1, with the version and mode that run", ["version", "mode"]),
    gateOpen: gauge("arb_gate_open", "1 once the start-up reconciliation has finished"),
    observeOnly: gauge("arb_observe_only", "1 while opportunities are only watched"),
    pauseActive: gauge("arb_pause_active", "1 while this reason pauses something", ["reason"]),
    bookLive: gauge("arb_book_live", "1 while this book or pool is priced from", ["asset", "venue"]),
    oldestTrade: gauge("arb_oldest_open_trade_seconds", "Age of the oldest open trade, 0 without one"),
    exposureAge: gauge(
      "arb_exposure_age_seconds",
      "For how long a trade has held too much or owed, the longest; 0 where none does",
    ),
    unknownLegs: gauge("arb_unknown_legs", "Legs that were sent and of which no venue says what became"),
    unknownLegAge: gauge("arb_unknown_leg_age_seconds", "How long the oldest of them has been unknown"),
    clockSkew: gauge("arb_clock_skew_seconds", "Venue's clock less ours, where it was measured", ["venue"]),
    storageUp: gauge("arb_storage_up", "1 while this store keeps what it is given", ["store"]),
    storageQueued: gauge("arb_storage_queue_depth", "States that wait to be written", ["queue"]),
    storageQueueLimit: gauge("arb_storage_queue_limit", "Beyond so many the oldest is given up", ["queue"]),
    memoryLimit: gauge("arb_memory_limit_bytes", "Memory that the process may take"),
    heapLimit: gauge("arb_heap_limit_bytes", "Size at which the heap is full"),
    diskFree: gauge("arb_data_dir_free_bytes", "Free space of the file system that DATA_DIR is on"),
    diskTotal: gauge("arb_data_dir_size_bytes", "Size of the file system that DATA_DIR is on"),
  };
}

/** Limits as series, so that an alert moves with what an operator changes. */
function createLimitSeries(gauge: (name: string, help: string) => Gauge) {
  return {
    stalenessLimit: gauge("arb_staleness_threshold_seconds", "A venue silent for longer pauses"),
    dailyLossLimit: gauge("arb_daily_loss_limit_usd", "A UTC day that loses this much pauses"),
    losingTradesLimit: gauge("arb_consecutive_losses_limit", "So many losing trades in a row pause"),
    exposureLimit: gauge("arb_open_exposure_limit_usd", "Largest sum of open trades"),
    unknownLegLimit: gauge("arb_unknown_leg_limit_seconds", "A leg unknown for longer pauses its asset"),
    clockSkewLimit: gauge("arb_clock_skew_limit_seconds", "Clocks that differ by more pause"),
  };
}
