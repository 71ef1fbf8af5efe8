import type { QueryClient } from "@tanstack/react-query";
import { after, beforePaint, openStreamSocket } from "./browser.ts";
import { isNewer } from "./opportunity-list.ts";
import { createPriceStore, type PriceStore } from "./price-store.ts";
import { queryKeys } from "./query-keys.ts";
import { createRowStore, type RowStore } from "./row-store.ts";
import { createStream } from "./stream.ts";
import { INITIAL_STREAM, type StreamState } from "./stream-state.ts";
import { isNewerTrade } from "./trade-list.ts";
import type { Opportunity, Status, StreamFrame, Trade } from "./wire.ts";

/** Everything that moves by itself: the stream, how fresh it is, and the stores that it feeds. */
export interface Live {
  readonly prices: PriceStore;
  readonly opportunities: RowStore<Opportunity>;
  readonly trades: RowStore<Trade>;
  readonly stream: { get(): StreamState; subscribe(listener: () => void): () => void };
  /** A status that came by REST feeds the same stores. */
  takeStatus(status: Status): Status;
  start(): void;
  stop(): void;
}

export function createLive(queryClient: QueryClient): Live {
  const prices = createPriceStore(beforePaint);
  const opportunities = createRowStore<Opportunity>({ schedule: beforePaint, isNewer });
  const trades = createRowStore<Trade>({ schedule: beforePaint, isNewer: isNewerTrade });
  const state = createState(INITIAL_STREAM);

  const takeStatus = (status: Status) => {
    prices.apply(status.prices, status.timestamp);
    return status;
  };

  const takeTrade = (trade: Trade) => {
    trades.put(trade);
    // The frame has the figures; legs and ledger of a trade that is being looked at are read again.
    void queryClient.invalidateQueries({ queryKey: queryKeys.trade(trade.id) });
    if (trade.closed_at !== null) void queryClient.invalidateQueries({ queryKey: queryKeys.risk });
  };

  const onFrame = (frame: StreamFrame) => {
    switch (frame.type) {
      case "connected":
        // Whatever the stream did not tell, while away or between the page's first reads and this, is read
        // again from REST, the source of truth.
        void queryClient.invalidateQueries();
        return;
      case "status":
        queryClient.setQueryData(queryKeys.status, takeStatus(frame.data));
        return;
      case "price":
        prices.apply([frame.data], frame.data.timestamp);
        return;
      case "opportunity":
        opportunities.put(frame.data);
        return;
      case "trade":
        takeTrade(frame.data);
        return;
      case "risk":
        queryClient.setQueryData(queryKeys.risk, frame.data);
        void queryClient.invalidateQueries({ queryKey: queryKeys.audit });
        return;
      case "ping":
        return;
    }
  };

  const stream = createStream({
    open: openStreamSocket,
    nowMs: Date.now,
    after,
    random: Math.random,
    onFrame,
    onState: state.set,
  });
  return { prices, opportunities, trades, stream: state, takeStatus, start: stream.start, stop: stream.stop };
}

function createState<Value>(initial: Value) {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set(next: Value) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
