import type { Exchange } from "../exchange.ts";
import type { EpochMs } from "../venue-clock.ts";
import { depthView, priceText, topText } from "./frames.ts";
import type { MarketSource, Subscriber } from "./market-source.ts";
import type { Stream } from "./stream-name.ts";
import { SymbolChannels } from "./symbol-channels.ts";

/** One step of trading: real-time frames leave after each, differences after every second one. */
const STEP_MS = 50;
/** A process that was suspended goes on from now instead of catching up. */
const LONGEST_STEP_MS = 500;

export interface LiveSource extends MarketSource {
  /** One step: flushes what is due, lets the traders act, sends tickers and trades. */
  turn(ms: number, epochMs: number): void;
}

function createTurn(exchange: Exchange, channels: ReadonlyMap<string, SymbolChannels>): LiveSource["turn"] {
  let step = 0;
  return (ms, epochMs) => {
    step += 1;
    let index = 0;
    for (const channel of channels.values()) {
      // Half of the symbols flush on odd steps, so that frames do not all come in one burst.
      if ((step + index) % 2 === 0) channel.flush(100);
      if ((step + index) % 20 === 0) channel.flush(1_000);
      index += 1;
    }
    exchange.step(ms, epochMs);
    for (const channel of channels.values()) channel.sendRealTime();
  };
}

/** Publishes an exchange without a timer of its own. Asking for a symbol that is not listed throws RangeError. */
export function createLiveSource(exchange: Exchange): LiveSource {
  const channels = new Map<string, SymbolChannels>();
  for (const [symbol, book] of exchange.books) channels.set(symbol, new SymbolChannels(book));
  const find = <T>(map: ReadonlyMap<string, T>, symbol: string): T => {
    const found = map.get(symbol);
    if (found === undefined) throw new RangeError(`not listed: ${symbol}`);
    return found;
  };
  const each = (streams: readonly Stream[], act: (channel: SymbolChannels, stream: Stream) => void): void => {
    for (const stream of streams) {
      if (stream.kind !== "contractStatus") act(find(channels, stream.symbol), stream);
    }
  };
  return {
    symbols: Array.from(exchange.books.values(), (book) => book.rules),
    rules: (symbol) => exchange.books.get(symbol)?.rules,
    join(subscriber: Subscriber, streams, firstFrames) {
      each(streams, (channel, stream) => channel.join(subscriber, stream, firstFrames));
    },
    leave(subscriber, streams) {
      each(streams, (channel, stream) => channel.leave(subscriber, stream));
    },
    forget(subscriber) {
      for (const channel of channels.values()) channel.forget(subscriber);
    },
    depth: (symbol, limit) => depthView(find(exchange.books, symbol), limit),
    topAt(symbol, updateId) {
      const book = find(exchange.books, symbol);
      const top = book.tops.at(updateId);
      return top && topText(book.rules, top);
    },
    lastTrade(symbol) {
      const { lastTrade, rules } = find(exchange.books, symbol);
      return lastTrade && priceText(rules, lastTrade.priceTicks);
    },
    turn: createTurn(exchange, channels),
    stop() {},
  };
}

/** Turns a source `pace` times as fast as real time. The returned function ends the timer. */
export function driveSource(
  source: LiveSource,
  { epochMs, pace }: { readonly epochMs: EpochMs; readonly pace: number },
  onTurn: () => void,
): () => void {
  let lastMs = epochMs();
  const timer = setInterval(() => {
    const nowMs = epochMs();
    source.turn(Math.min(nowMs - lastMs, LONGEST_STEP_MS) * pace, nowMs);
    lastMs = nowMs;
    onTurn();
  }, STEP_MS / pace);
  return () => clearInterval(timer);
}
