import type { Window } from "#model";
import { type Fields, numberOf, textOf, usdOf } from "./fields.ts";
import type { MongoServer } from "./mongo-link.ts";
import { notLater, type StateRule } from "./save-states.ts";
import { windowFromFields } from "./window-document.ts";

export const WINDOW_RULE: StateRule = {
  fixed: ["id", "asset", "start_time"],
  notLaterThan: (state) =>
    notLater([
      ["opportunity_count", state.opportunity_count],
      ["trade_count", state.trade_count],
      ["end_time", state.end_time],
    ]),
};

const NEWEST_FIRST = { start_time: -1, id: -1 } as const;

export function windows({ database }: MongoServer) {
  return database.collection<Fields>("windows");
}

/** For reading: with what their trades came to. */
export async function listWindows(
  server: MongoServer,
  { asset, limit }: { readonly asset?: string; readonly limit: number },
): Promise<readonly Window[]> {
  const filter = asset === undefined ? {} : { asset };
  const rows = await windows(server).find(filter).sort(NEWEST_FIRST).limit(limit).toArray();
  const found = rows.map(windowFromFields);
  const traded = await tradesOf(
    server,
    found.map(({ id }) => id),
  );
  return found.map((window) => {
    const { trades = 0, pnlUsd = 0n } = traded.get(window.id) ?? {};
    return {
      ...window,
      tradeCount: window.tradeCount + trades,
      totalPnlUsd: window.totalPnlUsd + pnlUsd,
    };
  });
}

/** As they were stored, for the engine to go on with: the newest of each asset. */
export async function latestWindows(server: MongoServer): Promise<readonly Window[]> {
  const assets: unknown[] = await windows(server).distinct("asset");
  const newest = assets.map((asset) => windows(server).findOne({ asset }, { sort: NEWEST_FIRST }));
  return (await Promise.all(newest)).flatMap((fields) => (fields === null ? [] : [windowFromFields(fields)]));
}

/**
 * Trades close long after their window's last state was stored, so they are counted where a window is read: closed
 * ones that count, each exactly once however often it was stored.
 */
async function tradesOf({ database }: MongoServer, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { trades: number; pnlUsd: bigint }>();
  const counted = { window_id: { $in: ids }, closed_at: { $ne: null }, is_injected: false };
  const sums = { _id: "$window_id", trades: { $sum: 1 }, pnl_usd: { $sum: "$pnl_usd" } };
  const rows = await database
    .collection<Fields>("trades")
    .aggregate<Fields>([{ $match: counted }, { $group: sums }])
    .toArray();
  return new Map(
    rows.map((row) => [
      textOf(row, "_id"),
      { trades: numberOf(row, "trades"), pnlUsd: usdOf(row, "pnl_usd") },
    ]),
  );
}
