import { describe, expect, it } from "vitest";
import { createExchange } from "../../sim/gemini/exchange.ts";
import { createLiveSource, type LiveSource } from "../../sim/gemini/stream/live-source.ts";
import type { Subscriber } from "../../sim/gemini/stream/market-source.ts";
import { parseStream, type Stream } from "../../sim/gemini/stream/stream-name.ts";
import { createHiddenMarket } from "../../sim/market/index.ts";
import { applyDepth, isDepth, isTicker, naiveBook, sortedLevels } from "./naive-book.ts";

const SYMBOLS = ["solusd", "btcusd", "ethusd", "usdcusd"];
const START_MS = 1_790_732_600_000;

/** Minutes of trading without sockets and without waiting. */
function aVenue(seed = 1) {
  const market = createHiddenMarket({ seed, bases: ["SOL", "BTC", "ETH"] });
  const exchange = createExchange({ market, symbols: SYMBOLS, seed, epochMs: START_MS });
  const source = createLiveSource(exchange);
  let nowMs = START_MS;
  const turn = (times: number, each = (): void => {}): void => {
    for (let i = 0; i < times; i += 1) {
      market.advance(50);
      nowMs += 50;
      source.turn(50, nowMs);
      each();
    }
  };
  return { market, exchange, source, turn };
}

function aSubscriber(snapshotLevels = -1) {
  const frames: string[] = [];
  let silent = false;
  const subscriber: Subscriber = {
    snapshotLevels,
    market: (_symbol, frame) => frames.push(frame),
    isSilent: () => silent,
  };
  return {
    frames,
    subscriber,
    silence(on: boolean) {
      silent = on;
    },
  };
}

function streams(source: LiveSource, ...names: string[]): Stream[] {
  return names.map((name) => parseStream(name, (symbol) => source.rules(symbol) !== undefined)!);
}

describe("the exchange's market", () => {
  it("trades the same for the same seed", () => {
    const digest = (seed: number): string => {
      const { source, turn } = aVenue(seed);
      turn(400);
      return JSON.stringify(SYMBOLS.map((symbol) => source.depth(symbol, 0)));
    };
    expect(digest(4)).toBe(digest(4));
    expect(digest(4)).not.toBe(digest(5));
  });

  it("follows its target within a few basis points and can fill a thousand dollars near the touch", () => {
    const { market, exchange, turn } = aVenue();
    turn(4_000, () => {
      for (const { engine, rules } of exchange.books.values()) {
        const scale = 10 ** rules.priceDecimals;
        const bid = engine.bids.best!.priceTicks / scale;
        const ask = engine.asks.best!.priceTicks / scale;
        expect(bid).toBeLessThan(ask);
        expect(Math.abs((bid + ask) / 2 / market.target("gemini", rules.base) - 1)).toBeLessThan(0.001);
        let usd = 0;
        for (let rank = 0; rank < 6; rank += 1) {
          const level = engine.asks.at(rank)!;
          expect(level.priceTicks / scale / ask).toBeLessThan(1.01);
          usd += (level.priceTicks / scale) * (level.lots / 10 ** rules.lotDecimals);
        }
        expect(usd).toBeGreaterThan(1_500);
      }
    });
  });

  it("changes as often as life, over ladders as deep as life's", () => {
    const { exchange, turn } = aVenue();
    let changes = 0;
    let trades = 0;
    for (const book of exchange.books.values()) {
      book.listen({
        levelChanged() {
          changes += 1;
        },
        traded() {
          trades += 1;
        },
      });
    }
    turn(1_200);
    const perSecond = changes / 60 / SYMBOLS.length;
    expect(perSecond).toBeGreaterThan(10);
    expect(perSecond).toBeLessThan(60);
    expect(trades / 60 / SYMBOLS.length).toBeGreaterThan(0.2);
    for (const { engine } of exchange.books.values()) {
      expect(engine.bids.size).toBeGreaterThan(60);
      expect(engine.asks.size).toBeLessThan(150);
    }
  });
});

