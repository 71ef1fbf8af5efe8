import type { InventorySnapshot, SnapshotBalance } from "#ledger";
import { AMOUNT_DECIMALS } from "#model";
import { toDecimal } from "./decimals.ts";
import {
  decimalOf,
  type Fields,
  LAST_DATE_MS,
  partsOf,
  textOf,
  time,
  timeOf,
  usd,
  usdOf,
  wordOf,
} from "./fields.ts";
import type { MongoServer } from "./mongo-link.ts";

const VENUES = ["gemini", "solana"] as const;

export async function saveSnapshot(
  server: MongoServer,
  { atMs, balances }: InventorySnapshot,
): Promise<void> {
  const timestamp = time(atMs);
  const document = { $setOnInsert: { timestamp, balances: balances.map(balanceToFields) } };
  await snapshots(server).updateOne({ timestamp }, document, { upsert: true });
}

export async function listSnapshots(
  server: MongoServer,
  { limit, beforeMs = LAST_DATE_MS }: { readonly limit: number; readonly beforeMs?: number },
): Promise<readonly InventorySnapshot[]> {
  const older = { timestamp: { $lt: time(beforeMs) } };
  const rows = await snapshots(server).find(older).sort({ timestamp: -1 }).limit(limit).toArray();
  return rows.map(snapshotFromFields);
}

/** Oldest first, strictly after that moment (null: from the beginning). */
export async function snapshotsAfter(
  server: MongoServer,
  atMs: number | null,
  limit: number,
): Promise<readonly InventorySnapshot[]> {
  const newer = atMs === null ? {} : { timestamp: { $gt: time(atMs) } };
  const rows = await snapshots(server).find(newer).sort({ timestamp: 1 }).limit(limit).toArray();
  return rows.map(snapshotFromFields);
}

export async function forgetSnapshots(server: MongoServer, beforeMs: number): Promise<number> {
  const done = await snapshots(server).deleteMany({ timestamp: { $lt: time(beforeMs) } });
  return done.deletedCount;
}

function snapshotFromFields(fields: Fields): InventorySnapshot {
  return {
    atMs: timeOf(fields, "timestamp"),
    balances: partsOf(fields, "balances").map(balanceFromFields),
  };
}

function balanceToFields(one: SnapshotBalance): Fields {
  return {
    venue: one.venue,
    asset: one.asset,
    total: toDecimal(one.total, AMOUNT_DECIMALS),
    available: toDecimal(one.available, AMOUNT_DECIMALS),
    reserved: toDecimal(one.reserved, AMOUNT_DECIMALS),
    in_flight: toDecimal(one.inFlight, AMOUNT_DECIMALS),
    value_usd: one.valueUsd === null ? null : usd(one.valueUsd),
  };
}

function balanceFromFields(fields: Fields): SnapshotBalance {
  return {
    venue: wordOf(fields, "venue", VENUES),
    asset: textOf(fields, "asset"),
    total: decimalOf(fields, "total", AMOUNT_DECIMALS),
    available: decimalOf(fields, "available", AMOUNT_DECIMALS),
    reserved: decimalOf(fields, "reserved", AMOUNT_DECIMALS),
    inFlight: decimalOf(fields, "in_flight", AMOUNT_DECIMALS),
    valueUsd: fields.value_usd === null ? null : usdOf(fields, "value_usd"),
  };
}

function snapshots({ database }: MongoServer) {
  return database.collection<Fields>("inventory_snapshots");
}
