import type { ClosedPage, ClosedQuery, DailyFigures, TradeFilter, TradePage, TradeQuery } from "#ledger";
import type { TradeRecord } from "#model";
import { type Fields, LAST_DATE_MS, numberOf, time, timeOf, usdOf } from "./fields.ts";
import type { MongoServer } from "./mongo-link.ts";
import { readPage, within } from "./page.ts";
import { type StateRule, saveStates } from "./save-states.ts";
import { summaryFromFields, tradeFromFields, tradeToFields } from "./trade-document.ts";
import { inTransaction } from "./transaction.ts";

const TRADE_RULE: StateRule = {
  // The key of the listing never moves, or a page could repeat or skip a row.
  fixed: ["id", "timestamp"],
  notLaterThan: ({ version }) => ({ version: { $lte: version } }),
};

const DAY_MS = 86_400_000;

export async function saveTrades(server: MongoServer, records: readonly TradeRecord[]): Promise<void> {
  const documents = records.map(tradeToFields);
  await inTransaction(server, (session) => saveStates(trades(server), documents, TRADE_RULE, session));
}

export function listTrades(server: MongoServer, query: TradeQuery): Promise<TradePage> {
  const { cursor, limit } = query;
  const asked = { filter: conditionsOf(query), cursor, limit, without: ["legs"] };
  return readPage(trades(server), asked, summaryFromFields);
}

export function countTrades(server: MongoServer, filter: TradeFilter): Promise<number> {
  return trades(server).countDocuments(conditionsOf(filter));
}

export async function getTrade(server: MongoServer, id: string): Promise<TradeRecord | null> {
  const fields = await trades(server).findOne({ id });
  return fields === null ? null : tradeFromFields(fields);
}

/** Trades that closed and count, the last to close first, then by id. */
export async function closedTrades(server: MongoServer, query: ClosedQuery): Promise<ClosedPage> {
  const { fromMs, toMs, limit, cursor } = query;
  const older = cursor && {
    $or: [
      { closed_at: { $lt: time(cursor.timestampMs) } },
      { closed_at: time(cursor.timestampMs), id: { $lt: cursor.id } },
    ],
  };
  // The bounds alone keep to the index, up to the cursor; what they leave in front of it is what the last condition says.
  const untilMs = cursor === undefined ? toMs : Math.min(toMs, cursor.timestampMs + 1);
  const rows = await trades(server)
    .find({ closed_at: { $gte: time(fromMs), $lt: time(untilMs) }, is_injected: false, ...older })
    .sort({ closed_at: -1, id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(tradeFromFields);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const nextCursor =
    last === undefined ? null : { timestampMs: timeOf(last, "closed_at"), id: String(last.id) };
  return { items, nextCursor };
}

/** Sums of the last days on which a trade closed, newest first; each day is found and added up through the index. */
export async function dailyFigures(server: MongoServer, limit: number): Promise<readonly DailyFigures[]> {
  const days: DailyFigures[] = [];
  let beforeMs = Number.MAX_SAFE_INTEGER;
  while (days.length < limit) {
    const lastMs = await lastClosedBefore(server, beforeMs);
    if (lastMs === null) break;
    const startMs = lastMs - (lastMs % DAY_MS);
    days.push(await figuresOf(server, startMs));
    beforeMs = startMs;
  }
  return days;
}

async function lastClosedBefore(server: MongoServer, beforeMs: number): Promise<number | null> {
  const closed = { $lt: time(Math.min(beforeMs, LAST_DATE_MS)) };
  const last = await trades(server).findOne(
    { closed_at: closed, is_injected: false },
    { sort: { closed_at: -1 }, projection: { closed_at: 1 } },
  );
  return last === null ? null : timeOf(last, "closed_at");
}

/** Added up by the server, whose sums of Decimal128 are exact within its 34 digits. */
async function figuresOf(server: MongoServer, startMs: number): Promise<DailyFigures> {
  const within = { $gte: time(startMs), $lt: time(startMs + DAY_MS) };
  const sums = {
    _id: null,
    pnl_usd: { $sum: "$pnl_usd" },
    fees_usd: { $sum: "$fees_usd" },
    trades: { $sum: 1 },
  };
  const [row = {}] = await trades(server)
    .aggregate<Fields>([{ $match: { closed_at: within, is_injected: false } }, { $group: sums }])
    .toArray();
  return {
    day: new Date(startMs).toISOString().slice(0, 10),
    pnlUsd: usdOf(row, "pnl_usd"),
    feesUsd: usdOf(row, "fees_usd"),
    trades: numberOf(row, "trades"),
  };
}

function conditionsOf({ asset, status, fromMs, toMs }: TradeFilter): Fields {
  return {
    ...(asset === undefined ? {} : { asset }),
    ...(status === undefined ? {} : { status }),
    ...within(fromMs, toMs),
  };
}

function trades({ database }: MongoServer) {
  return database.collection<Fields>("trades");
}
