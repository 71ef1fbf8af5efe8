import type { SymbolBook } from "../book/symbol-book.ts";
import { depthFrame, levelsText, snapshotFrame } from "./frames.ts";
import type { Subscriber } from "./market-source.ts";

/** Whether a subscriber still waits for its snapshot. */
type Phase = "snapshotDue" | "streaming";

/**
 * The differences of one symbol at one period. A frame covers all changes since the frame before, so
 * its `U` is that one's `u`; a subscriber who came in between gets ids that overlap its snapshot's.
 */
export class DiffChannel {
  readonly #book: SymbolBook;
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  readonly #subscribers = new Map<Subscriber, Phase>();
  #sentId: number;

  constructor(book: SymbolBook) {
    this.#book = book;
    this.#sentId = book.lastUpdateId;
    book.listen({
      levelChanged: (side, ticks, lots) => {
        (side === "bid" ? this.#bids : this.#asks).set(ticks, lots);
      },
      traded() {},
    });
  }

  join(subscriber: Subscriber, firstFrame: "now" | "soon"): void {
    const wantsSnapshot = subscriber.snapshotLevels !== 0;
    this.#subscribers.set(subscriber, wantsSnapshot ? "snapshotDue" : "streaming");
    if (wantsSnapshot && firstFrame === "now") this.#sendSnapshot(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /**
   * Sends what has changed since the last flush. Who was waiting gets a snapshot as of now, and right
   * behind it the difference that this snapshot already contains: the real venue does that too.
   */
  flush(): void {
    const frame = this.#takeFrame();
    for (const [subscriber, phase] of this.#subscribers) {
      if (phase === "snapshotDue" && !this.#sendSnapshot(subscriber)) continue;
      if (frame !== undefined) subscriber.market(this.#book.rules.symbol, frame);
    }
  }

  /** False where a silence holds the snapshot back. */
  #sendSnapshot(subscriber: Subscriber): boolean {
    const { symbol } = this.#book.rules;
    if (subscriber.isSilent(symbol)) return false;
    this.#subscribers.set(subscriber, "streaming");
    subscriber.market(symbol, snapshotFrame(this.#book, Math.max(0, subscriber.snapshotLevels)));
    return true;
  }

  #takeFrame(): string | undefined {
    const firstId = this.#sentId;
    const { rules, lastUpdateId, lastStampNs } = this.#book;
    if (lastUpdateId === firstId) return undefined;
    this.#sentId = lastUpdateId;
    const frame =
      this.#subscribers.size === 0
        ? undefined
        : depthFrame({
            stampNs: lastStampNs,
            symbol: rules.symbol,
            firstId,
            lastId: lastUpdateId,
            bids: levelsText(rules, this.#bids),
            asks: levelsText(rules, this.#asks),
          });
    this.#bids.clear();
    this.#asks.clear();
    return frame;
  }
}
