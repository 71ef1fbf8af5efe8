import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Dollars of one trade, losses among them; fine around zero, where a thin edge lives. */
const PNL_BUCKETS = [-500, -100, -50, -20, -10, -5, -2, -1, -0.5, 0, 0.5, 1, 2, 5, 10, 20, 50, 100, 500];
/** Slots of 400 ms and their multiples; the aim is a median below 1.5 s. */
const EXPOSURE_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 10, 30, 60, 300];
const TRADE_BUCKETS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 20, 30, 60, 120, 300];
/** The aim is 5 ms at the 99th percentile, the journal's fsync included. */
const SEND_BUCKETS = [5e-4, 1e-3, 2e-3, 3e-3, 4e-3, 5e-3, 7.5e-3, 0.01, 0.015, 0.025, 0.05, 0.1, 0.5, 1];
const JOURNAL_BUCKETS = [1e-4, 2.5e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.5, 1];

export type TradingSeries = ReturnType<typeof createTradingSeries>;

/** What trades, risk and the journal feed, declared in the given registry. */
export function createTradingSeries(registry: Registry) {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers });
  return {
    trades: counter("arb_trades_total", "Trades by how they ended, injected ones among them", [
      "asset",
      "direction",
      "status",
    ]),
    tradePnl: histogram("arb_trade_pnl_usd", "Realised dollars of a closed trade", PNL_BUCKETS, ["asset"]),
    predicted: counter("arb_trade_predicted_usd_total", "Dollars that filled trades were to earn", ["asset"]),
    gained: counter("arb_trade_gained_usd_total", "Dollars of trades that earned", ["asset"]),
    lost: counter("arb_trade_lost_usd_total", "Dollars of trades that lost, as a positive number", ["asset"]),
    tradeLatency: histogram("arb_trade_latency_seconds", "From the decision to flat", TRADE_BUCKETS, [
      "asset",
    ]),
    executionLatency: histogram(
      "arb_execution_latency_seconds",
      "From the first send of a trade to flat",
      TRADE_BUCKETS,
    ),
    exposure: histogram("arb_exposure_seconds", "From the first evidenced leg to flat", EXPOSURE_BUCKETS),
    sendLatency: histogram(
      "arb_send_latency_seconds",
      "From the decision to the first byte handed to a venue",
      SEND_BUCKETS,
    ),
    journalWrite: histogram(
      "arb_journal_write_latency_seconds",
      "Until a journal record was durable",
      JOURNAL_BUCKETS,
    ),
    executionFailures: counter("arb_execution_failures_total", "Legs that failed, by reason", ["reason"]),
    riskPauses: counter("arb_risk_pauses_total", "Pauses by reason", ["reason"]),
    paused: gauge("arb_risk_paused", "1 while no new trade may start"),
    losingTrades: gauge("arb_consecutive_losing_trades", "Losing trades in a row"),
    openExposure: gauge("arb_open_exposure_usd", "Dollars of open trades"),
    dailyPnl: gauge("arb_daily_pnl_usd", "Realised dollars of this UTC day"),
    openTrades: gauge("arb_open_trades", "Trades that are not flat or not settled"),
    strandedTrades: gauge("arb_stranded_trades", "Trades that wait for an operator"),
  };
}
