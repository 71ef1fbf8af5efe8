import type { BookSideName, RestingOrder } from "./order.ts";

/** All orders at one price, the oldest first. */
export interface Level {
  readonly priceTicks: number;
  lots: number;
  readonly orders: RestingOrder[];
}

/** One side of a book: levels sorted so that the best is last, where most changes happen. */
export class BookSide {
  readonly #levels: Level[] = [];
  readonly #sign: 1 | -1;

  constructor(side: BookSideName) {
    this.#sign = side === "bid" ? 1 : -1;
  }

  get size(): number {
    return this.#levels.length;
  }

  get best(): Level | undefined {
    return this.#levels.at(-1);
  }

  /** The level `rank` places behind the best, which is rank 0. */
  at(rank: number): Level | undefined {
    return this.#levels[this.#levels.length - 1 - rank];
  }

  /** True where `a` is a better price than `b` on this side. */
  isBetter(a: number, b: number): boolean {
    return this.#sign * (a - b) > 0;
  }

  level(priceTicks: number): Level | undefined {
    const found = this.#levels[this.#search(priceTicks)];
    return found?.priceTicks === priceTicks ? found : undefined;
  }

  add(order: RestingOrder): Level {
    const index = this.#search(order.priceTicks);
    let level = this.#levels[index];
    if (level?.priceTicks !== order.priceTicks) {
      level = { priceTicks: order.priceTicks, lots: 0, orders: [] };
      this.#levels.splice(index, 0, level);
    }
    level.orders.push(order);
    level.lots += order.lots;
    return level;
  }

  /** Takes lots off an order, and the order and its level away where nothing is left. */
  reduce(order: RestingOrder, lots: number): Level {
    const index = this.#search(order.priceTicks);
    const level = this.#levels[index];
    if (level?.priceTicks !== order.priceTicks) throw new Error(`no level at ${order.priceTicks}`);
    order.lots -= lots;
    level.lots -= lots;
    if (order.lots === 0) level.orders.splice(level.orders.indexOf(order), 1);
    if (level.orders.length === 0) this.#levels.splice(index, 1);
    return level;
  }

  /** Index of this price, or where it would have to be put in. */
  #search(priceTicks: number): number {
    let low = 0;
    let high = this.#levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = this.#levels[middle];
      if (level !== undefined && this.#sign * (level.priceTicks - priceTicks) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
