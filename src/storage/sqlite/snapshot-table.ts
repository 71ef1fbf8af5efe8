import type { InventorySnapshot, SnapshotBalance } from "#ledger";
import { AMOUNT_DECIMALS, formatDecimal, parseDecimal, USD_DECIMALS } from "#model";
import { numberOf, type Row, textOf, textOrNullOf, wordOf } from "./columns.ts";
import type { Statements } from "./statements.ts";

const VENUES = ["gemini", "solana"] as const;

export interface SnapshotTable {
  save(snapshot: InventorySnapshot): void;
  list(query: { readonly limit: number; readonly beforeMs?: number }): readonly InventorySnapshot[];
  /** Oldest first, strictly after that moment (null: from the beginning). */
  after(atMs: number | null, limit: number): readonly InventorySnapshot[];
  /** Answers how many snapshots. */
  deleteBefore(beforeMs: number): number;
}

/** A snapshot is one row for each venue and asset, of one time. */
export function createSnapshotTable(statements: Statements): SnapshotTable {
  const insert = statements(
    "INSERT INTO inventory_snapshots (timestamp, venue, asset, total, available, reserved, in_flight, value_usd) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const has = statements("SELECT 1 FROM inventory_snapshots WHERE timestamp = ? LIMIT 1");
  const times = statements(
    "SELECT DISTINCT timestamp FROM inventory_snapshots WHERE timestamp < ? ORDER BY timestamp DESC LIMIT ?",
  );
  const timesAfter = statements(
    "SELECT DISTINCT timestamp FROM inventory_snapshots WHERE timestamp > ? ORDER BY timestamp LIMIT ?",
  );
  const rowsAt = statements("SELECT * FROM inventory_snapshots WHERE timestamp = ? ORDER BY venue, asset");
  const countBefore = statements(
    "SELECT count(DISTINCT timestamp) AS times FROM inventory_snapshots WHERE timestamp < ?",
  );
  const remove = statements("DELETE FROM inventory_snapshots WHERE timestamp < ?");
  const snapshotOf = (row: Row): InventorySnapshot => {
    const atMs = numberOf(row, "timestamp");
    return { atMs, balances: rowsAt.all(atMs).map(balanceOf) };
  };
  return {
    save({ atMs, balances }) {
      if (has.get(atMs) !== undefined) return;
      for (const one of balances) insert.run(atMs, ...columnsOfBalance(one));
    },
    list: ({ limit, beforeMs = Number.MAX_SAFE_INTEGER }) => times.all(beforeMs, limit).map(snapshotOf),
    after: (atMs, limit) => timesAfter.all(atMs ?? Number.MIN_SAFE_INTEGER, limit).map(snapshotOf),
    deleteBefore(beforeMs) {
      const times = numberOf(countBefore.get(beforeMs) ?? {}, "times");
      remove.run(beforeMs);
      return times;
    },
  };
}

function columnsOfBalance(one: SnapshotBalance) {
  const amounts = [one.total, one.available, one.reserved, one.inFlight];
  const value = one.valueUsd === null ? null : formatDecimal(one.valueUsd, USD_DECIMALS);
  return [one.venue, one.asset, ...amounts.map((amount) => formatDecimal(amount, AMOUNT_DECIMALS)), value];
}

function balanceOf(row: Row): SnapshotBalance {
  const valueUsd = textOrNullOf(row, "value_usd");
  return {
    venue: wordOf(row, "venue", VENUES),
    asset: textOf(row, "asset"),
    total: amountOf(row, "total"),
    available: amountOf(row, "available"),
    reserved: amountOf(row, "reserved"),
    inFlight: amountOf(row, "in_flight"),
    valueUsd: valueUsd === null ? null : parseDecimal(valueUsd, USD_DECIMALS, "exact"),
  };
}

function amountOf(row: Row, column: string): bigint {
  return parseDecimal(textOf(row, column), AMOUNT_DECIMALS, "exact");
}
