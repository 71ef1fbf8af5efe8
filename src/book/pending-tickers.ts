import type { TickerEvent } from "#model";

const CAPACITY = 64;
const FIELDS = 5;

/**
 * Tickers that are ahead of the book. The ticker stream is real time while depth comes each 100 ms, so
 * nearly every ticker waits here for the depth frame that ends at its `u`. A fixed ring: the oldest are
 * forgotten, which loses a comparison and nothing else.
 */
export class PendingTickers {
  readonly #ring = new Float64Array(CAPACITY * FIELDS);
  #first = 0;
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  add(ticker: TickerEvent): void {
    if (this.#count === CAPACITY) this.#dropFirst();
    const at = ((this.#first + this.#count) % CAPACITY) * FIELDS;
    const ring = this.#ring;
    ring[at] = ticker.updateId;
    ring[at + 1] = ticker.bidTicks;
    ring[at + 2] = ticker.bidLots;
    ring[at + 3] = ticker.askTicks;
    ring[at + 4] = ticker.askLots;
    this.#count += 1;
  }

  /**
   * Forgets what is older than `updateId` and hands the tickers at exactly that id to `agrees`; false as
   * soon as one of them does not agree, null where there was none.
   */
  check(
    updateId: number,
    agrees: (bidTicks: number, bidLots: number, askTicks: number, askLots: number) => boolean,
  ): boolean | null {
    let verdict: boolean | null = null;
    while (this.#count > 0) {
      const ring = this.#ring;
      const at = this.#first * FIELDS;
      const id = ring[at] as number;
      if (id > updateId) break;
      this.#dropFirst();
      if (id < updateId) continue;
      verdict = agrees(
        ring[at + 1] as number,
        ring[at + 2] as number,
        ring[at + 3] as number,
        ring[at + 4] as number,
      );
      if (!verdict) return false;
    }
    return verdict;
  }

  #dropFirst(): void {
    this.#first = (this.#first + 1) % CAPACITY;
    this.#count -= 1;
  }
}
