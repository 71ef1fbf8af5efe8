import type { SymbolBook, Trade } from "../book/symbol-book.ts";
import type { VenueClock } from "../venue-clock.ts";
import type { AccountOrder, OrderChange, OrderIntent, Origin } from "./account-order.ts";
import { isLive } from "./account-order.ts";
import { type Amount, stepsAmount } from "./amount.ts";
import { Balances } from "./balances.ts";
import { checkSize, type RejectReason } from "./check-order.ts";
import type { FeeRates } from "./fee-rates.ts";
import { OrderLog } from "./order-log.ts";

/** Hears what happens to the account, in order; balances have moved by then. */
export interface AccountListener {
  orderChanged(order: AccountOrder, change: OrderChange): void;
  balancesChanged(assets: readonly string[]): void;
}

/** What a fault makes of an order on its arrival. */
export interface Twist {
  readonly rejectReason?: string;
  /** The most that may fill, as a share of the quantity. */
  readonly fraction?: number;
}

export interface TradingAccountOptions {
  readonly books: ReadonlyMap<string, SymbolBook>;
  readonly clock: VenueClock;
  readonly epochMs: () => number;
  readonly fees: FeeRates;
  readonly opening: Readonly<Record<string, string>>;
  readonly listener: AccountListener;
  readonly seed: number;
}

/** The one account of the stand-in: its orders in the shared books, its holds, fills, fees and balances. */
export class TradingAccount {
  readonly balances: Balances;
  readonly orders: OrderLog;
  readonly #options: TradingAccountOptions;
  /** The order that is taking from a book right now; its trades are nobody else's. */
  #taking: AccountOrder | undefined;

  constructor(options: TradingAccountOptions) {
    this.#options = options;
    this.balances = new Balances(options.opening);
    this.orders = new OrderLog(options.seed);
    for (const book of options.books.values()) {
      book.listen({ levelChanged() {}, traded: (trade) => this.#traded(book, trade) });
    }
  }

  get fees(): FeeRates {
    return this.#options.fees;
  }

  lists(symbol: string): boolean {
    return this.#options.books.has(symbol);
  }

  /**
   * Takes an order in: refuses it, or holds its funds, matches it and rests what may rest. The order
   * comes back as it is afterwards. One that is refused over REST leaves no trace, as it never had an id.
   */
  place(intent: OrderIntent, origin: Origin, twist: Twist = {}): AccountOrder {
    const { books, clock, epochMs } = this.#options;
    clock.turn(epochMs());
    const book = books.get(intent.symbol);
    const size = book === undefined ? { priceTicks: 0, lots: 0 } : checkSize(intent, book.rules);
    const order = this.orders.create({ intent, origin, createdMs: epochMs(), rules: book?.rules, ...size });
    const reason = twist.rejectReason ?? this.#refusal(order, size);
    if (reason !== undefined || book === undefined) return this.#reject(order, reason ?? "UnknownInstrument");
    this.orders.keep(order);
    this.#hold(order);
    this.#tell(order, { kind: "NEW" });
    this.#match(book, order, twist.fraction);
    this.#options.listener.balancesChanged([book.rules.base, book.rules.quote]);
    return order;
  }

  /** Cancels a live order; one that has ended already stays as it is. */
  cancel(order: AccountOrder, reason = "Requested"): void {
    if (!isLive(order)) return;
    const { books, clock, epochMs, listener } = this.#options;
    clock.turn(epochMs());
    if (order.engineId !== undefined) books.get(order.intent.symbol)?.engine.cancel(order.engineId);
    this.#end(order, reason);
    if (order.rules !== undefined) listener.balancesChanged([order.rules.base, order.rules.quote]);
  }

  /** Cancels every live order that `isMeant`; the orders that were cancelled. */
  cancelWhere(isMeant: (order: AccountOrder) => boolean): AccountOrder[] {
    const meant = [...this.orders.live].filter(isMeant);
    for (const order of meant) this.cancel(order);
    return meant;
  }

  #refusal(order: AccountOrder, size: { readonly reason?: RejectReason }): RejectReason | undefined {
    const { clientOrderId } = order.intent;
    const isDuplicate = clientOrderId !== undefined && this.orders.byClientId(clientOrderId).length > 0;
    // The socket alone promises to refuse an id that was used before.
    if (isDuplicate && order.origin.connection !== null) return "DuplicateOrder";
    if (order.rules === undefined) return "UnknownInstrument";
    if (size.reason !== undefined) return size.reason;
    const needed = this.#needed(order);
    return this.balances.available(paysWith(order)) < needed ? "InsufficientFunds" : undefined;
  }

  #reject(order: AccountOrder, reason: string): AccountOrder {
    order.state = "rejected";
    order.reason = reason;
    if (order.origin.connection === null) return order;
    this.orders.keep(order);
    this.#tell(order, { kind: "REJECTED" });
    return order;
  }

