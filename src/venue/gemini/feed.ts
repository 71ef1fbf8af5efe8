import type { Clock, DepthUpdate, Instrument, Log, LogFields, MarketSink, Random, Timers } from "#model";
import { createReconnectingSocket, type ReconnectingSocket, STOPPED } from "#transport";
import type { MarketFeed } from "../market-feed.ts";
import { createFeedCounts } from "./feed-counts.ts";
import { FrameIntake } from "./frame-intake.ts";
import { createMapper } from "./mapper.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { SymbolStream } from "./symbol-stream.ts";
import { createThrottledWarning } from "./throttled-warning.ts";
import { VenueClock } from "./venue-clock.ts";

export interface GeminiFeedOptions {
  /** `wss://ws.gemini.com`; the feed adds what it needs to the query. */
  readonly wsUrl: string;
  readonly instruments: readonly Instrument[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

/** Proves the socket often enough that staleness below 2 s is honest on a quiet book. */
const PING_MS = 1_000;
const TIME_MS = 15_000;
const WARN_EVERY_MS = 5_000;

/**
 * Streams depth, ticker and trades of several symbols over one connection. After a `book-void` or
 * `connection` event the first depth frame delivered for a symbol is its snapshot. Every market event,
 * and a liveness event for every other sign of life, is proof that the venue is there.
 */
export function createGeminiFeed(options: GeminiFeedOptions): MarketFeed {
  return new GeminiFeed(options);
}

class GeminiFeed implements MarketFeed {
  readonly venue = "gemini";
  readonly #options: GeminiFeedOptions;
  readonly #socket: ReconnectingSocket;
  readonly #streams = new Map<string, SymbolStream>();
  readonly #watch: SilenceWatch;
  readonly #venueClock: VenueClock;
  readonly #warn: (event: string, fields: LogFields) => void;
  readonly #counts = createFeedCounts();
  #sink: MarketSink = () => {};
  #stopTime: (() => void) | undefined;

  constructor(options: GeminiFeedOptions) {
    const { clock, timers, log, instruments } = options;
    this.#options = options;
    this.#warn = createThrottledWarning(log, clock, WARN_EVERY_MS);
    const send = (text: string): boolean => this.#socket.send(text);
    for (const { symbol } of instruments) this.#streams.set(symbol.toLowerCase(), this.#createStream(symbol));
    this.#venueClock = new VenueClock(clock, send);
    this.#watch = new SilenceWatch({
      clock,
      timers,
      send,
      live: () => this.#liveSymbols(),
      onUnanswered: (symbol) => this.#unanswered(symbol),
    });
    this.#socket = this.#createSocket();
  }

  start(sink: MarketSink): Promise<void> {
    this.#sink = sink;
    this.#socket.start();
    return Promise.resolve();
  }

  resync(symbol: string, reason: string): void {
    const stream = this.#streams.get(symbol.toLowerCase());
    if (stream === undefined || !stream.isLive) return;
    this.#counts.resyncs += 1;
    this.#warn("Gemini book resynchronised", { symbol, reason });
    stream.resync(reason);
  }

  stats(): Readonly<Record<string, number>> {
    return {
      ...this.#counts,
      depth_checks: this.#watch.requests,
      clock_skew_ms: this.#venueClock.skewMs,
      round_trip_ms: this.#venueClock.roundTripMs,
      request_weight_limit: this.#venueClock.requestWeightLimit,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket[Symbol.asyncDispose]();
  }

  #createSocket(): ReconnectingSocket {
    const { wsUrl, instruments, clock, timers, random, log } = this.#options;
    const url = streamUrl(wsUrl);
    const mapper = createMapper({ instruments });
    const intake = new FrameIntake({
      streams: this.#streams,
      watch: this.#watch,
      venueClock: this.#venueClock,
      counts: this.#counts,
      warn: this.#warn,
      emit: (event) => this.#sink(event),
      resync: (symbol, reason) => this.resync(symbol, reason),
    });
    return createReconnectingSocket({
      name: "Gemini",
      urls: () => url,
      clock,
      timers,
      random,
      log,
      pingEveryMs: PING_MS,
      onOpen: () => this.#opened(),
      onFrame: (frame, receivedNs) => intake.take(mapper.map(frame, receivedNs)),
      onAlive: (receivedNs) => this.#sink({ kind: "liveness", venue: "gemini", receivedNs }),
      onDown: (reason, wasOpen) => this.#down(reason, wasOpen),
    });
  }

  #createStream(symbol: string): SymbolStream {
    const { clock, timers, random } = this.#options;
    return new SymbolStream(symbol.toLowerCase(), {
      clock,
      timers,
      random,
      send: (text) => this.#socket.send(text),
      onVoid: (name, reason) => this.#void(name, reason),
      onBook: (update) => this.#begin(update),
      onRefused: (name, reason) => {
        this.#counts.subscriptions_refused += 1;
        this.#warn("Gemini subscription refused", { symbol: name, reason });
      },
      onStuck: (name, reason) => this.#socket.cycle(`${name}: ${reason}`),
    });
  }

  #opened(): void {
    const { log, clock, timers } = this.#options;
    this.#counts.connects += 1;
    log.info("Connected to Gemini", {
      symbols: [...this.#streams.keys()].join(","),
      connects: this.#counts.connects,
    });
    this.#sink({
      kind: "connection",
      venue: "gemini",
      up: true,
      receivedNs: clock.monotonicNs(),
      reason: "",
    });
    for (const stream of this.#streams.values()) stream.up();
    this.#venueClock.askLimits();
    this.#venueClock.askTime();
    this.#stopTime = timers.every(TIME_MS, () => this.#venueClock.askTime());
    this.#watch.start();
  }

  #down(reason: string, wasOpen: boolean): void {
    this.#stopTime?.();
    this.#watch.stop();
    for (const stream of this.#streams.values()) stream.down();
    // An end that was asked for is no drop; the engine is told all the same, to close what is open.
    if (reason !== STOPPED) {
      this.#counts.drops += 1;
      this.#warn(wasOpen ? "Gemini connection lost" : "Gemini connection failed", { reason });
    }
    if (!wasOpen) return;
    const receivedNs = this.#options.clock.monotonicNs();
    this.#sink({ kind: "connection", venue: "gemini", up: false, receivedNs, reason });
  }

  #unanswered(symbol: string): void {
    this.#counts.depth_checks_unanswered += 1;
    this.#void(symbol, "depth check unanswered");
    this.resync(symbol, "depth check unanswered");
  }

  /** A one-shot book serves as the snapshot. */
  #begin(update: DepthUpdate): void {
    const receivedNs = this.#options.clock.monotonicNs();
    this.#counts.books_anchored += 1;
    this.#watch.seen(update.symbol, update.lastId, receivedNs);
    this.#sink({ kind: "depth", receivedNs, update });
  }

  #void(symbol: string, reason: string): void {
    this.#sink({ kind: "book-void", receivedNs: this.#options.clock.monotonicNs(), symbol, reason });
  }

  *#liveSymbols(): Iterable<string> {
    for (const stream of this.#streams.values()) if (stream.isLive) yield stream.symbol;
  }
}

/** Asks for a full snapshot on each subscription. Throws TypeError for what is no URL. */
function streamUrl(wsUrl: string): string {
  const url = new URL(wsUrl);
  url.searchParams.set("snapshot", "-1");
  return url.href;
}
