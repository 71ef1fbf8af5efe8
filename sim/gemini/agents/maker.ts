import { between, type Random } from "../../market/index.ts";
import type { BookSideName } from "../book/order.ts";
import type { SymbolBook } from "../book/symbol-book.ts";
import { createLadder, type Rung } from "./ladder.ts";

/** One place in the ladder and the order that holds it now. */
interface Quote {
  readonly side: BookSideName;
  readonly rung: Rung;
  orderId: number;
  /** Exact price wish at which it was placed, in ticks. */
  priceTicks: number;
}

/** A quote is moved when its distance from the target is off by more than this share of it. */
const TOLERANCE = 0.65;
/** Chance that a filled quote is renewed in a step. */
const REFILL = 0.4;
/** Sizes that are changed a second without need, as impatient makers do. */
const RESIZES_PER_SECOND = 2;

export interface MakerOptions {
  readonly book: SymbolBook;
  readonly random: Random;
  /** Half the spread as a fraction, and how far out the ladder goes. */
  readonly nearest: number;
  readonly farthest: number;
}

/** Quotes both sides of a symbol round a target price. */
export class Maker {
  readonly #book: SymbolBook;
  readonly #random: Random;
  readonly #quotes: Quote[] = [];
  #resizesOwed = 0;

  constructor(options: MakerOptions) {
    this.#book = options.book;
    this.#random = options.random;
    for (const rung of createLadder(options.nearest, options.farthest)) {
      this.#quotes.push({ side: "bid", rung, orderId: 0, priceTicks: 0 });
      this.#quotes.push({ side: "ask", rung, orderId: 0, priceTicks: 0 });
    }
  }

  /** Takes down what is too far from its place, then quotes anew. `targetTicks` may have a fraction. */
  step(targetTicks: number, ms: number): void {
    const open: Quote[] = [];
    for (const quote of this.#quotes) {
      if (this.#mustMove(quote, targetTicks)) open.push(quote);
    }
    this.#resizesOwed += (RESIZES_PER_SECOND * ms) / 1_000;
    for (; this.#resizesOwed >= 1; this.#resizesOwed -= 1) {
      const quote = this.#quotes[Math.floor(this.#random() * this.#quotes.length)];
      if (quote !== undefined && !open.includes(quote)) open.push(quote);
    }
    for (const quote of open) this.#book.engine.cancel(quote.orderId);
    for (const quote of open) this.#place(quote, targetTicks);
  }

  #mustMove(quote: Quote, targetTicks: number): boolean {
    const away = quote.side === "ask" ? quote.priceTicks - targetTicks : targetTicks - quote.priceTicks;
    const wanted = quote.rung.distance * targetTicks;
    if (Math.abs(away - wanted) > TOLERANCE * wanted) return true;
    return this.#book.engine.order(quote.orderId) === undefined && this.#random() < REFILL;
  }

  #place(quote: Quote, targetTicks: number): void {
    const { side, rung } = quote;
    const distance = rung.distance * between(this.#random, 0.9, 1.1) * targetTicks;
    const priceTicks =
      side === "ask" ? Math.ceil(targetTicks + distance) : Math.floor(targetTicks - distance);
    const { priceDecimals, lotDecimals } = this.#book.rules;
    const usd = rung.usd * between(this.#random, 0.5, 1.5);
    const lots = Math.ceil((usd / priceTicks) * 10 ** (priceDecimals + lotDecimals));
    const request = { owner: "maker", side, priceTicks, lots, timeInForce: "MOC" } as const;
    quote.orderId = this.#book.engine.place(request).orderId;
    quote.priceTicks = side === "ask" ? targetTicks + distance : targetTicks - distance;
  }
}
