import type { DepthUpdate, Instrument, TickerEvent } from "#model";
import { BookSide } from "./book-side.ts";
import { compareDepth } from "./depth-comparison.ts";
import { PendingTickers } from "./pending-tickers.ts";

/** Only a `live` book is ever priced from. */
export type OrderBookState = "awaiting_snapshot" | "live" | "stale";

/**
 * What became of a depth frame:
 * `snapshot` and `applied` changed the book; `stale` was known already and dropped; `gap`, `crossed` and
 * `disagree` (with the ticker of the same `u`) made the book void; `ignored` came while the book is void
 * or not begun, and is no snapshot.
 */
export type DepthVerdict = "snapshot" | "applied" | "stale" | "gap" | "crossed" | "disagree" | "ignored";

/**
 * `incomparable`: the two views are of different moments; a ticker that is ahead waits for the depth frame
 * that ends at its `u`, and that frame's verdict tells. `disagree` made the book void.
 */
export type CheckVerdict = "agree" | "disagree" | "incomparable";

/** `behind`: the venue is further on with other levels; a second such answer without a frame between disagrees. */
export type DepthCheckVerdict = CheckVerdict | "behind";

export interface OrderBookOptions {
  /**
   * `feed` (default): a snapshot is a frame of a single update id (U equals u), which no diff has, and it
   * revives a void book. `capture`: nobody can be asked for another snapshot, so the first frame is the
   * snapshot whatever its ids, and a void book stays void.
   */
  readonly source?: "feed" | "capture";
}

/**
 * One instrument's order book, kept by Gemini's rule for `U` and `u`: a frame with `u <= last` is
 * dropped, `U <= last < u` is applied, `U > last` is a gap. Anything doubtful empties the book at once,
 * so that a void book has no prices to be misused. Pure: no clock, and no allocation per frame.
 */
export class OrderBook {
  readonly instrument: Instrument;
  readonly #source: "feed" | "capture";
  readonly #bids = new BookSide("bid");
  readonly #asks = new BookSide("ask");
  #state: OrderBookState = "awaiting_snapshot";
  #reason = "no snapshot yet";
  #lastId = 0;
  #receivedNs = 0;
  #wasBehind = false;
  readonly #pending = new PendingTickers();
  readonly #agrees = this.#showsBest.bind(this);
  #tickerChecks = 0;
  #tickerAgreements = 0;

  constructor(instrument: Instrument, options: OrderBookOptions = {}) {
    this.instrument = instrument;
    this.#source = options.source ?? "feed";
  }

  get state(): OrderBookState {
    return this.#state;
  }

  /** Why the book is not live; empty while it is. */
  get reason(): string {
    return this.#reason;
  }

  /** `u` of the last applied frame; 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Monotonic receive time of the last applied frame; 0 before the first. */
  get receivedNs(): number {
    return this.#receivedNs;
  }

  /** Tickers compared with the book at equal `u` so far, at once or when the depth frame came. */
  get tickerChecks(): number {
    return this.#tickerChecks;
  }

  /** How many of them showed the book's best prices and sizes. */
  get tickerAgreements(): number {
    return this.#tickerAgreements;
  }

  get bidCount(): number {
    return this.#bids.count;
  }

  get askCount(): number {
    return this.#asks.count;
  }

  /** Best prices and sizes; 0 where the side is empty. */
  get bestBidTicks(): number {
    return this.#bids.ticksAt(0);
  }

  get bestBidLots(): number {
    return this.#bids.lotsAt(0);
  }

  get bestAskTicks(): number {
    return this.#asks.ticksAt(0);
  }

  get bestAskLots(): number {
    return this.#asks.lotsAt(0);
  }

  /** Levels by rank, 0 the best; 0 beyond the last level. */
  bidTicksAt(rank: number): number {
    return this.#bids.ticksAt(rank);
  }

  bidLotsAt(rank: number): number {
    return this.#bids.lotsAt(rank);
  }

  askTicksAt(rank: number): number {
    return this.#asks.ticksAt(rank);
  }

  askLotsAt(rank: number): number {
    return this.#asks.lotsAt(rank);
  }

