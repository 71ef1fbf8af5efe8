import type { Operations } from "#gateway";
import type { Transfer } from "#ledger";
import type { LegRecord, Log, LogFields, OpportunityRecord, Timers, TradeRecord, Window } from "#model";
import { DEFAULT_LIMITS } from "#risk";
import type { RiskOverview, Settings, Status } from "#wire";

/** A clock that only the test turns, and timers that run as it does. */
export interface FakeTime {
  readonly clock: { monotonicNs(): number; epochMs(): number };
  readonly timers: Timers;
  /** Turns the clock, running each timer at its moment. */
  advance(ms: number): void;
  /** Timers that still wait: a closed thing must leave none. */
  waiting(): number;
}

interface FakeTimer {
  atMs: number;
  readonly everyMs: number | null;
  readonly task: () => void;
}

export function createFakeTime(startEpochMs = Date.UTC(2026, 0, 2, 3, 4, 5)): FakeTime {
  let nowMs = 0;
  const timers = new Set<FakeTimer>();
  const add = (ms: number, everyMs: number | null, task: () => void) => {
    const timer = { atMs: nowMs + ms, everyMs, task };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    clock: { monotonicNs: () => nowMs * 1e6, epochMs: () => startEpochMs + nowMs },
    timers: {
      after: (ms, task) => add(ms, null, task),
      every: (ms, task) => add(ms, ms, task),
    },
    advance(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const next = [...timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        nowMs = next.atMs;
        if (next.everyMs === null) timers.delete(next);
        else next.atMs += next.everyMs;
        next.task();
      }
      nowMs = endMs;
    },
    waiting: () => timers.size,
  };
}

export interface RecordedLog extends Log {
  readonly lines: { readonly level: string; readonly event: string; readonly fields: LogFields }[];
}

export function createRecordedLog(): RecordedLog {
  const lines: { level: string; event: string; fields: LogFields }[] = [];
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields });
  return { lines, info: at("INFO"), warning: at("WARNING"), error: at("ERROR"), debug: at("DEBUG") };
}

export function anOpportunity(changes: Partial<OpportunityRecord> = {}): OpportunityRecord {
  return {
    id: "opp-1",
    asset: "SOL-USD",
    direction: "cex_to_dex",
    cexVenue: "gemini",
    dexPool: "pool",
    cexPrice: 83_405_000_000n,
    dexPrice: 85_000_000_001n,
    spreadPct: 1_912_355n,
    predictedPnlPct: 512_355n,
    size: 11_500_000_000n,
    sizeUsd: 959_157_500_000n,
    predictedPnlUsd: 4_914_000_001n,
    costs: {
      cexFeeUsd: 3_357_051_250n,
      dexFeeUsd: 2_877_472_500n,
      impactUsd: 123n,
      slippageUsd: 7_193_681_250n,
      networkUsd: 0n,
    },
    bookSequence: 12_345_678_901,
    slot: 300_000_001,
    openedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    updatedAtMs: Date.UTC(2026, 0, 2, 3, 4, 6, 1),
    closedAtMs: null,
    updates: 1,
    detectionLatencyNs: 43_210,
    decision: "observed",
    decisionReason: "no execution",
    windowId: "win-1",
    isInjected: false,
    depth: null,
    ...changes,
  };
}

export function aWindow(changes: Partial<Window> = {}): Window {
  return {
    id: "win-1",
    asset: "SOL-USD",
    startMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    endMs: Date.UTC(2026, 0, 2, 3, 4, 9),
    opportunityCount: 3,
    tradeCount: 0,
    totalPnlUsd: 0n,
    cexToDexCount: 1,
    maxPredictedPnlPct: 512_355n,
    sumPredictedPnlPct: 1_000_000n,
    ...changes,
  };
}

export function someOperations(changes: Partial<Operations> = {}): Operations {
  return {
    pauses: [],
    limits: DEFAULT_LIMITS,
    openTrades: { openMs: 0, exposedMs: 0 },
    unknownLegsMs: [],
    skewsMs: new Map([["gemini", 12]]),
    storage: {
      ...{ main: true, journal: true, opportunityLimit: 5_000 },
      queued: { opportunities: 0, trades: 0, journal: 0 },
    },
    machine: {
      ...{ memoryLimitBytes: 4e9, heapLimitBytes: 2e9 },
      disk: { freeBytes: 60e9, totalBytes: 100e9 },
    },
    ...changes,
  };
}

