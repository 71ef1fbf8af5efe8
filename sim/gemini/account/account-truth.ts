import { stepsText, trimmed } from "../decimal-text.ts";
import type { AccountOrder } from "./account-order.ts";
import { amountText } from "./amount.ts";
import type { TradingAccount } from "./trading-account.ts";

/** What really is so at the exchange, for tests; decimal strings. */
export interface GeminiTruth {
  /** Totals by asset, held or not. */
  readonly balances: Readonly<Record<string, string>>;
  readonly orders: readonly OrderTruth[];
  readonly fills: readonly FillTruth[];
}

interface OrderTruth {
  /** Empty where the client gave none. */
  readonly client_order_id: string;
  readonly order_id: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly price: string;
  readonly quantity: string;
  readonly executed: string;
  readonly state: AccountOrder["state"];
}

interface FillTruth {
  readonly order_id: string;
  readonly price: string;
  readonly quantity: string;
  /** Dollars. */
  readonly fee: string;
}

export const NO_TRUTH: GeminiTruth = { balances: {}, orders: [], fills: [] };

export function accountTruth(account: TradingAccount): GeminiTruth {
  const { balances, orders } = account;
  return {
    balances: Object.fromEntries(balances.assets.map((asset) => [asset, amountText(balances.total(asset))])),
    orders: orders.all.map(orderTruth),
    fills: orders.all.flatMap(fillTruths),
  };
}

function orderTruth(order: AccountOrder): OrderTruth {
  const { symbol, side, price, quantity, clientOrderId } = order.intent;
  return {
    client_order_id: clientOrderId ?? "",
    order_id: order.id,
    symbol,
    side,
    price: trimmed(price),
    quantity: trimmed(quantity),
    executed: lotsText(order, order.executedLots),
    state: order.state,
  };
}

function fillTruths(order: AccountOrder): FillTruth[] {
  return order.fills.map(({ priceTicks, lots, fee }) => ({
    order_id: order.id,
    price: ticksText(order, priceTicks),
    quantity: lotsText(order, lots),
    fee: amountText(fee),
  }));
}

/** A quantity of the order's base without needless zeros: "1.5". */
export function lotsText({ rules }: AccountOrder, lots: number): string {
  const decimals = rules?.lotDecimals ?? 0;
  return trimmed(stepsText(lots, decimals, decimals));
}

/** A price with the digits of its tick: "150.00". */
export function ticksText({ rules }: AccountOrder, ticks: number): string {
  const decimals = rules?.priceDecimals ?? 0;
  return stepsText(ticks, decimals, decimals);
}
