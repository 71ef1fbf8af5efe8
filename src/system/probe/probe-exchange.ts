import { OrderBook } from "#book";
import { formatSteps, type Instrument, type MarketEvent, RejectedError } from "#model";
import { redactUrl, STOPPED } from "#transport";
import { createGeminiFeed, fetchInstrument } from "#venue/gemini";
import { listenTo } from "../heard-log.ts";
import { type ProbeOptions, stamp, watchFor } from "./session.ts";

/**
 * Watches one symbol's public stream as the engine would, and prints what comes. Rejects with RejectedError or
 * ConnectivityError where nothing does.
 */
export async function probeExchange(symbol: string, options: ProbeOptions): Promise<void> {
  const { backend, print } = options;
  const { config, clock, timers, random } = backend;
  const heard = listenTo(backend.log);
  const instrument = await readInstrument(symbol, options);
  print(`${redactUrl(config.geminiRestUrl)} lists ${describe(instrument)}`);
  const startNs = clock.monotonicNs();
  const sinceMs = () => (clock.monotonicNs() - startNs) / 1e6;
  const probe = new BookProbe(instrument, (line) => print(`${stamp(sinceMs())} ${line}`));
  const wsUrl = config.geminiWsUrl;
  await using feed = createGeminiFeed({
    wsUrl,
    instruments: [instrument],
    clock,
    timers,
    random,
    log: heard.log,
  });
  await feed.start((event) => probe.take(event));
  await watchFor({ ...probe.watched, whyNot: heard.reason }, options, sinceMs);
  const { clock_skew_ms = 0, round_trip_ms = 0, resyncs = 0 } = feed.stats();
  print(`${redactUrl(wsUrl)}: ${probe.summary()}, ${resyncs} resynchronised`);
  if (round_trip_ms > 0)
    print(
      `round trip ${round_trip_ms.toFixed(0)} ms, its clock less this one ${clock_skew_ms.toFixed(0)} ms`,
    );
}

async function readInstrument(symbol: string, { backend }: ProbeOptions): Promise<Instrument> {
  const { config, timers, log } = backend;
  const answer = await fetchInstrument(symbol, { baseUrl: config.geminiRestUrl, timers, log, attempts: 2 });
  if (answer.kind === "listed") return answer.instrument;
  throw new RejectedError("unlisted", `Gemini lists no symbol ${answer.symbol}: ${answer.reason}`);
}

function describe({ symbol, tickSize, lotSize, minLots, open }: Instrument): string {
  const [tick, lot, least] = [
    formatSteps(1, tickSize),
    formatSteps(1, lotSize),
    formatSteps(minLots, lotSize),
  ];
  return `${symbol}: price step ${tick}, size step ${lot}, smallest order ${least}${open ? "" : ", not open"}`;
}

/** The book as it comes, and how much of everything did. */
class BookProbe {
  readonly #book: OrderBook;
  readonly #print: (line: string) => void;
  readonly #second = { depth: 0, ticker: 0, trade: 0 };
  readonly #total = { depth: 0, ticker: 0, trade: 0, connects: 0, voids: 0 };
  #hasCome = false;

  constructor(instrument: Instrument, print: (line: string) => void) {
    this.#book = new OrderBook(instrument);
    this.#print = print;
  }

  readonly watched = {
    hasCome: () => this.#hasCome,
    line: () => {
      const { depth, ticker, trade } = this.#second;
      Object.assign(this.#second, { depth: 0, ticker: 0, trade: 0 });
      return `${this.#top()} | ${depth} updates, ${ticker} tickers, ${trade} trades`;
    },
  };

  take(event: MarketEvent): void {
    switch (event.kind) {
      case "connection":
        if (event.reason === STOPPED) return;
        this.#total.connects += event.up ? 1 : 0;
        this.#print(event.up ? "connected" : `connection lost: ${event.reason}`);
        return;
      case "depth":
        this.#count("depth");
        if (this.#book.apply(event.update, event.receivedNs) === "snapshot") this.#began();
        return;
      case "ticker":
        this.#count("ticker");
        this.#book.checkTicker(event);
        return;
      case "trade":
        this.#count("trade");
        return;
      case "book-void":
        this.#book.voidBook(event.reason);
        if (!this.#hasCome) return;
        this.#total.voids += 1;
        this.#print(`book void: ${event.reason}`);
    }
  }

  summary(): string {
    const { depth, ticker, trade, connects, voids } = this.#total;
    const { tickerChecks, tickerAgreements } = this.#book;
    return (
      `${depth} updates, ${ticker} tickers (${tickerAgreements} of ${tickerChecks} compared agree), ` +
      `${trade} trades, ${connects} connections, ${voids} times void`
    );
  }

  #began(): void {
    this.#hasCome = true;
    const { bidCount, askCount } = this.#book;
    this.#print(`snapshot: ${bidCount} bids, ${askCount} asks, ${this.#top()}`);
  }

  #count(what: "depth" | "ticker" | "trade"): void {
    this.#second[what] += 1;
    this.#total[what] += 1;
  }

  #top(): string {
    const { state, reason, instrument, bestBidTicks, bestBidLots, bestAskTicks, bestAskLots } = this.#book;
    if (state !== "live") return `book void: ${reason}`;
    const price = (ticks: number) => formatSteps(ticks, instrument.tickSize);
    const size = (lots: number) => formatSteps(lots, instrument.lotSize);
    return `bid ${price(bestBidTicks)} x ${size(bestBidLots)}  ask ${price(bestAskTicks)} x ${size(bestAskLots)}`;
  }
}
