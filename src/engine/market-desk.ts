import { OrderBook } from "#book";
import {
  assertNever,
  type ConnectionEvent,
  type DepthCheckEvent,
  type DepthEvent,
  type FrameRefusedEvent,
  type PoolEvent,
  type TickerEvent,
  type TradeEvent,
  type VenueName,
} from "#model";
import { readUsdcRate } from "#signal";
import { buildLanes, openInstrument } from "./build-lanes.ts";
import { type EngineOptions, USDC_SYMBOL } from "./engine-contract.ts";
import { Evaluator } from "./evaluator.ts";
import type { AssetLane } from "./lane.ts";
import type { Outbox } from "./outbox.ts";
import { createEventTally } from "./tally.ts";
import { VenueHealth } from "./venue-health.ts";

/** Why a depth frame voids its book, as the log says it. */
const DOUBTS = { gap: "gap", crossed: "crossed", disagree: "ticker disagrees" } as const;

const VOID_LOG_EVERY_NS = 5e9;

/** One symbol's book and the asset that it prices; null for the USDC book, which prices them all. */
interface BookStream {
  readonly book: OrderBook;
  readonly lane: AssetLane | null;
}

/**
 * Everything that the market's events change: books, pools, the USDC rate and the venues' health. What
 * moved is evaluated in the same call; what is doubtful is void before anything else looks at it.
 */
export class MarketDesk {
  readonly gemini = new VenueHealth("gemini");
  readonly solana = new VenueHealth("solana");
  readonly events = createEventTally();
  readonly evaluator: Evaluator;
  readonly lanes: readonly AssetLane[];
  readonly usdc: OrderBook | null;
  readonly #out: Outbox;
  readonly #streams: ReadonlyMap<string, BookStream>;
  readonly #laneOfPool: ReadonlyMap<string, AssetLane>;
  /** Event time from which the next line about a stream's void is due. */
  readonly #nextVoidLogNs = new Map<string, number>();
  #usdcBidTicks = 0;
  #usdcAskTicks = 0;

  constructor(options: EngineOptions, out: Outbox) {
    const { config, onEvaluation = null } = options;
    this.#out = out;
    this.evaluator = new Evaluator({ config, gemini: this.gemini, solana: this.solana, onEvaluation });
    this.lanes = buildLanes(options, this.events);
    this.#laneOfPool = new Map(this.lanes.map((lane) => [lane.asset.pool, lane]));
    const usdc = openInstrument(options, USDC_SYMBOL);
    this.usdc = usdc === null ? null : new OrderBook(usdc);
    this.evaluator.usdc = this.usdc;
    this.#streams = bookStreams(this.lanes, this.usdc);
    this.evaluator.solLane = this.lanes.find((lane) => lane.asset.base === "SOL") ?? null;
  }

  health(venue: VenueName): VenueHealth {
    return venue === "gemini" ? this.gemini : this.solana;
  }

  depth({ update, receivedNs }: DepthEvent): void {
    this.gemini.alive(receivedNs);
    const stream = this.#streams.get(update.symbol);
    if (stream === undefined) return;
    const verdict = stream.book.apply(update, receivedNs);
    switch (verdict) {
      case "applied":
      case "snapshot":
        this.events.add("cex.bookUpdate");
        this.#bookMoved(stream, receivedNs);
        break;
      case "gap":
      case "crossed":
      case "disagree":
        this.#resyncBook(update.symbol, DOUBTS[verdict], receivedNs);
        break;
      case "stale":
      case "ignored":
        break;
      default:
        assertNever(verdict);
    }
  }

  ticker(event: TickerEvent): void {
    this.gemini.alive(event.receivedNs);
    this.events.add("cex.ticker");
    const verdict = this.#streams.get(event.symbol)?.book.checkTicker(event);
    if (verdict === "disagree") this.#resyncBook(event.symbol, "ticker disagrees", event.receivedNs);
  }

  trade({ receivedNs }: TradeEvent): void {
    this.gemini.alive(receivedNs);
    this.events.add("cex.trade");
  }

  depthCheck({ update, receivedNs }: DepthCheckEvent): void {
    this.gemini.alive(receivedNs);
    const verdict = this.#streams.get(update.symbol)?.book.checkDepth(update);
    if (verdict === "disagree") this.#resyncBook(update.symbol, "depth check disagrees", receivedNs);
  }

  /** The feed resubscribes already, so no resync is asked of it. */
  voidBook(symbol: string, reason: string, nowNs: number): void {
    const stream = this.#streams.get(symbol);
    if (stream === undefined) return;
    this.events.add("cex.bookVoid");
    stream.book.voidBook(reason);
    if (stream.lane === null) this.readRate(nowNs);
    else this.#sideVoid(stream.lane, reason, nowNs);
  }

