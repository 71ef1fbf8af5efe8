import type { TradeFilter, TradeStore } from "#ledger";
import { ConnectivityError, type TradeRecord } from "#model";

/** Trades in memory: just enough of the port for the routes, the real one has its own tests. */
export function createMemoryTrades(trades: TradeRecord[] = []): TradeStore {
  const matching = ({ asset, status, fromMs, toMs }: TradeFilter) =>
    trades
      .filter((row) => asset === undefined || row.asset === asset)
      .filter((row) => status === undefined || row.status === status)
      .filter((row) => fromMs === undefined || row.openedAtMs >= fromMs)
      .filter((row) => toMs === undefined || row.openedAtMs < toMs)
      .sort((a, b) => b.openedAtMs - a.openedAtMs || (a.id < b.id ? 1 : -1));
  return {
    async saveTrades() {
      throw new Error("the gateway never saves");
    },
    async listTrades({ limit, cursor, ...filter }) {
      const rows = matching(filter).filter(
        (row) =>
          cursor === undefined ||
          row.openedAtMs < cursor.timestampMs ||
          (row.openedAtMs === cursor.timestampMs && row.id < cursor.id),
      );
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const more = rows.length > limit && last !== undefined;
      return { items, nextCursor: more ? { timestampMs: last.openedAtMs, id: last.id } : null };
    },
    countTrades: async (filter) => matching(filter).length,
    async closedTrades({ fromMs, toMs }) {
      const items = trades.filter(
        ({ closedAtMs, isInjected }) =>
          closedAtMs !== null && !isInjected && closedAtMs >= fromMs && closedAtMs < toMs,
      );
      return { items, nextCursor: null };
    },
    getTrade: async (id) => trades.find((row) => row.id === id) ?? null,
    dailyFigures: async () => [],
  };
}

/** A store whose every call fails as one whose disk is gone. */
export function createAwayTrades(): TradeStore {
  const fail = () => Promise.reject(new ConnectivityError("storage-away", "disk gone"));
  const reads = {
    listTrades: fail,
    countTrades: fail,
    getTrade: fail,
    closedTrades: fail,
    dailyFigures: fail,
  };
  return { saveTrades: fail, ...reads };
}
