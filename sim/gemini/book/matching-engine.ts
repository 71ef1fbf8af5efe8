import { BookSide } from "./book-side.ts";
import {
  type BookSideName,
  type Execution,
  type OrderRequest,
  otherSide,
  type Placement,
  type RestingOrder,
} from "./order.ts";

/** Hears every change in the order in which it happens; the book is never crossed in between. */
export interface EngineListener {
  /** The total at a price is now `lots`; 0 means that the level is gone. */
  level(side: BookSideName, priceTicks: number, lots: number): void;
  trade(execution: Execution): void;
}

/** Price-time priority for one symbol, in integer ticks and lots. Pure: no clock, no randomness. */
export class MatchingEngine {
  readonly bids = new BookSide("bid");
  readonly asks = new BookSide("ask");
  readonly #orders = new Map<number, RestingOrder>();
  readonly #listener: EngineListener;
  #lastOrderId = 0;

  constructor(listener: EngineListener) {
    this.#listener = listener;
  }

  side(name: BookSideName): BookSide {
    return name === "bid" ? this.bids : this.asks;
  }

  /** What remains of an order; undefined where it is not in the book any more. */
  order(id: number): Readonly<RestingOrder> | undefined {
    return this.#orders.get(id);
  }

  /** Matches a request against the book and rests what may rest. Refusals are in `reason`. */
  place(request: OrderRequest): Placement {
    this.#lastOrderId += 1;
    const orderId = this.#lastOrderId;
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      return { orderId, executions: [], filledLots: 0, restingLots: 0, reason: refusal };
    }
    const executions = this.#take(orderId, request);
    const filledLots = executions.reduce((sum, { lots }) => sum + lots, 0);
    const restLots = request.lots - filledLots;
    if (restLots === 0) return { orderId, executions, filledLots, restingLots: 0 };
    if (request.timeInForce === "IOC") {
      return { orderId, executions, filledLots, restingLots: 0, reason: "ImmediateOrCancelWouldPost" };
    }
    this.#rest({
      id: orderId,
      owner: request.owner,
      side: request.side,
      priceTicks: request.priceTicks,
      lots: restLots,
    });
    return { orderId, executions, filledLots, restingLots: restLots };
  }

  /** Takes an order out of the book; the lots that it still had, 0 where it was not there. */
  cancel(id: number): number {
    const order = this.#orders.get(id);
    if (order === undefined) return 0;
    const { lots } = order;
    this.#reduce(order, lots);
    return lots;
  }

  #refusal(request: OrderRequest): Placement["reason"] {
    if (!Number.isSafeInteger(request.priceTicks) || request.priceTicks <= 0) return "InvalidPrice";
    if (!Number.isSafeInteger(request.lots) || request.lots <= 0) return "InvalidQuantity";
    const best = this.side(otherSide(request.side)).best;
    if (request.timeInForce === "MOC" && best !== undefined && crosses(request, best.priceTicks)) {
      return "MakerOrCancelWouldTake";
    }
    if (request.timeInForce === "FOK" && !this.#wouldFill(request)) return "FillOrKillWouldNotFill";
    return undefined;
  }

  #wouldFill(request: OrderRequest): boolean {
    const against = this.side(otherSide(request.side));
    let lots = 0;
    for (let rank = 0; lots < request.lots; rank += 1) {
      const level = against.at(rank);
      if (level === undefined || !crosses(request, level.priceTicks)) return false;
      lots += level.lots;
    }
    return true;
  }

  #take(takerOrderId: number, request: OrderRequest): Execution[] {
    const executions: Execution[] = [];
    const makerSide = otherSide(request.side);
    let wanted = request.lots;
    while (wanted > 0) {
      const level = this.side(makerSide).best;
      const maker = level?.orders[0];
      if (maker === undefined || !crosses(request, maker.priceTicks)) break;
      const lots = Math.min(wanted, maker.lots);
      const { id: makerOrderId, priceTicks } = maker;
      const execution: Execution = { makerOrderId, takerOrderId, makerSide, priceTicks, lots };
      wanted -= lots;
      executions.push(execution);
      this.#reduce(maker, lots);
      this.#listener.trade(execution);
    }
    return executions;
  }

  #rest(order: RestingOrder): void {
    this.#orders.set(order.id, order);
    const level = this.side(order.side).add(order);
    this.#listener.level(order.side, order.priceTicks, level.lots);
  }

  #reduce(order: RestingOrder, lots: number): void {
    const level = this.side(order.side).reduce(order, lots);
    if (order.lots === 0) this.#orders.delete(order.id);
    this.#listener.level(order.side, order.priceTicks, level.lots);
  }
}

/** True where a request would trade against a resting price. */
function crosses(request: OrderRequest, priceTicks: number): boolean {
  return request.side === "bid" ? priceTicks <= request.priceTicks : priceTicks >= request.priceTicks;
}
