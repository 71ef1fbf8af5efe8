import { z } from "zod";
import { type CexFill, type CexIntent, RejectedError } from "#model";
import { readBody } from "./exact-json.ts";
import {
  isLike,
  isRecordOf,
  isTradeOf,
  type OrderRecord,
  orderRecord,
  readFills,
  readVenueOrder,
  type TradeRecord,
  tradeRecord,
  type VenueOrder,
} from "./order-records.ts";
import type { PrivateAsk } from "./private-rest.ts";
import type { RequestParams } from "./sign.ts";

const PAGE = 500;

const statusReply = z.union([z.array(orderRecord), orderRecord.transform((record) => [record])]);
const orderList = z.array(orderRecord);
const tradeList = z.array(tradeRecord);

/** What three further lists say of an order that its status does not know. */
export type Trace =
  | { readonly kind: "order"; readonly order: VenueOrder }
  /** Only its trades show it, its status by this id does not (yet). */
  | { readonly kind: "trade"; readonly orderId: string }
  | { readonly kind: "none" };

/**
 * Asks the venue's records about one order. Every method throws ConnectivityError or RejectedError as
 * PrivateRest.ask does, and InputError where a record of ours makes no sense; none of these is evidence.
 */
export class Inquiry {
  readonly #rest: PrivateAsk;

  constructor(rest: PrivateAsk) {
    this.#rest = rest;
  }

  /** By the venue's id where it is known, else by ours; null where the venue says that there is none. */
  async status(intent: CexIntent, orderId: string | null): Promise<VenueOrder | null> {
    const record = await (orderId === null
      ? this.#record({ client_order_id: intent.clientOrderId }, (one) => isRecordOf(one, intent))
      : this.#record({ order_id: idParam(orderId) }, ({ order_id }) => order_id === orderId));
    return record === null ? null : readVenueOrder(record, intent);
  }

  /** Open orders, order history and trades, until one of them shows the order. */
  async trace(intent: CexIntent): Promise<Trace> {
    const { symbol } = intent.order;
    const open = await this.#orders("/v1/orders", {}, intent);
    if (open !== null) return { kind: "order", order: open };
    const past = await this.#orders("/v1/orders/history", { symbol, limit_orders: PAGE }, intent);
    if (past !== null) return { kind: "order", order: past };
    const trades = await this.#trades(symbol);
    const ids = trades.filter((trade) => isTradeOf(trade, intent)).map(({ order_id }) => order_id);
    for (const orderId of new Set(ids.filter((id) => id !== null))) {
      const record = await this.#record(
        { order_id: idParam(orderId) },
        ({ order_id }) => order_id === orderId,
      );
      if (record === null) return { kind: "trade", orderId };
      // Another order of the same client id, otherwise.
      if (isLike(record, intent)) return { kind: "order", order: readVenueOrder(record, intent) };
    }
    return { kind: "none" };
  }

  /**
   * The fills of an order that has ended, by its status, or by the list of trades where those do not add up
   * to `filledLots`; null where neither does (yet).
   */
  async fills(intent: CexIntent, orderId: string, filledLots: number): Promise<readonly CexFill[] | null> {
    const order = await this.status(intent, orderId);
    if (order?.fills && lotsOf(order.fills) === filledLots) return order.fills;
    const trades = await this.#trades(intent.order.symbol);
    const listed = readFills(
      trades.filter((trade) => trade.order_id === orderId),
      intent,
    );
    return lotsOf(listed) === filledLots ? listed : null;
  }

  /** The newest record that `isMeant` of an order's status; null where the venue says that there is none. */
  async #record(by: RequestParams, isMeant: (record: OrderRecord) => boolean): Promise<OrderRecord | null> {
    const path = "/v1/order/status";
    try {
      const { body } = await this.#rest.ask(path, { ...by, include_trades: true });
      return newest(readBody(statusReply, body, path).filter(isMeant));
    } catch (error) {
      // Only these words mean that it is not there; a 404 without them may come from anything on the way.
      if (error instanceof RejectedError && error.code === "OrderNotFound") return null;
      throw error;
    }
  }

  async #orders(path: string, params: RequestParams, intent: CexIntent): Promise<VenueOrder | null> {
    const { body } = await this.#rest.ask(path, params);
    const record = newest(readBody(orderList, body, path).filter((one) => isRecordOf(one, intent)));
    return record === null ? null : readVenueOrder(record, intent);
  }

  async #trades(symbol: string): Promise<readonly TradeRecord[]> {
    const path = "/v1/mytrades";
    const { body } = await this.#rest.ask(path, { symbol, limit_trades: PAGE });
    return readBody(tradeList, body, path);
  }
}

export function lotsOf(fills: readonly CexFill[]): number {
  return fills.reduce((sum, { lots }) => sum + lots, 0);
}

function newest(records: readonly OrderRecord[]): OrderRecord | null {
  return records.toSorted((a, b) => b.timestampms - a.timestampms)[0] ?? null;
}

/** The venue wants ids as bare integers; what is none is sent as it came. */
function idParam(orderId: string): bigint | string {
  return /^\d+$/.test(orderId) ? BigInt(orderId) : orderId;
}
