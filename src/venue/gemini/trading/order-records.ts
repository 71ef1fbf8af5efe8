import { z } from "zod";
import { AMOUNT_DECIMALS, type CexFill, type CexIntent, parseDecimal, parseSteps } from "#model";
import { decimalText, exactText, optionalText } from "./exact-json.ts";

/**
 * A trade of `/v1/mytrades` and of `trades` in an order: `{"price":"149.99","amount":"0.5","timestampms":...,
 * "type":"Buy","aggressor":true,"fee_currency":"USD","fee_amount":"0.2624825","tid":2840141030659933,
 * "order_id":"73797746498585286","client_order_id":"a1","symbol":"SOLUSD"}`. `break` is "manual" (it counts)
 * or "full" (it was undone).
 */
export const tradeRecord = z.object({
  tid: exactText,
  price: decimalText,
  amount: decimalText,
  fee_currency: z.string(),
  fee_amount: decimalText,
  type: optionalText,
  order_id: optionalText,
  client_order_id: optionalText,
  symbol: optionalText,
  break: optionalText,
});
export type TradeRecord = z.infer<typeof tradeRecord>;

/**
 * An order of `/v1/order/status`, `/v1/orders`, `/v1/orders/history`: `{"order_id":"73797746498585286",
 * "symbol":"solusd","side":"buy","type":"exchange limit","is_live":false,"is_cancelled":true,
 * "reason":"ImmediateOrCancelWouldPost","price":"150.00","original_amount":"1.5","executed_amount":"0.5",
 * "remaining_amount":"1","client_order_id":"a1","trades":[...]}`. Lenient, since lists hold other people's
 * kinds of orders too; what we need of our own is checked where it is read.
 */
export const orderRecord = z.object({
  order_id: exactText,
  symbol: z.string(),
  side: z.string(),
  is_live: z.boolean(),
  is_cancelled: z.boolean().default(false),
  reason: optionalText,
  price: optionalText,
  original_amount: optionalText,
  executed_amount: decimalText,
  client_order_id: optionalText,
  timestampms: z.number().default(0),
  trades: z.array(tradeRecord).nullish(),
});
export type OrderRecord = z.infer<typeof orderRecord>;

/** Our order as the venue's own records show it. */
export interface VenueOrder {
  readonly orderId: string;
  /** `unclear`: not live, yet neither cancelled nor filled, which no document describes. */
  readonly state: "live" | "ended" | "unclear";
  readonly executedLots: number;
  readonly reason: string | null;
  /** Where the record came with them. */
  readonly fills: readonly CexFill[] | null;
}

const FINE_DECIMALS = 18;

/**
 * True where the record is of this very order. Client ids are not unique over REST, so what cannot change of
 * an order must agree too.
 */
export function isRecordOf(record: OrderRecord, intent: CexIntent): boolean {
  return record.client_order_id === intent.clientOrderId && isLike(record, intent);
}

/** True where the record agrees with the order in everything but its client id, which it may leave out. */
export function isLike(record: OrderRecord, { order }: CexIntent): boolean {
  return (
    record.symbol.toLowerCase() === order.symbol.toLowerCase() &&
    record.side.toLowerCase() === order.side &&
    isSteps(record.price, order.limitTicks, order.tickSize) &&
    isSteps(record.original_amount, order.lots, order.lotSize)
  );
}

/** True where the trade names this order's client id, symbol and side; what it leaves out does not speak against it. */
export function isTradeOf(trade: TradeRecord, { clientOrderId, order }: CexIntent): boolean {
  return (
    trade.client_order_id === clientOrderId &&
    (trade.symbol ?? order.symbol).toLowerCase() === order.symbol.toLowerCase() &&
    (trade.type ?? order.side).toLowerCase() === order.side
  );
}

/** Throws InputError where an amount is no whole number of lots. */
export function readVenueOrder(record: OrderRecord, intent: CexIntent): VenueOrder {
  const executedLots = parseSteps(record.executed_amount, intent.order.lotSize, "exact");
  const isExplained = record.is_cancelled || record.reason !== null || executedLots === intent.order.lots;
  return {
    orderId: record.order_id,
    state: record.is_live ? "live" : isExplained ? "ended" : "unclear",
    executedLots,
    reason: record.reason,
    fills: record.trades ? readFills(record.trades, intent) : null,
  };
}

/**
 * Distinct fills in the order given, without those that the venue undid. Fees are exact, and rounded up
 * (against us) should the venue ever write more than 18 decimals. Throws InputError for an odd price or lot.
 */
export function readFills(trades: readonly TradeRecord[], { order }: CexIntent): readonly CexFill[] {
  const fills = new Map<string, CexFill>();
  for (const trade of trades) {
    if (trade.break?.toLowerCase() === "full") continue;
    fills.set(trade.tid, {
      fillId: trade.tid,
      ticks: parseSteps(trade.price, order.tickSize, "exact"),
      lots: parseSteps(trade.amount, order.lotSize, "exact"),
      feeAmount: parseDecimal(trade.fee_amount, AMOUNT_DECIMALS, "ceil"),
      feeAsset: trade.fee_currency.toUpperCase(),
    });
  }
  return [...fills.values()];
}

function isSteps(text: string | null, count: number, step: CexIntent["order"]["tickSize"]): boolean {
  if (!decimalText.safeParse(text).success || text === null) return false;
  const wanted = BigInt(count) * step.units * 10n ** BigInt(FINE_DECIMALS - step.decimals);
  return parseDecimal(text, FINE_DECIMALS, "floor") === wanted;
}
