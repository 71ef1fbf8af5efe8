import type { TimeInForce } from "../book/order.ts";
import type { SymbolRules } from "../symbol-rules.ts";
import type { Amount } from "./amount.ts";

/** Who sent an order: a key by REST, or by one connection of the socket. */
export interface Origin {
  readonly keyName: string;
  /** Number of the connection; null over REST. */
  readonly connection: number | null;
}

/** What a client asks for, its fields in shape but not yet held against the market's rules. */
export interface OrderIntent {
  /** Lower case. */
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** Decimal texts as they were sent. */
  readonly price: string;
  readonly quantity: string;
  readonly timeInForce: TimeInForce;
  readonly clientOrderId: string | undefined;
}

/** One execution of an order of the account. */
export interface AccountFill {
  readonly tradeId: number;
  readonly stampNs: string;
  readonly epochMs: number;
  readonly priceTicks: number;
  readonly lots: number;
  /** In the quote currency. */
  readonly fee: Amount;
  readonly isMaker: boolean;
}

export type OrderState = "new" | "open" | "filled" | "canceled" | "rejected";

/** An order of the account, from its arrival on. */
export interface AccountOrder {
  /** 17 digits, beyond what a double holds exactly. */
  readonly id: string;
  readonly intent: OrderIntent;
  readonly origin: Origin;
  readonly createdMs: number;
  /** Absent for a symbol that is not listed. */
  readonly rules: SymbolRules | undefined;
  /** 0 where the order was refused for its price or quantity. */
  readonly priceTicks: number;
  readonly lots: number;
  readonly fills: AccountFill[];
  state: OrderState;
  executedLots: number;
  /** What it holds of the asset that it pays with. */
  held: Amount;
  /** Id in the symbol's engine while it rests. */
  engineId: number | undefined;
  /** Why it was refused or cancelled. */
  reason: string | undefined;
}

/** What just happened to an order: the event's name, and the fill of a fill. */
export type OrderChange =
  | { readonly kind: "NEW" | "OPEN" | "CANCELED" | "REJECTED" }
  | { readonly kind: "PARTIALLY_FILLED" | "FILLED"; readonly fill: AccountFill };

export function isLive(order: AccountOrder): boolean {
  return order.state === "new" || order.state === "open";
}
