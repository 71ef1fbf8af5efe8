import type { SchemaStep } from "./upgrade/take-steps.ts";

/**
 * The tables, as steps from one version to the next; `PRAGMA user_version` says how many were taken.
 *
 * Money, prices and sizes are plain decimal text: exact at any magnitude (a size in 1e-9 of a coin that
 * trades by the billion leaves 64 bits behind), readable to whoever opens the file, and what a document
 * store keeps as Decimal128. Percentages are integers in 1e-6 of a percent point, because listings
 * filter on them, and times are integers in ms since 1970 UTC, because listings sort by them.
 */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  {
    name: "opportunities, windows and settings",
    change: `
  CREATE TABLE opportunities (
    id TEXT PRIMARY KEY,
    asset TEXT NOT NULL,
    direction TEXT NOT NULL,
    cex_venue TEXT NOT NULL,
    dex_pool TEXT NOT NULL,
    cex_price TEXT NOT NULL,
    dex_price TEXT NOT NULL,
    spread_pct_e6 INTEGER NOT NULL,
    predicted_pnl_pct_e6 INTEGER NOT NULL,
    size TEXT NOT NULL,
    size_usd TEXT NOT NULL,
    predicted_pnl_usd TEXT NOT NULL,
    cex_fee_usd TEXT NOT NULL,
    dex_fee_usd TEXT NOT NULL,
    impact_usd TEXT NOT NULL,
    slippage_usd TEXT NOT NULL,
    network_usd TEXT NOT NULL,
    book_sequence INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    closed_at INTEGER,
    updates INTEGER NOT NULL,
    detection_latency_ns INTEGER NOT NULL,
    decision TEXT NOT NULL,
    decision_reason TEXT NOT NULL,
    window_id TEXT NOT NULL,
    is_injected INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX opportunities_timestamp ON opportunities (timestamp DESC, id DESC);
  CREATE INDEX opportunities_asset_timestamp ON opportunities (asset, timestamp DESC, id DESC);

  CREATE TABLE windows (
    id TEXT PRIMARY KEY,
    asset TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER NOT NULL,
    opportunity_count INTEGER NOT NULL,
    trade_count INTEGER NOT NULL,
    total_pnl_usd TEXT NOT NULL,
    cex_to_dex_count INTEGER NOT NULL,
    max_predicted_pnl_pct_e6 INTEGER NOT NULL,
    sum_predicted_pnl_pct_e6 INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX windows_start ON windows (start_time DESC, id DESC);
  CREATE INDEX windows_asset_start ON windows (asset, start_time DESC, id DESC);

  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    environment TEXT
  ) STRICT;
  `,
  },
  {
    name: "trades",
    change: `
  CREATE TABLE trades (
    id TEXT PRIMARY KEY,
    opportunity_id TEXT NOT NULL,
    window_id TEXT NOT NULL,
    asset TEXT NOT NULL,
    direction TEXT NOT NULL,
    policy TEXT NOT NULL,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT NOT NULL,
    size TEXT NOT NULL,
    size_usd TEXT NOT NULL,
    cex_price TEXT NOT NULL,
    dex_price TEXT NOT NULL,
    entry_price TEXT NOT NULL,
    exit_price TEXT NOT NULL,
    fees_usd TEXT NOT NULL,
    pnl_usd TEXT NOT NULL,
    pnl_pct_e6 INTEGER NOT NULL,
    predicted_pnl_usd TEXT NOT NULL,
    latency_ms INTEGER NOT NULL,
    exposure_ms INTEGER,
    timestamp INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    cex_order_id TEXT,
    dex_tx_sig TEXT,
    is_simulated INTEGER NOT NULL,
    is_injected INTEGER NOT NULL,
    residual TEXT NOT NULL,
    usdc_usd TEXT NOT NULL,
    sol_usd TEXT NOT NULL,
    attribution TEXT,
    legs TEXT NOT NULL
  ) STRICT;
  CREATE INDEX trades_timestamp ON trades (timestamp DESC, id DESC);
  CREATE INDEX trades_asset_timestamp ON trades (asset, timestamp DESC, id DESC);
  CREATE INDEX trades_status_timestamp ON trades (status, timestamp DESC, id DESC);
  CREATE INDEX trades_window ON trades (window_id);
  CREATE INDEX trades_closed ON trades (closed_at) WHERE closed_at IS NOT NULL AND is_injected = 0;
  `,
  },
  // Settings live in trading.db from here on, which took over what the table above held.
  {
    name: "the mark of the last check of the disk",
    change: `
  CREATE TABLE last_check (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
  `,
  },
  {
    name: "inventory snapshots and the copy of the operators' log",
    change: `
  CREATE TABLE inventory_snapshots (
    timestamp INTEGER NOT NULL,
    venue TEXT NOT NULL,
    asset TEXT NOT NULL,
    total TEXT NOT NULL,
    available TEXT NOT NULL,
    reserved TEXT NOT NULL,
    in_flight TEXT NOT NULL,
    value_usd TEXT,
    PRIMARY KEY (timestamp, venue, asset)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    timestamp INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  `,
  },
  // Listings find their keys in an index alone, whatever they filter by; see page-sql.ts.
  {
    name: "indexes that hold what listings filter by",
    change: `
  DROP INDEX opportunities_timestamp;
  DROP INDEX opportunities_asset_timestamp;
  CREATE INDEX opportunities_timestamp ON opportunities (timestamp DESC, id DESC, spread_pct_e6, direction);
  CREATE INDEX opportunities_asset_timestamp
    ON opportunities (asset, timestamp DESC, id DESC, spread_pct_e6, direction);
  CREATE INDEX opportunities_spread ON opportunities (spread_pct_e6, timestamp DESC, id DESC, asset, direction);
  DROP INDEX trades_status_timestamp;
  DROP INDEX trades_window;
  CREATE INDEX trades_status_timestamp ON trades (status, timestamp DESC, id DESC, asset);
  CREATE INDEX trades_window ON trades (window_id, pnl_usd) WHERE closed_at IS NOT NULL AND is_injected = 0;
  `,
  },
  // Reports count opportunities without the injected ones; see opportunity-table.ts.
  {
    name: "an index of injected opportunities",
    change: `
  CREATE INDEX opportunities_injected ON opportunities (timestamp) WHERE is_injected = 1;
  `,
  },
  // Apart from the rows that listings read. The trigger forgets it with its opportunity, whoever deletes that.
  {
    name: "what stood on both sides of an opportunity",
    change: `
  CREATE TABLE opportunity_depths (
    opportunity_id TEXT PRIMARY KEY,
    depth TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER opportunity_depths_forgotten AFTER DELETE ON opportunities BEGIN
    DELETE FROM opportunity_depths WHERE opportunity_id = old.id;
  END;
  `,
  },
];
