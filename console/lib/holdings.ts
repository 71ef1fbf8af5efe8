import { csvOf } from "./csv.ts";
import { sumDecimals } from "./decimal-text.ts";
import type { InventoryHistory, InventoryRow } from "./wire.ts";

/** What the rows of one asset, or of one venue, come to. */
export interface Holding {
  readonly name: string;
  /** Sum of the amounts; null for a venue, whose assets cannot be added up. */
  readonly total: string | null;
  /** Of all that has a price; null where nothing has. */
  readonly valueUsd: string | null;
  /** What has no price and is not in the value. */
  readonly unpriced: readonly string[];
  readonly rows: readonly InventoryRow[];
}

export function byAsset(rows: readonly InventoryRow[]): Holding[] {
  return namesOf(rows.map(({ asset }) => asset)).map((name) => {
    const own = rows.filter(({ asset }) => asset === name);
    return { ...holdingOf(name, own), total: sumDecimals(own.map(({ total }) => total)) };
  });
}

export function byVenue(rows: readonly InventoryRow[]): Holding[] {
  return namesOf(rows.map(({ venue }) => venue)).map((name) =>
    holdingOf(
      name,
      rows.filter(({ venue }) => venue === name),
    ),
  );
}

/** Everything that is held. */
export function holdingOf(name: string, rows: readonly InventoryRow[]): Holding {
  const values = rows.flatMap(({ value_usd }) => value_usd ?? []);
  return {
    name,
    total: null,
    valueUsd: values.length === 0 ? null : sumDecimals(values),
    unpriced: namesOf(rows.filter(({ value_usd }) => value_usd === null).map(({ asset }) => asset)),
    rows,
  };
}

/** One figure over time, for each venue and both together; null where it is not known. */
export interface HoldingPoint {
  readonly timestamp: string;
  readonly gemini: string | null;
  readonly solana: string | null;
  readonly total: string | null;
}

/** The history of one asset's amount, or of the value of everything where `asset` is null; exact text. */
export function historyOf({ points }: InventoryHistory, asset: string | null): HoldingPoint[] {
  return points.map(({ timestamp, balances }) => {
    const figures = balances
      .filter((row) => asset === null || row.asset === asset)
      .flatMap(({ venue, total, value_usd }) => {
        const figure = asset === null ? value_usd : total;
        return figure === null ? [] : [{ venue, figure }];
      });
    const sumOf = (venue: string | null) => {
      const own = figures.filter((one) => venue === null || one.venue === venue);
      return own.length === 0 ? null : sumDecimals(own.map(({ figure }) => figure));
    };
    return { timestamp, gemini: sumOf("gemini"), solana: sumOf("solana"), total: sumOf(null) };
  });
}

/** Where something is held: an account on the exchange, a wallet on the chain. */
export function venueText(venue: string): string {
  return venue === "gemini" ? "Gemini" : "Solana";
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** The balances as they came, for a spreadsheet. */
export function balancesCsv(rows: readonly InventoryRow[]): string {
  const header = [
    "venue",
    "asset",
    "total",
    "available",
    "reserved",
    "in_flight",
    "value_usd",
    "drift_pct",
  ] as const;
  return csvOf(
    header,
    rows.map((row) => header.map((name) => row[name])),
  );
}

/** Every balance of every moment that is shown. */
export function historyCsv({ points }: InventoryHistory): string {
  const header = ["timestamp", "venue", "asset", "total", "value_usd"];
  const lines = points.flatMap(({ timestamp, balances }) =>
    balances.map(({ venue, asset, total, value_usd }) => [timestamp, venue, asset, total, value_usd]),
  );
  return csvOf(header, lines);
}