  #match(book: SymbolBook, order: AccountOrder, fraction: number | undefined): void {
    const { side, timeInForce } = order.intent;
    const isCut = fraction !== undefined && timeInForce !== "MOC";
    const lots = isCut ? Math.floor(order.lots * fraction) : order.lots;
    const obstacle = this.#obstacle(order, lots);
    if (obstacle !== undefined) {
      this.#end(order, obstacle);
      return;
    }
    this.#taking = order;
    const placement = book.engine.place({
      owner: "account",
      side: side === "buy" ? "bid" : "ask",
      priceTicks: order.priceTicks,
      lots,
      timeInForce: isCut && timeInForce !== "FOK" ? "IOC" : timeInForce,
    });
    this.#taking = undefined;
    if (placement.restingLots > 0) {
      order.engineId = placement.orderId;
      order.state = "open";
      this.orders.rest(order);
      this.#tell(order, { kind: "OPEN" });
    } else if (isLive(order)) {
      this.#end(order, placement.reason ?? "ImmediateOrCancelWouldPost");
    }
  }

  /** What keeps an order from the book before it is matched; `lots` is what a fault left of it. */
  #obstacle(order: AccountOrder, lots: number): string | undefined {
    if (this.#crossesItself(order)) return "SelfCrossPrevented";
    if (lots < order.lots && order.intent.timeInForce === "FOK") return "FillOrKillWouldNotFill";
    return lots === 0 ? "ImmediateOrCancelWouldPost" : undefined;
  }

  #crossesItself(order: AccountOrder): boolean {
    for (const other of this.orders.live) {
      if (other === order || other.intent.symbol !== order.intent.symbol) continue;
      if (other.intent.side === order.intent.side) continue;
      const distance = order.priceTicks - other.priceTicks;
      if (order.intent.side === "buy" ? distance >= 0 : distance <= 0) return true;
    }
    return false;
  }

  #traded(book: SymbolBook, trade: Trade): void {
    const order = this.#taking ?? this.orders.resting(book.rules.symbol, trade.makerOrderId);
    if (order === undefined) return;
    const isMaker = order !== this.#taking;
    this.#fill(order, trade, isMaker);
    if (isMaker) this.#options.listener.balancesChanged([book.rules.base, book.rules.quote]);
  }

  #fill(order: AccountOrder, trade: Trade, isMaker: boolean): void {
    const { rules } = order;
    if (rules === undefined) return;
    const { stampNs, tradeId, priceTicks, lots } = trade;
    const base = stepsAmount(lots, rules.lotDecimals);
    const quote = quoteOf(order, priceTicks, lots);
    const fee = this.#options.fees.fee(quote, isMaker);
    const isBuy = order.intent.side === "buy";
    this.balances.add(rules.base, isBuy ? base : -base);
    this.balances.add(rules.quote, isBuy ? -quote - fee : quote - fee);
    const fill = { tradeId, stampNs, epochMs: this.#options.epochMs(), priceTicks, lots, fee, isMaker };
    order.fills.push(fill);
    order.executedLots += lots;
    const isFilled = order.executedLots === order.lots;
    if (isFilled) {
      order.state = "filled";
      this.orders.end(order);
    }
    this.#hold(order);
    this.#tell(order, { kind: isFilled ? "FILLED" : "PARTIALLY_FILLED", fill });
  }

  #end(order: AccountOrder, reason: string): void {
    order.state = "canceled";
    order.reason = reason;
    this.orders.end(order);
    this.#hold(order);
    this.#tell(order, { kind: "CANCELED" });
  }

  /** Makes the hold fit what is still to be filled. */
  #hold(order: AccountOrder): void {
    const needed = isLive(order) ? this.#needed(order) : 0n;
    this.balances.hold(paysWith(order), needed - order.held);
    order.held = needed;
  }

  /** The base that a seller gives, or the dollars with the highest fee that a buyer may have to pay. */
  #needed(order: AccountOrder): Amount {
    const lots = order.lots - order.executedLots;
    if (order.intent.side === "sell") return stepsAmount(lots, order.rules?.lotDecimals ?? 0);
    const quote = quoteOf(order, order.priceTicks, lots);
    return quote + this.#options.fees.worst(quote);
  }

  #tell(order: AccountOrder, change: OrderChange): void {
    this.#options.listener.orderChanged(order, change);
  }
}

function paysWith({ intent, rules }: AccountOrder): string {
  return (intent.side === "buy" ? rules?.quote : rules?.base) ?? "";
}

/** Price times quantity, exact. */
export function quoteOf({ rules }: AccountOrder, priceTicks: number, lots: number): Amount {
  const decimals = (rules?.priceDecimals ?? 0) + (rules?.lotDecimals ?? 0);
  return stepsAmount(BigInt(priceTicks) * BigInt(lots), decimals);
}
