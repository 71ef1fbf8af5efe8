import type { MarketSource, Subscriber } from "../stream/market-source.ts";
import type { Stream } from "../stream/stream-name.ts";
import { Player } from "./player.ts";
import { RecordedBook, recordedTops } from "./recorded-book.ts";
import { recordedRules } from "./recorded-rules.ts";
import type { RecordedFrame } from "./recording.ts";

export interface ReplayOptions {
  readonly frames: readonly RecordedFrame[];
  readonly speed: number;
}

/** The books as of each symbol's first depth frame, for a question before anybody subscribed. */
function openingBooks(frames: readonly RecordedFrame[]): Map<string, RecordedBook> {
  const books = new Map<string, RecordedBook>();
  for (const frame of frames) {
    if (frame.kind !== "depth" || books.has(frame.symbol)) continue;
    const book = new RecordedBook();
    book.take(frame);
    books.set(frame.symbol, book);
  }
  return books;
}

/**
 * A recording as a source of frames. Only what was recorded is played: differences, tickers, trades,
 * each subscriber from the start; afterwards the books stay as they are.
 */
export function createReplaySource(options: ReplayOptions): MarketSource {
  const { frames, speed } = options;
  const rules = recordedRules(frames);
  const tops = recordedTops(frames);
  const opening = openingBooks(frames);
  const players = new Map<Subscriber, Player>();
  /** The last book that any subscription started, by symbol. */
  const latest = new Map<string, RecordedBook>();

  const playerOf = (subscriber: Subscriber): Player => {
    const player = players.get(subscriber) ?? new Player(frames, speed, subscriber);
    players.set(subscriber, player);
    return player;
  };
  const join = (subscriber: Subscriber, streams: readonly Stream[]): void => {
    const player = playerOf(subscriber);
    player.join(streams);
    for (const stream of streams) {
      const book = stream.kind === "contractStatus" ? undefined : player.book(stream.symbol);
      if (stream.kind !== "contractStatus" && book !== undefined) latest.set(stream.symbol, book);
    }
  };
  const find = (symbol: string, subscriber?: Subscriber): RecordedBook => {
    const own = subscriber && players.get(subscriber)?.book(symbol);
    const book = own ?? latest.get(symbol) ?? opening.get(symbol);
    if (book === undefined) throw new RangeError(`not recorded: ${symbol}`);
    return book;
  };
  return {
    symbols: [...rules.values()],
    rules: (symbol) => rules.get(symbol),
    join,
    leave: (subscriber, streams) => players.get(subscriber)?.leave(streams),
    forget(subscriber) {
      players.get(subscriber)?.stop();
      players.delete(subscriber);
    },
    depth: (symbol, limit, subscriber) => find(symbol, subscriber).view(limit),
    topAt: (symbol, updateId) => tops.get(`${symbol}@${updateId}`),
    lastTrade: (symbol) => find(symbol).lastTrade,
    stop() {
      for (const player of players.values()) player.stop();
    },
  };
}
