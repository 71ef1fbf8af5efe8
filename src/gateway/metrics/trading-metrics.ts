import { formatDecimal, type TradeRecord, USD_DECIMALS } from "#model";
import { PAUSE_REASONS, type PauseReason } from "#risk";
import { EXECUTION_FAILURES, executionFailure } from "./execution-failure.ts";
import type { TradingSeries } from "./trading-series.ts";

/** What trading tells of itself; each method is cheap, synchronous and does not throw. */
export interface TradingMetrics {
  /**
   * Told once for each trade, when it closed; one that is still open is not counted, a stranded one among them
   * (`arb_stranded_trades` shows it until it is resolved). An injected one counts in `arb_trades_total` alone.
   */
  tradeClosed(trade: TradeRecord): void;
  /** From the first evidenced leg to flat. */
  exposure(seconds: number): void;
  /** From the decision to the first byte handed to a venue. */
  sendLatency(seconds: number): void;
  /** Until one append to the journal was durable. */
  journalWrite(seconds: number): void;
  /** A leg failed, in the venue's words or ours; they are counted under one of `EXECUTION_FAILURES`. */
  executionFailed(reason: string): void;
  riskPaused(reason: PauseReason): void;
}

const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
const ENDS = ["completed", "unwound", "failed", "stranded"] as const;

export function createTradingMetrics(series: TradingSeries, assets: readonly string[]): TradingMetrics {
  declareAtZero(series, assets);
  return {
    tradeClosed(trade) {
      if (trade.closedAtMs === null) return;
      const { asset, direction, status } = trade;
      series.trades.inc({ asset, direction, status });
      if (!trade.isInjected) observeTrade(series, trade);
    },
    exposure: (seconds) => series.exposure.observe(seconds),
    sendLatency: (seconds) => series.sendLatency.observe(seconds),
    journalWrite: (seconds) => series.journalWrite.observe(seconds),
    executionFailed: (reason) => series.executionFailures.inc({ reason: executionFailure(reason) }),
    riskPaused: (reason) => series.riskPauses.inc({ reason }),
  };
}

/**
 * A failed trade never was anything but flat and a stranded one never became it: they have no latency. What
 * failed has a result only where it paid a fee.
 */
function observeTrade(series: TradingSeries, trade: TradeRecord): void {
  const { asset, status, latencyMs } = trade;
  if (status !== "failed" || trade.pnlUsd !== 0n) observeResult(series, trade);
  if (status === "failed" || status === "stranded") return;
  series.tradeLatency.observe({ asset }, latencyMs / 1e3);
  const sentMs = firstSentMs(trade);
  if (sentMs !== null)
    series.executionLatency.observe(Math.max(0, trade.openedAtMs + latencyMs - sentMs) / 1e3);
}

/**
 * Prometheus takes the fall of a sum for a restart, so gains and losses are counters of their own. What failed was
 * never filled: it paid its fee, and nothing of the prediction counts against it.
 */
function observeResult(series: TradingSeries, trade: TradeRecord): void {
  const { asset, status } = trade;
  const pnl = dollars(trade.pnlUsd);
  series.tradePnl.observe({ asset }, pnl);
  if (pnl >= 0) series.gained.inc({ asset }, pnl);
  else series.lost.inc({ asset }, -pnl);
  if (status !== "failed") series.predicted.inc({ asset }, Math.max(0, dollars(trade.predictedPnlUsd)));
}

function dollars(usd: bigint): number {
  return Number(formatDecimal(usd, USD_DECIMALS));
}

function firstSentMs({ legs }: TradeRecord): number | null {
  const sent = legs.flatMap(({ timeline }) => timeline.filter(({ what }) => what === "sent"));
  return sent.length === 0 ? null : Math.min(...sent.map(({ atMs }) => atMs));
}

function declareAtZero(series: TradingSeries, assets: readonly string[]): void {
  for (const asset of assets) {
    series.tradePnl.zero({ asset });
    series.tradeLatency.zero({ asset });
    for (const sum of [series.predicted, series.gained, series.lost]) sum.inc({ asset }, 0);
    for (const direction of DIRECTIONS)
      for (const status of ENDS) series.trades.inc({ asset, direction, status }, 0);
  }
  for (const reason of EXECUTION_FAILURES) series.executionFailures.inc({ reason }, 0);
  for (const reason of PAUSE_REASONS) series.riskPauses.inc({ reason }, 0);
}