export function aStatus(changes: Partial<Status> = {}): Status {
  return {
    status: "healthy",
    timestamp: "2026-01-02T03:04:05.000Z",
    version: "0.1.0",
    mode: "demo",
    uptime_sec: 12.5,
    prices: [
      {
        asset: "SOL-USD",
        cex_bid: "83.40",
        cex_ask: "83.41",
        dex_price: "83.5",
        cex_state: "live",
        dex_state: "live",
        slot: 300_000_001,
        spread_pct: "0.1",
        spread_direction: "cex_to_dex",
      },
    ],
    refusals: { "below-threshold": 41 },
    evaluations: 42,
    open_opportunities: 1,
    storage_works: true,
    connections: { gemini: true, solana: false },
    venues: [
      {
        venue: "gemini",
        connected: true,
        state: "connected",
        staleness_ms: 120,
        counters: { reconnects: 2 },
      },
      { venue: "solana", connected: false, state: "disconnected", staleness_ms: null, counters: {} },
    ],
    detection_latency: { count: 1, p50_ms: 0.04, p95_ms: 0.04 },
    send_latency: { count: 1, p50_ms: 2.5, p95_ms: 2.5 },
    exposure_time: { count: 1, p50_ms: 900, p95_ms: 900 },
    usdc_usd: "1.0001",
    thresholds: {
      profit_threshold_pct: "0.1",
      min_spread_pct: "0",
      static_cost_pct: "1.4",
      cost_model: "static",
    },
    risk: {
      is_paused: false,
      pause_reason: null,
      daily_pnl_usd: 0,
      daily_trades: 0,
      daily_loss_limit_usd: 500,
      daily_remaining_loss_usd: 500,
      max_position_size_usd: 1000,
      observe_only: false,
      gate_open: true,
      gate_reason: null,
      open_trades: 0,
      stranded_trades: 0,
      open_exposure_usd: 0,
      consecutive_losses: 0,
    },
    event_stats: { "cex.bookUpdate": 7, "dex.poolUpdate": 3, "signal.opportunity": 1 },
    ...changes,
  };
}

/** Sold 4.2 SOL to the pool, bought them back on the exchange; closed flat with a gain. */
export function aTrade(changes: Partial<TradeRecord> = {}): TradeRecord {
  return {
    id: "trade-1",
    opportunityId: "opp-1",
    windowId: "win-1",
    asset: "SOL-USD",
    direction: "cex_to_dex",
    policy: "dex-first",
    mode: "demo",
    status: "completed",
    statusReason: "both legs filled",
    size: 4_200_000_000n,
    sizeUsd: 350_301_000_000n,
    cexPrice: 83_405_000_001n,
    dexPrice: 85_000_000_000n,
    entryPrice: 83_405_000_001n,
    exitPrice: 85_000_000_000n,
    feesUsd: 4_203_612_000n,
    pnlUsd: 2_495_388_001n,
    pnlPct: 712_355n,
    predictedPnlUsd: 2_914_000_001n,
    latencyMs: 1_250,
    exposureMs: 480,
    openedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    updatedAtMs: Date.UTC(2026, 0, 2, 3, 4, 20, 1),
    closedAtMs: Date.UTC(2026, 0, 2, 3, 4, 20, 1),
    version: 9,
    cexOrderId: "73797746498585286",
    dexTxSig: "5gWv",
    isSimulated: true,
    isInjected: false,
    residual: -1n,
    usdcUsd: 1_000_100_000n,
    solUsd: 83_405_000_000n,
    attribution: {
      feeUsd: -10n,
      depthUsd: -400_000_000n,
      latencyUsd: 20n,
      networkUsd: -5_000n,
      adverseUsd: 0n,
      reserveUsd: 1_000_000_000n,
    },
    legs: [aLeg()],
    ...changes,
  };
}

