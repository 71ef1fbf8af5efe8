import { exponential, type Random } from "../../market/index.ts";
import type { SymbolBook } from "../book/symbol-book.ts";

/** Mean pause between two aggressive orders (ms) and their mean size (USD). */
const MEAN_PAUSE_MS = 2_500;
const MEAN_USD = 350;
/** How far through the target a taker is ready to pay. */
const REACH = 0.002;

/** Crosses the spread now and then in either direction, by immediate-or-cancel orders. */
export class Taker {
  readonly #book: SymbolBook;
  readonly #random: Random;
  #pauseMs: number;

  constructor(book: SymbolBook, random: Random) {
    this.#book = book;
    this.#random = random;
    this.#pauseMs = exponential(random, MEAN_PAUSE_MS);
  }

  step(targetTicks: number, ms: number): void {
    this.#pauseMs -= ms;
    while (this.#pauseMs <= 0) {
      this.#take(targetTicks);
      this.#pauseMs += exponential(this.#random, MEAN_PAUSE_MS);
    }
  }

  #take(targetTicks: number): void {
    const side = this.#random() < 0.5 ? "bid" : "ask";
    const { priceDecimals, lotDecimals } = this.#book.rules;
    const priceTicks = Math.round(targetTicks * (side === "bid" ? 1 + REACH : 1 - REACH));
    const usd = exponential(this.#random, MEAN_USD);
    const lots = Math.ceil((usd / targetTicks) * 10 ** (priceDecimals + lotDecimals));
    this.#book.engine.place({ owner: "taker", side, priceTicks, lots, timeInForce: "IOC" });
  }
}
