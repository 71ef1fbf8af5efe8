import { RejectedError } from "#model";
import type { PrivateRest } from "./private-rest.ts";

/** No order has this id: the venue's ids have 17 digits and more. */
const NO_ORDER = 1n;

/**
 * Whether the key may place orders, asked without placing one: cancelling an order that does not exist needs the
 * Trader role too, and is answered `OrderNotFound` to who has it and `MissingRole` to who has not. The pool leg goes
 * first, so a key that cannot hedge it must be known before anything is sent.
 */
export class TradingRole {
  readonly #rest: PrivateRest;
  #proven = false;

  constructor(rest: PrivateRest) {
    this.#rest = rest;
  }

  /** Resolves at once when it is known. Throws RejectedError with the venue's words, or ConnectivityError: ask again. */
  async prove(): Promise<void> {
    if (this.#proven) return;
    try {
      await this.#rest.ask("/v1/order/cancel", { order_id: NO_ORDER });
    } catch (error) {
      if (!(error instanceof RejectedError) || error.code !== "OrderNotFound") throw error;
    }
    this.#proven = true;
  }
}