export function aLeg(changes: Partial<LegRecord> = {}): LegRecord {
  const atMs = Date.UTC(2026, 0, 2, 3, 4, 5, 680);
  return {
    attemptId: "trade-1-1",
    attempt: 1,
    venue: "solana",
    purpose: "entry",
    side: "sell",
    phase: "filled",
    settled: true,
    reference: "5gWv",
    orderId: null,
    limit: "356.1",
    wantedBase: 4_200_000_000_000_000_000n,
    filledBase: 4_200_000_000_000_000_000n,
    quoteAmount: 357_000_001_000_000_000_000n,
    quoteAsset: "USDC",
    fees: [{ asset: "SOL", amount: 5_000_000_000_000n }],
    reason: null,
    timeline: [
      { atMs, what: "planned", ref: "trade-1-1" },
      { atMs: atMs + 4, what: "sent", ref: "5gWv" },
      { atMs: atMs + 404, what: "confirmed", ref: "300000002" },
    ],
    ...changes,
  };
}

export function aTransfer(changes: Partial<Transfer> = {}): Transfer {
  return {
    id: "trade-1-1/5gWv/base",
    atMs: Date.UTC(2026, 0, 2, 3, 4, 6, 84),
    kind: "fill",
    tradeId: "trade-1",
    attemptId: "trade-1-1",
    asset: "SOL",
    amount: 4_200_000_000_000_000_001n,
    from: "solana",
    to: "market/solana",
    ...changes,
  };
}

export function aRisk(changes: Partial<RiskOverview> = {}): RiskOverview {
  return {
    profit_threshold_pct: "0.1",
    min_spread_pct: "0",
    max_position_size_usd: "1000",
    max_open_exposure_usd: "3000",
    max_open_per_asset: 1,
    daily_loss_limit_usd: "500",
    staleness_threshold_sec: 10,
    wide_spread_pct: "5",
    max_consecutive_losses: 5,
    max_order_errors: 10,
    order_error_window_sec: 300,
    unknown_leg_sec: 30,
    max_clock_skew_sec: 5,
    is_paused: false,
    pause_reason: null,
    pauses: [],
    switches: [
      {
        reason: "data staleness",
        state: "ok",
        scope: "all",
        since: null,
        threshold: "10 s",
        current: "0.1 s",
        resume_rule: "when every venue speaks again",
      },
    ],
    lasting_causes: [],
    observe_only: false,
    gate_open: true,
    gate_reason: null,
    day: "2026-01-02",
    daily_pnl_usd: "2.495388001",
    daily_trades: 1,
    daily_remaining_loss_usd: "502.495388001",
    consecutive_losses: 0,
    open_exposure_usd: "0",
    open_trades: 0,
    ...changes,
  };
}

export function someSettings(changes: Partial<Settings> = {}): Settings {
  return {
    mode: "demo",
    version: "0.1.0",
    storage: { kind: "sqlite", secret_set: false },
    venues: [
      {
        venue: "gemini",
        addresses: 2,
        secrets: [
          { key: "GEMINI_API_KEY", present: true },
          { key: "GEMINI_API_SECRET", present: true },
        ],
      },
      { venue: "solana", addresses: 3, secrets: [{ key: "SOLANA_KEYPAIR", present: false }] },
    ],
    assets: [
      { asset: "SOL-USD", symbol: "solusd", pool: "pool", base_mint: "mint", quote_mint: "dollar mint" },
    ],
    thresholds: { profit_threshold_pct: "0.1", min_spread_pct: "0", max_opportunities_per_min: 600 },
    costs: {
      cost_model: "static",
      cex_fee_pct: "0.35",
      dex_fee_pct: "0.3",
      slippage_pct: "0.75",
      static_cost_pct: "1.4",
      cex_taker_fee_bps: null,
      network_fee_lamports: 15_000,
    },
    execution: {
      leg_policy: "dex-first",
      order_slack_pct: "0.5",
      residual_max_loss_pct: "2",
      priority_fee_max_lamports: 100_000,
      solana_poll_ms: 2_000,
    },
    api: { rate_limit_per_min: 600, allowed_origins: 0, ip_allowlist: 0, token_secret_set: false },
    notifications: { min_severity: "warning", channels: [] },
    without_effect: [],
    ...changes,
  };
}
