import type { OrderEvent } from "./order-events.ts";

/** What an event changed in what is known of an order. */
export type Finding =
  | { readonly kind: "noticed" }
  | { readonly kind: "partial"; readonly filledLots: number }
  | { readonly kind: "ended"; readonly filledLots: number; readonly reason: string | null }
  /** The event contradicts what is known: the venue's records must say. */
  | { readonly kind: "doubtful"; readonly why: string };

/** The refusal that says nothing of our order but that one with its client id exists. */
export const DUPLICATE = "DuplicateOrder";

/**
 * One order's events folded into what is known of it. They may come late, twice and in any order: fills
 * count once by their id, and the first end stands. An end whose numbers disagree with the fills already
 * seen is none.
 */
export class OrderTrack {
  readonly #lots: number;
  readonly #fills = new Map<string, number>();
  #isEnded = false;

  /** `lots` is the order's whole quantity. */
  constructor(lots: number) {
    this.#lots = lots;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The sum of the distinct fills seen. */
  get filledLots(): number {
    let sum = 0;
    for (const lots of this.#fills.values()) sum += lots;
    return sum;
  }

  /** Takes an event; null where it tells nothing new. */
  apply(event: OrderEvent): Finding | null {
    if (this.#isEnded) return null;
    switch (event.kind) {
      case "noticed":
        return { kind: "noticed" };
      case "fill":
        return event.isLast ? this.#lastFill(event) : this.#partialFill(event);
      case "canceled":
        return this.#end(event.filledLots, event.reason);
      case "rejected":
        return event.reason === DUPLICATE ? doubtful("duplicate client id") : this.#end(0, event.reason);
    }
  }

  /** Ends it by what the venue's records say; false where it had ended before. */
  conclude(): boolean {
    if (this.#isEnded) return false;
    this.#isEnded = true;
    return true;
  }

  #partialFill({ fillId, lots }: OrderEvent & { kind: "fill" }): Finding | null {
    const isNew = this.#count(fillId, lots);
    if (this.filledLots > this.#lots) return doubtful("fills exceed the order");
    return isNew ? { kind: "partial", filledLots: this.filledLots } : null;
  }

  #lastFill({ fillId, lots, remainingLots }: OrderEvent & { kind: "fill" }): Finding {
    this.#count(fillId, lots);
    if (remainingLots !== 0) return doubtful("filled, yet something remains");
    // Fewer lots than the order's only mean that an earlier fill's event is still to come.
    return this.#end(this.#lots, null);
  }

  #end(filledLots: number, reason: string | null): Finding {
    if (filledLots > this.#lots || this.filledLots > filledLots) {
      return doubtful(`ended with ${filledLots} lots after fills of ${this.filledLots}`);
    }
    this.#isEnded = true;
    return { kind: "ended", filledLots, reason };
  }

  #count(fillId: string | null, lots: number): boolean {
    if (fillId === null || this.#fills.has(fillId)) return false;
    this.#fills.set(fillId, lots);
    return true;
  }
}

function doubtful(why: string): Finding {
  return { kind: "doubtful", why };
}
