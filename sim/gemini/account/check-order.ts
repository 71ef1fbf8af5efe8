import type { SymbolRules } from "../symbol-rules.ts";
import type { OrderIntent } from "./account-order.ts";
import { parseAmount, stepsAmount } from "./amount.ts";

/** Why an order is refused, in the words of the socket's REJECTED event. */
export type RejectReason =
  | "UnknownInstrument"
  | "InvalidPrice"
  | "LimitPriceOffTick"
  | "InvalidQuantity"
  | "DuplicateOrder"
  | "InsufficientFunds";

export interface CheckedSize {
  readonly priceTicks: number;
  readonly lots: number;
  readonly reason?: RejectReason;
}

/** Counts of steps in a decimal text: a positive safe integer, else what is wrong with it. */
function countSteps(text: string, decimals: number): number | "invalid" | "offStep" {
  const amount = parseAmount(text);
  if (amount === undefined || amount === 0n) return "invalid";
  const step = stepsAmount(1, decimals);
  if (amount % step !== 0n) return "offStep";
  const count = Number(amount / step);
  return Number.isSafeInteger(count) ? count : "invalid";
}

/** Holds price and quantity against the symbol's steps and smallest order. */
export function checkSize(intent: OrderIntent, rules: SymbolRules): CheckedSize {
  const priceTicks = countSteps(intent.price, rules.priceDecimals);
  if (typeof priceTicks === "string") {
    const reason = priceTicks === "offStep" ? "LimitPriceOffTick" : "InvalidPrice";
    return { priceTicks: 0, lots: 0, reason };
  }
  const lots = countSteps(intent.quantity, rules.lotDecimals);
  if (typeof lots === "string") return { priceTicks, lots: 0, reason: "InvalidQuantity" };
  const smallest = parseAmount(rules.minOrderSize) ?? 0n;
  if (stepsAmount(lots, rules.lotDecimals) < smallest) return { priceTicks, lots, reason: "InvalidQuantity" };
  return { priceTicks, lots };
}
