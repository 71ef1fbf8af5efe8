import { z } from "zod";
import { type CexFill, type CexIntent, RejectedError } from "#model";
import { readBody } from "./exact-json.ts";
import {
  isRecordOf,
  isTradeOf,
  type OrderRecord,
  orderRecord,
  readFills,
  readVenueOrder,
  tradeRecord,
  type VenueOrder,
} from "./order-records.ts";
import type { PrivateRest } from "./private-rest.ts";

const PAGE = 500;

const statusReply = z.union([z.array(orderRecord), orderRecord.transform((record) => [record])]);
const orderList = z.array(orderRecord);
const tradeList = z.array(tradeRecord);

/** What three further lists say of an order that its status does not know. */
export type Trace =
  | { readonly kind: "order"; readonly order: VenueOrder }
  /** Only its trades show it: its status may be asked for by this id. */
  | { readonly kind: "trade"; readonly orderId: string }
  | { readonly kind: "none" };

/**
 * Asks the venue's records about one order. Every method throws ConnectivityError or RejectedError as
 * PrivateRest.ask does, and InputError where a record of ours makes no sense; none of these is evidence.
 */
export class Inquiry {
  readonly #rest: PrivateRest;

  constructor(rest: PrivateRest) {
    this.#rest = rest;
  }

  /** By the venue's id where it is known, else by ours; null where the venue says that there is none. */
  async status(intent: CexIntent, orderId: string | null): Promise<VenueOrder | null> {
    const path = "/v1/order/status";
    const by = orderId === null ? { client_order_id: intent.clientOrderId } : { order_id: idParam(orderId) };
    try {
      const { body } = await this.#rest.ask(path, { ...by, include_trades: true });
      const records = readBody(statusReply, body, path);
      if (orderId === null) return newestOf(records, intent);
      const record = records.find(({ order_id }) => order_id === orderId);
      return record === undefined ? null : readVenueOrder(record, intent);
    } catch (error) {
      // Only these words mean that it is not there; a 404 without them may come from anything on the way.
      if (error instanceof RejectedError && error.code === "OrderNotFound") return null;
      throw error;
    }
  }

  /** Open orders, order history and trades, until one of them shows the order. */
  async trace(intent: CexIntent): Promise<Trace> {
    const { symbol } = intent.order;
    const open = await this.#orders("/v1/orders", {}, intent);
    if (open !== null) return { kind: "order", order: open };
    const past = await this.#orders("/v1/orders/history", { symbol, limit_orders: PAGE }, intent);
    if (past !== null) return { kind: "order", order: past };
    const trades = await this.#trades(symbol);
    const ours = trades.find((trade) => isTradeOf(trade, intent) && trade.order_id !== null);
    return ours?.order_id ? { kind: "trade", orderId: ours.order_id } : { kind: "none" };
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

  async #orders(path: string, params: Readonly<Record<string, string | number>>, intent: CexIntent) {
    const { body } = await this.#rest.ask(path, params);
    return newestOf(readBody(orderList, body, path), intent);
  }

  async #trades(symbol: string) {
    const path = "/v1/mytrades";
    const { body } = await this.#rest.ask(path, { symbol, limit_trades: PAGE });
    return readBody(tradeList, body, path);
  }
}

export function lotsOf(fills: readonly CexFill[]): number {
  return fills.reduce((sum, { lots }) => sum + lots, 0);
}

function newestOf(records: readonly OrderRecord[], intent: CexIntent): VenueOrder | null {
  const ours = records.filter((record) => isRecordOf(record, intent));
  const [newest] = ours.sort((a, b) => b.timestampms - a.timestampms);
  return newest === undefined ? null : readVenueOrder(newest, intent);
}

/** The venue wants ids as bare integers; what is none is sent as it came. */
function idParam(orderId: string): bigint | string {
  return /^\d+$/.test(orderId) ? BigInt(orderId) : orderId;
}