  pool({ curve, receivedNs }: PoolEvent): void {
    this.solana.alive(receivedNs);
    const lane = this.#laneOfPool.get(curve.pool);
    if (lane === undefined || lane.pool.apply(curve, receivedNs) === "older") return;
    this.events.add("dex.poolUpdate");
    lane.refresh(this.evaluator.rate, this.evaluator.config);
    this.evaluator.evaluate(lane, receivedNs, this.#out);
  }

  voidPool(pool: string, reason: string, nowNs: number): void {
    const lane = this.#laneOfPool.get(pool);
    if (lane === undefined) return;
    this.events.add("dex.poolVoid");
    lane.pool.void(reason);
    lane.refresh(this.evaluator.rate, this.evaluator.config);
    this.#sideVoid(lane, reason, nowNs);
  }

  /** A frame that was lost on the reader may have changed its stream: void and asked for anew. */
  frameRefused({ venue, symbol, reason, receivedNs }: FrameRefusedEvent): void {
    this.health(venue).alive(receivedNs);
    this.events.add(venue === "gemini" ? "cex.frameRefused" : "dex.frameRefused");
    if (symbol === null) return;
    if (venue === "gemini") {
      if (this.#streams.has(symbol)) this.#resyncBook(symbol, reason, receivedNs);
    } else if (this.#laneOfPool.has(symbol)) {
      this.voidPool(symbol, reason, receivedNs);
      this.#resync("solana", symbol, reason, receivedNs);
    }
  }

  connection({ venue, up, reason, receivedNs }: ConnectionEvent): void {
    const health = this.health(venue);
    health.connected = up;
    if (up) health.alive(receivedNs);
    else if (venue === "gemini") this.#geminiDown(reason, receivedNs);
    else this.#solanaDown(reason, receivedNs);
  }

  /** Reads the USDC rate anew, sets every lane's bounds by it and evaluates them all. */
  readRate(nowNs: number): void {
    this.#usdcBidTicks = this.usdc?.bestBidTicks ?? 0;
    this.#usdcAskTicks = this.usdc?.bestAskTicks ?? 0;
    this.evaluator.rate = readUsdcRate(this.usdc);
    this.refreshAll(nowNs);
  }

  /** After the rate or the configuration changed: new bounds, then one evaluation a lane. */
  refreshAll(nowNs: number): void {
    for (const lane of this.lanes) lane.refresh(this.evaluator.rate, this.evaluator.config);
    for (const lane of this.lanes) this.evaluator.evaluate(lane, nowNs, this.#out);
  }

  #bookMoved({ book, lane }: BookStream, nowNs: number): void {
    if (lane !== null) this.evaluator.evaluate(lane, nowNs, this.#out);
    else if (book.bestBidTicks !== this.#usdcBidTicks || book.bestAskTicks !== this.#usdcAskTicks) {
      this.readRate(nowNs);
    }
  }

  #resyncBook(symbol: string, reason: string, nowNs: number): void {
    this.voidBook(symbol, reason, nowNs);
    this.#resync("gemini", symbol, reason, nowNs);
  }

  #resync(venue: VenueName, stream: string, reason: string, nowNs: number): void {
    this.#out.push({ kind: "resync", venue, stream, reason });
    // A hundred broken frames a second must not become as many lines.
    if (nowNs < (this.#nextVoidLogNs.get(stream) ?? Number.NEGATIVE_INFINITY)) return;
    this.#nextVoidLogNs.set(stream, nowNs + VOID_LOG_EVERY_NS);
    const fields = { venue, stream, reason };
    this.#out.push({ kind: "log", level: "warning", event: "stream void, asking for a snapshot", fields });
  }

  #sideVoid(lane: AssetLane, reason: string, nowNs: number): void {
    lane.tracker.close(reason, nowNs, this.#out);
    this.#out.push({ kind: "prices", asset: lane.asset.name });
  }

  #geminiDown(reason: string, nowNs: number): void {
    for (const lane of this.lanes) {
      lane.book?.voidBook(reason);
      this.#sideVoid(lane, reason, nowNs);
    }
    this.usdc?.voidBook(reason);
    this.readRate(nowNs);
  }

  #solanaDown(reason: string, nowNs: number): void {
    for (const lane of this.lanes) {
      lane.pool.disconnect(reason);
      lane.refresh(this.evaluator.rate, this.evaluator.config);
      this.#sideVoid(lane, reason, nowNs);
    }
  }
}

function bookStreams(lanes: readonly AssetLane[], usdc: OrderBook | null): ReadonlyMap<string, BookStream> {
  const streams = new Map<string, BookStream>();
  if (usdc !== null) streams.set(USDC_SYMBOL, { book: usdc, lane: null });
  for (const lane of lanes) if (lane.book !== null) streams.set(lane.asset.symbol, { book: lane.book, lane });
  return streams;
}
