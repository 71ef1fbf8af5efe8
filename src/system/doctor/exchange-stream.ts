import { OrderBook } from "#book";
import { ConnectivityError, type Instrument, type MarketEvent, USD_DECIMALS } from "#model";
import { createGeminiFeed } from "#venue/gemini";
import type { BackendOptions } from "../backend-options.ts";
import { listenTo } from "../heard-log.ts";

/** What the public stream showed. */
export interface ExchangeStream {
  readonly connectedMs: number;
  /** Symbols whose book was whole in time, and the others. */
  readonly live: readonly string[];
  readonly missing: readonly string[];
  /** Its clock less ours by its own `time`; null where it did not answer in time. */
  readonly skewMs: number | null;
  /** Dollars (1e-9) of one coin by its name, the middle of its book; only of those that are live. */
  readonly prices: ReadonlyMap<string, bigint>;
}

/** A book of thousands of levels takes a while; a connection that is refused is refused at once. */
const WITHIN_MS = 6_000;
const CONNECT_WITHIN_MS = 4_000;
const LOOK_MS = 20;

/**
 * Connects as the engine does and waits until every book is whole. Rejects with ConnectivityError where no
 * connection came about.
 */
export async function watchExchange(
  { config, clock, timers, random, log }: BackendOptions,
  instruments: readonly Instrument[],
  signal: AbortSignal,
): Promise<ExchangeStream> {
  const books = new Map(instruments.map((instrument) => [instrument.symbol, new OrderBook(instrument)]));
  const heard = listenTo(log);
  const startNs = clock.monotonicNs();
  const sinceMs = () => (clock.monotonicNs() - startNs) / 1e6;
  let connectedMs: number | null = null;
  const feedOptions = { wsUrl: config.geminiWsUrl, instruments, clock, timers, random, log: heard.log };
  await using feed = createGeminiFeed(feedOptions);
  await feed.start((event) => {
    if (event.kind === "connection" && event.up) connectedMs ??= sinceMs();
    tell(books, event);
  });
  const isLive = (symbol: string) => books.get(symbol)?.state === "live";
  const isDone = () => [...books.keys()].every(isLive) && (feed.stats().round_trip_ms ?? 0) > 0;
  const isLate = () => sinceMs() > (connectedMs === null ? CONNECT_WITHIN_MS : WITHIN_MS);
  while (!isDone() && !isLate() && !signal.aborted)
    await new Promise<void>((resolve) => timers.after(LOOK_MS, resolve));
  if (connectedMs === null) throw new ConnectivityError("gemini-socket", heard.reason() ?? "no connection");
  const { round_trip_ms = 0, clock_skew_ms = 0 } = feed.stats();
  const symbols = [...books.keys()];
  return {
    connectedMs,
    live: symbols.filter(isLive),
    missing: symbols.filter((symbol) => !isLive(symbol)),
    skewMs: round_trip_ms > 0 ? clock_skew_ms : null,
    prices: new Map([...books.values()].flatMap((book) => priceOf(book))),
  };
}

function tell(books: ReadonlyMap<string, OrderBook>, event: MarketEvent): void {
  if (event.kind === "depth") books.get(event.update.symbol)?.apply(event.update, event.receivedNs);
  if (event.kind === "book-void") books.get(event.symbol)?.voidBook(event.reason);
}

function priceOf(book: OrderBook): readonly (readonly [string, bigint])[] {
  const { bestBidTicks, bestAskTicks, instrument } = book;
  if (book.state !== "live" || bestBidTicks === 0 || bestAskTicks === 0) return [];
  const { units, decimals } = instrument.tickSize;
  const twice = BigInt(bestBidTicks + bestAskTicks) * units * 10n ** BigInt(USD_DECIMALS);
  return [[instrument.base, twice / (2n * 10n ** BigInt(decimals))]];
}