describe("the exchange's streams", () => {
  it("give a naive book that equals the exchange's own at every equal id, without a gap", () => {
    const { source, turn } = aVenue();
    const books = new Map(SYMBOLS.map((symbol) => [symbol, naiveBook()]));
    const { frames, subscriber } = aSubscriber();
    source.join(subscriber, streams(source, ...SYMBOLS.map((symbol) => `${symbol}@depth@100ms`)), "soon");
    let compared = 0;
    turn(6_000, () => {
      for (const frame of frames) applyDepth(books.get(JSON.parse(frame).s)!, frame);
      frames.length = 0;
      for (const [symbol, book] of books) {
        if (source.depth(symbol, 1).lastUpdateId !== book.lastId) continue;
        compared += 1;
        if (compared % 50 !== 0) continue;
        const truth = source.depth(symbol, 0);
        expect(sortedLevels(book)).toEqual({ bids: truth.bids, asks: truth.asks });
      }
    });
    expect(compared).toBeGreaterThan(500);
    for (const book of books.values()) expect(book.gaps).toBe(0);
  });

  it("agree between ticker, book and truth at equal ids, the ticker ahead of the differences", () => {
    const { source, turn } = aVenue();
    const { frames, subscriber } = aSubscriber();
    source.join(subscriber, streams(source, "btcusd@depth@100ms", "btcusd@bookTicker"), "soon");
    turn(6_000);
    const book = naiveBook();
    const tickers = new Map<number, string[]>();
    let agreed = 0;
    let ahead = 0;
    for (const frame of frames) {
      if (isTicker(frame)) {
        const { u, b, B, a, A } = JSON.parse(frame);
        if (u > book.lastId) ahead += 1;
        tickers.set(u, [b, B, a, A]);
        const top = source.topAt("btcusd", u)!;
        expect([top.bid, top.bidSize, top.ask, top.askSize]).toEqual([b, B, a, A]);
      } else if (isDepth(frame)) {
        applyDepth(book, frame);
        const { bids, asks } = sortedLevels(book);
        const top = source.topAt("btcusd", book.lastId)!;
        const held = [...bids[0]!, ...asks[0]!];
        expect([top.bid, top.bidSize, top.ask, top.askSize]).toEqual(held);
        const ticker = tickers.get(book.lastId);
        if (ticker !== undefined) agreed += 1;
        expect(ticker ?? held).toEqual(held);
      }
    }
    expect(agreed).toBeGreaterThan(20);
    expect(ahead).toBeGreaterThan(tickers.size * 0.9);
  });

  it("start with a snapshot of equal ids, followed by the difference that it already holds", () => {
    const { source, turn } = aVenue();
    turn(41);
    const { frames, subscriber } = aSubscriber();
    source.join(subscriber, streams(source, "solusd@depth@100ms"), "soon");
    turn(2);
    const [snapshot, stale] = frames.map((frame) => JSON.parse(frame));
    expect(snapshot.U).toBe(snapshot.u);
    expect(stale.U).toBeLessThan(stale.u);
    expect(stale.u).toBeLessThanOrEqual(snapshot.u);
  });

  it("send no snapshot without the parameter, and the best levels only where a number is given", () => {
    const { source, turn } = aVenue();
    const none = aSubscriber(0);
    const three = aSubscriber(3);
    source.join(none.subscriber, streams(source, "solusd@depth@100ms"), "now");
    source.join(three.subscriber, streams(source, "solusd@depth@100ms"), "now");
    expect(none.frames).toEqual([]);
    const snapshot = JSON.parse(three.frames[0]!);
    expect([snapshot.b.length, snapshot.a.length]).toEqual([3, 3]);
    turn(40);
    expect(none.frames.length).toBeGreaterThan(0);
    expect(none.frames.every((frame) => JSON.parse(frame).U < JSON.parse(frame).u)).toBe(true);
  });

  it("keep a snapshot until a silence ends", () => {
    const { source, turn } = aVenue();
    const one = aSubscriber();
    one.silence(true);
    source.join(one.subscriber, streams(source, "solusd@depth@100ms"), "now");
    turn(20);
    expect(one.frames).toEqual([]);
    one.silence(false);
    turn(2);
    const snapshot = JSON.parse(one.frames[0]!);
    expect(snapshot.U).toBe(snapshot.u);
  });

  it("look like the real venue's, letter by letter", () => {
    const { source, turn } = aVenue();
    const { frames, subscriber } = aSubscriber();
    const names = ["btcusd@depth@100ms", "btcusd@bookTicker", "btcusd@trade", "btcusd@depth5@100ms"];
    source.join(subscriber, streams(source, ...names), "now");
    turn(600);
    const price = '"\\d+\\.\\d{5}"';
    const size = '"\\d+\\.\\d{10}"';
    const level = `\\[${price},${size}\\]`;
    const levels = `\\[(${level}(,${level})*)?\\]`;
    const shapes = [
      `^{"e":"depthUpdate","E":\\d{19},"s":"btcusd","U":\\d{16},"u":\\d{16},"b":${levels},"a":${levels}}$`,
      `^{"u":\\d{16},"E":\\d{19},"s":"btcusd","b":${price},"B":${size},"a":${price},"A":${size}(,"c":${price},"C":${size})?}$`,
      `^{"E":\\d{19},"s":"btcusd","t":\\d{16},"p":${price},"q":${size},"m":(true|false)}$`,
      `^{"lastUpdateId":\\d{16},"symbol":"btcusd","bids":${levels},"asks":${levels}}$`,
    ].map((shape) => new RegExp(shape));
    const seen = shapes.map((shape) => frames.filter((frame) => shape.test(frame)).length);
    expect(Math.min(...seen)).toBeGreaterThan(0);
    expect(seen.reduce((sum, count) => sum + count)).toBe(frames.length);
    expect(frames.find(isDepth)).toContain('["9000000000000.00000","0.0000100000"]');
  });

  it("repeat partial books each period and end on leave and on forget", () => {
    const { source, turn } = aVenue();
    const { frames, subscriber } = aSubscriber();
    const all = streams(source, "solusd@depth10", "solusd@bookTicker", "solusd@trade", "solusd@depth");
    source.join(subscriber, all, "soon");
    turn(100);
    const partials = frames.filter((frame) => frame.startsWith('{"lastUpdateId"'));
    expect(partials).toHaveLength(5);
    expect(JSON.parse(partials[0]!).bids).toHaveLength(10);
    source.leave(subscriber, all.slice(0, 1));
    source.forget(subscriber);
    frames.length = 0;
    turn(100);
    expect(frames).toEqual([]);
  });

  it("know the past tops only as far back as they remember", () => {
    const { source, turn } = aVenue();
    turn(100);
    expect(source.topAt("solusd", 1)).toBeUndefined();
    const now = source.depth("solusd", 1);
    const top = source.topAt("solusd", Number.MAX_SAFE_INTEGER)!;
    expect([top.bid, top.bidSize]).toEqual(now.bids[0]);
    expect(() => source.topAt("nosuch", 1)).toThrow(RangeError);
  });
});