  /** Takes a depth frame; copies what it keeps. */
  apply(update: DepthUpdate, receivedNs: number): DepthVerdict {
    this.#wasBehind = false;
    if (this.#state !== "live") return this.#begin(update, receivedNs);
    if (update.lastId <= this.#lastId) return "stale";
    if (update.firstId > this.#lastId) {
      this.voidBook("gap");
      return "gap";
    }
    for (let i = 0; i < update.bidCount; i += 1) {
      this.#bids.set(update.bidTicks[i] as number, update.bidLots[i] as number);
    }
    for (let i = 0; i < update.askCount; i += 1) {
      this.#asks.set(update.askTicks[i] as number, update.askLots[i] as number);
    }
    return this.#applied(update, receivedNs, "applied");
  }

  /** Compares best prices and sizes with the ticker at equal `u`; a disagreement makes the book void. */
  checkTicker(ticker: TickerEvent): CheckVerdict {
    const { updateId, bidTicks, bidLots, askTicks, askLots } = ticker;
    // A size below one lot reads as zero and is no level here, while its price still leads the ticker.
    if ((bidTicks > 0 && bidLots === 0) || (askTicks > 0 && askLots === 0)) return "incomparable";
    if (this.#state === "live" && updateId === this.#lastId) {
      return this.#tickerChecked(this.#showsBest(bidTicks, bidLots, askTicks, askLots))
        ? "agree"
        : "disagree";
    }
    if (this.#state !== "live" || updateId > this.#lastId) this.#pending.add(ticker);
    return "incomparable";
  }

  /**
   * Compares the book with a one-shot depth reply over the reply's range. Equal levels agree even where
   * the reply's id is beyond ours: ids come from a venue-wide counter.
   */
  checkDepth(reply: DepthUpdate): DepthCheckVerdict {
    if (this.#state !== "live" || reply.lastId < this.#lastId) return "incomparable";
    if (compareDepth(reply, this.#bids, this.#asks)) {
      this.#wasBehind = false;
      return "agree";
    }
    if (reply.lastId > this.#lastId && !this.#wasBehind) {
      this.#wasBehind = true;
      return "behind";
    }
    this.voidBook("depth check disagrees");
    return "disagree";
  }

  /** Empties the book: nothing is priced from it until a snapshot. */
  voidBook(reason: string): void {
    this.#reason = reason;
    this.#state = "stale";
    this.#wasBehind = false;
    this.#bids.clear();
    this.#asks.clear();
    this.#pending.clear();
  }

  #showsBest(bidTicks: number, bidLots: number, askTicks: number, askLots: number): boolean {
    return (
      bidTicks === this.bestBidTicks &&
      bidLots === this.bestBidLots &&
      askTicks === this.bestAskTicks &&
      askLots === this.bestAskLots
    );
  }

  #tickerChecked(agrees: boolean): boolean {
    this.#tickerChecks += 1;
    if (agrees) this.#tickerAgreements += 1;
    else this.voidBook("ticker disagrees");
    return agrees;
  }

  #begin(update: DepthUpdate, receivedNs: number): DepthVerdict {
    const isSnapshot =
      this.#source === "feed" ? update.firstId === update.lastId : this.#state === "awaiting_snapshot";
    if (!isSnapshot) return "ignored";
    this.#bids.load(update.bidTicks, update.bidLots, update.bidCount);
    this.#asks.load(update.askTicks, update.askLots, update.askCount);
    this.#state = "live";
    this.#reason = "";
    return this.#applied(update, receivedNs, "snapshot");
  }

  #applied(update: DepthUpdate, receivedNs: number, verdict: "snapshot" | "applied"): DepthVerdict {
    this.#lastId = update.lastId;
    this.#receivedNs = receivedNs;
    // Equal prices are as wrong as crossed ones: the venue would have matched them.
    if (this.#asks.count > 0 && this.#bids.count > 0 && this.bestBidTicks >= this.bestAskTicks) {
      this.voidBook("crossed");
      return "crossed";
    }
    const agrees = this.#pending.check(update.lastId, this.#agrees);
    return agrees === null || this.#tickerChecked(agrees) ? verdict : "disagree";
  }
}
