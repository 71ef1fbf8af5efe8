import type { AccountFill, AccountOrder } from "../account/account-order.ts";
import { isLive } from "../account/account-order.ts";
import { lotsText, ticksText } from "../account/account-truth.ts";
import { amountText, divideHalfUp, stepsAmount } from "../account/amount.ts";
import { bareNumber } from "./lossless.ts";

/** The options of REST by the time in force; an order without any rests. */
const OPTIONS = {
  GTC: [],
  IOC: ["immediate-or-cancel"],
  FOK: ["fill-or-kill"],
  MOC: ["maker-or-cancel"],
} as const;

/** Digits that an average price has beyond the tick's. */
const AVERAGE_DIGITS = 6;

/** Fills' mean price by quantity, rounded half up; "0.00" before the first. */
function averagePrice(order: AccountOrder): string {
  if (order.executedLots === 0) return "0.00";
  const sum = order.fills.reduce(
    (total, { priceTicks, lots }) => total + BigInt(priceTicks) * BigInt(lots),
    0n,
  );
  const scaled = divideHalfUp(sum * 10n ** BigInt(AVERAGE_DIGITS), BigInt(order.executedLots));
  return amountText(stepsAmount(scaled, (order.rules?.priceDecimals ?? 0) + AVERAGE_DIGITS));
}

/**
 * An order as REST shows it: ids are strings, amounts decimal strings. `reason` is there where it was
 * cancelled; a filled order is neither live nor cancelled.
 */
export function orderView(order: AccountOrder, includeTrades: boolean): Record<string, unknown> {
  const { id, intent, createdMs, lots, executedLots, reason } = order;
  return {
    ...{ order_id: id, id, symbol: intent.symbol, exchange: "gemini" },
    avg_execution_price: averagePrice(order),
    ...{ side: intent.side, type: "exchange limit" },
    timestamp: String(Math.floor(createdMs / 1_000)),
    timestampms: Math.floor(createdMs),
    is_live: isLive(order),
    is_cancelled: order.state === "canceled",
    ...{ is_hidden: false, was_forced: false },
    executed_amount: lotsText(order, executedLots),
    ...(intent.clientOrderId === undefined ? {} : { client_order_id: intent.clientOrderId }),
    options: OPTIONS[intent.timeInForce],
    price: ticksText(order, order.priceTicks),
    original_amount: lotsText(order, lots),
    remaining_amount: lotsText(order, lots - executedLots),
    ...(reason === undefined ? {} : { reason }),
    ...(includeTrades ? { trades: order.fills.map((fill) => tradeView(order, fill)) } : {}),
  };
}

/** One fill as `/v1/mytrades` shows it; `tid` is a bare integer. Written by `writeLossless`. */
export function tradeView(order: AccountOrder, fill: AccountFill): Record<string, unknown> {
  const { intent, rules } = order;
  return {
    price: ticksText(order, fill.priceTicks),
    amount: lotsText(order, fill.lots),
    timestamp: Math.floor(fill.epochMs / 1_000),
    timestampms: Math.floor(fill.epochMs),
    type: intent.side === "buy" ? "Buy" : "Sell",
    aggressor: !fill.isMaker,
    fee_currency: rules?.quote ?? "USD",
    fee_amount: amountText(fill.fee),
    tid: bareNumber(String(fill.tradeId)),
    order_id: order.id,
    ...(intent.clientOrderId === undefined ? {} : { client_order_id: intent.clientOrderId }),
    ...{ exchange: "gemini", is_clearing_fill: false, symbol: intent.symbol.toUpperCase() },
  };
}
