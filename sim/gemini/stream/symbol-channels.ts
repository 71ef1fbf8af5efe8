import type { SymbolBook, Trade } from "../book/symbol-book.ts";
import { DiffChannel } from "./diff-channel.ts";
import { partialFrame, tickerFrame, tradeFrame } from "./frames.ts";
import type { Subscriber } from "./market-source.ts";
import type { Stream } from "./stream-name.ts";

type Period = 100 | 1_000;

/** All streams of one symbol. */
export class SymbolChannels {
  readonly #book: SymbolBook;
  readonly #diffs: Readonly<Record<Period, DiffChannel>>;
  readonly #tickers = new Set<Subscriber>();
  readonly #trades = new Set<Subscriber>();
  /** Subscribers of partial books by period and depth: "100:5". */
  readonly #partials = new Map<string, Set<Subscriber>>();
  readonly #freshTrades: Trade[] = [];
  #tickerId: number;
  #tickerSent: string | undefined;

  constructor(book: SymbolBook) {
    this.#book = book;
    this.#tickerId = book.tops.last?.updateId ?? 0;
    this.#diffs = { 100: new DiffChannel(book), 1000: new DiffChannel(book) };
    book.listen({ levelChanged() {}, traded: (trade) => this.#freshTrades.push(trade) });
  }

  /** The ticker that a newcomer gets is the last one sent: older than its snapshot, as on the real venue. */
  join(subscriber: Subscriber, stream: Stream, firstFrames: "now" | "soon"): void {
    if (stream.kind === "diff") this.#diffs[stream.periodMs].join(subscriber, firstFrames);
    if (stream.kind === "trade") this.#trades.add(subscriber);
    if (stream.kind === "partial") this.#partial(stream.periodMs, stream.levels).add(subscriber);
    if (stream.kind !== "ticker") return;
    this.#tickers.add(subscriber);
    subscriber.market(this.#book.rules.symbol, this.#tickerSent ?? tickerFrame(this.#book));
  }

  leave(subscriber: Subscriber, stream: Stream): void {
    if (stream.kind === "diff") this.#diffs[stream.periodMs].leave(subscriber);
    if (stream.kind === "trade") this.#trades.delete(subscriber);
    if (stream.kind === "ticker") this.#tickers.delete(subscriber);
    if (stream.kind === "partial") this.#partial(stream.periodMs, stream.levels).delete(subscriber);
  }

  forget(subscriber: Subscriber): void {
    this.#diffs[100].leave(subscriber);
    this.#diffs[1000].leave(subscriber);
    this.#tickers.delete(subscriber);
    this.#trades.delete(subscriber);
    for (const subscribers of this.#partials.values()) subscribers.delete(subscriber);
  }

  /** Sends the frames of one period: differences and partial books. */
  flush(periodMs: Period): void {
    this.#diffs[periodMs].flush();
    for (const [key, subscribers] of this.#partials) {
      const [period, levels] = key.split(":").map(Number);
      if (period !== periodMs || subscribers.size === 0) continue;
      this.#send(subscribers, partialFrame(this.#book, levels ?? 0));
    }
  }

  /** Sends the trades of the last step, and the ticker where the best price or size is another now. */
  sendRealTime(): void {
    if (this.#trades.size > 0) {
      for (const trade of this.#freshTrades) this.#send(this.#trades, tradeFrame(this.#book.rules, trade));
    }
    this.#freshTrades.length = 0;
    const topId = this.#book.tops.last?.updateId ?? 0;
    if (topId === this.#tickerId) return;
    this.#tickerId = topId;
    this.#tickerSent = tickerFrame(this.#book);
    this.#send(this.#tickers, this.#tickerSent);
  }

  #partial(periodMs: Period, levels: number): Set<Subscriber> {
    const key = `${periodMs}:${levels}`;
    const subscribers = this.#partials.get(key) ?? new Set<Subscriber>();
    this.#partials.set(key, subscribers);
    return subscribers;
  }

  #send(subscribers: Iterable<Subscriber>, frame: string): void {
    for (const subscriber of subscribers) subscriber.market(this.#book.rules.symbol, frame);
  }
}
