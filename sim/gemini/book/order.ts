export type BookSideName = "bid" | "ask";

/** Limit orders only: rest, take at once or die, all or nothing, or post only. */
export type TimeInForce = "GTC" | "IOC" | "FOK" | "MOC";

export interface OrderRequest {
  readonly owner: string;
  readonly side: BookSideName;
  /** Limit in ticks, a positive integer. */
  readonly priceTicks: number;
  /** Size in lots, a positive integer. */
  readonly lots: number;
  readonly timeInForce: TimeInForce;
}

/** An order in the book; `lots` is what remains of it. */
export interface RestingOrder {
  readonly id: number;
  readonly owner: string;
  readonly side: BookSideName;
  readonly priceTicks: number;
  lots: number;
}

/** One match, at the resting order's price. */
export interface Execution {
  readonly makerOrderId: number;
  readonly takerOrderId: number;
  /** The side on which the maker rested; the taker came from the other. */
  readonly makerSide: BookSideName;
  readonly priceTicks: number;
  readonly lots: number;
}

/** What became of a request at once. `restingLots` is 0 unless it is in the book now. */
export interface Placement {
  readonly orderId: number;
  readonly executions: readonly Execution[];
  readonly filledLots: number;
  readonly restingLots: number;
  /** Why the remainder is not in the book; absent for a filled or resting order. */
  readonly reason?:
    | "InvalidPrice"
    | "InvalidQuantity"
    | "ImmediateOrCancelWouldPost"
    | "FillOrKillWouldNotFill"
    | "MakerOrCancelWouldTake";
}

export function otherSide(side: BookSideName): BookSideName {
  return side === "bid" ? "ask" : "bid";
}
