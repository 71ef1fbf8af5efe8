import type { MarketSink } from "#model";
import { createReconnectingSocket, type ReconnectingSocket } from "#transport";
import type { MarketFeed } from "../market-feed.ts";
import type { MaybeAccount } from "./account-bytes.ts";
import { type ChainTime, createChainTime } from "./chain-time.ts";
import { createFeedCounters, outwardNames } from "./feed-counters.ts";
import type { SolanaFeedOptions, SolanaFeedParts } from "./feed-options.ts";
import { FrameRouter } from "./frame-router.ts";
import { slotResult } from "./messages.ts";
import { PoolBoard } from "./pool-board.ts";
import { createReadQueue, type PoolRead, type ReadQueue } from "./read-queue.ts";
import { createStreamSession, type StreamSession } from "./stream-session.ts";
import { DEFAULT_LIMITS } from "./stream-watch.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { createThrottledLog, type ThrottledLog } from "./throttled-log.ts";

const WATCH_EVERY_MS = 250;
/** The largest frame is a fixed tick array of 13 KB. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Streams whole pools from one WebSocket and one RPC client. See assembler.ts for the one-slot rule. */
export function createSolanaFeed(options: SolanaFeedOptions): SolanaMarketFeed {
  return new SolanaFeed(options);
}

/** The feed, whose addresses can be changed while it streams. */
export interface SolanaMarketFeed extends MarketFeed {
  /** Connects to one of these from now on; as after a drop, every pool is void until it is whole again. */
  replaceWsUrls(wsUrls: readonly string[]): void;
}

class SolanaFeed implements SolanaMarketFeed {
  readonly venue = "solana";
  readonly #options: SolanaFeedParts;
  readonly #counters = createFeedCounters();
  readonly #session: StreamSession;
  readonly #time: ChainTime = createChainTime();
  readonly #warnings: ThrottledLog;
  readonly #subscriptions: Subscriptions;
  readonly #board: PoolBoard;
  readonly #router: FrameRouter;
  readonly #reads: ReadQueue;
  readonly #socket: ReconnectingSocket;
  readonly #stop = new AbortController();
  #cancelTimers: readonly (() => void)[] = [];
  #lagCheck: Promise<void> | undefined;
  #sink: MarketSink = () => {};
  #wsUrls: readonly string[];
  #urlIndex = 0;

  constructor({ wsUrls, ...options }: SolanaFeedOptions) {
    this.#options = options;
    this.#wsUrls = wsUrls;
    const { clock, timers, rpc, log } = options;
    const unverifiedMs = Math.max(DEFAULT_LIMITS.unverifiedMs, 4 * options.pollMs);
    this.#session = createStreamSession({ ...DEFAULT_LIMITS, unverifiedMs, ...options.limits });
    this.#warnings = createThrottledLog(log, clock);
    this.#subscriptions = createSubscriptions((text) => this.#socket.send(text));
    this.#board = new PoolBoard({
      options,
      session: this.#session,
      subscriptions: this.#subscriptions,
      time: this.#time,
      counters: this.#counters,
      warnings: this.#warnings,
      emit: (event) => this.#sink(event),
      askRead: (pool) => this.#reads.request(pool),
    });
    this.#router = new FrameRouter({
      session: this.#session,
      subscriptions: this.#subscriptions,
      board: this.#board,
      time: this.#time,
      counters: this.#counters,
      warnings: this.#warnings,
      emit: (event) => this.#sink(event),
    });
    this.#reads = createReadQueue({
      rpc,
      clock,
      timers,
      wanted: (pool) => this.#board.wantedRead(pool),
      onRead: (reads, clockAccount, receivedNs) => this.#onRead(reads, clockAccount, receivedNs),
      onFailure: (error) => {
        this.#counters.readsFailed += 1;
        this.#warnings.warning("Solana read failed", { reason: error.message });
      },
    });
    this.#socket = this.#createSocket();
  }

  async start(sink: MarketSink): Promise<void> {
    this.#sink = sink;
    await this.#board.start();
    if (this.#stop.signal.aborted) return;
    const { timers, pollMs } = this.#options;
    this.#cancelTimers = [
      timers.every(WATCH_EVERY_MS, () => this.#watch()),
      timers.every(pollMs, () => this.#poll()),
    ];
    this.#socket.start();
  }

  resync(stream: string, reason: string): void {
    this.#counters.resyncs += 1;
    this.#board.resync(stream, reason, this.#options.clock.monotonicNs());
  }

  replaceWsUrls(wsUrls: readonly string[]): void {
    this.#wsUrls = wsUrls;
    this.#urlIndex = 0;
    this.#socket.cycle("addresses replaced");
  }

  stats(): Readonly<Record<string, number>> {
    const { slots, streamSlot } = this.#session;
    return outwardNames({
      ...this.#counters,
      reconnects: Math.max(0, this.#counters.connects - 1),
      livePools: this.#board.liveCount(),
      subscriptions: this.#subscriptions.count(),
      headSlot: slots.head(),
      streamSlot,
      slotMs: Math.round(slots.slotMs()),
      lagMs: Math.max(0, Math.round(slots.lagMs())),
      behindSlots: this.#session.behindSlots(),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (const cancel of this.#cancelTimers) cancel();
    this.#sink = () => {};
    this.#board.dispose();
    await Promise.all([
      this.#reads[Symbol.asyncDispose](),
      this.#socket[Symbol.asyncDispose](),
      this.#lagCheck,
    ]);
  }

  #createSocket(): ReconnectingSocket {
    const { clock, timers, random, log } = this.#options;
    return createReconnectingSocket({
      name: "Solana",
      urls: () => this.#wsUrls[this.#urlIndex++ % this.#wsUrls.length] ?? "",
      clock,
      timers,
      random,
      log,
      maxPayload: MAX_FRAME_BYTES,
      onOpen: () => this.#onOpen(),
      onFrame: (data, receivedNs) => this.#router.onFrame(data.toString("utf8"), receivedNs),
      onDown: (reason, wasOpen) => this.#onDown(reason, wasOpen),
    });
  }

  #onOpen(): void {
    const receivedNs = this.#options.clock.monotonicNs();
    this.#counters.connects += 1;
    this.#options.log.info("Connected to Solana", { pools: this.#options.pools.length });
    this.#session.opened(receivedNs);
    this.#sink({ kind: "connection", venue: "solana", up: true, receivedNs, reason: "open" });
    this.#subscriptions.opened(receivedNs);
  }

  #onDown(reason: string, wasOpen: boolean): void {
    if (this.#stop.signal.aborted) return;
    this.#warnings.warning(wasOpen ? "Solana connection lost" : "Solana connection failed", { reason });
    if (!wasOpen) return;
    const receivedNs = this.#options.clock.monotonicNs();
    this.#counters.drops += 1;
    this.#session.closed();
    this.#subscriptions.closed();
    this.#board.restart();
    this.#sink({ kind: "connection", venue: "solana", up: false, receivedNs, reason });
  }

  #onRead(reads: readonly PoolRead[], clockAccount: MaybeAccount, receivedNs: number): void {
    const slot = reads[0]?.slot ?? 0;
    if (!this.#session.isPlausible(slot, receivedNs)) {
      this.#counters.readsFailed += 1;
      this.#warnings.warning("Solana read failed", { reason: `slot ${slot} is far ahead of the chain` });
      return;
    }
    this.#counters.reads += 1;
    this.#session.onRead(slot, receivedNs);
    this.#time.take(slot, clockAccount);
    if (this.#session.phase.kind === "streaming") this.#board.onReads(reads, receivedNs);
  }

  /** Also while suspended, because a read shows when the node is well again. */
  #poll(): void {
    const { kind } = this.#session.phase;
    if (kind !== "streaming" && kind !== "suspended") return;
    this.#board.askAll();
    if (this.#options.rpc.health().length > 1) this.#lagCheck ??= this.#compareProviders();
  }

  /** Where do the other providers stand? One alone cannot tell that it lags. */
  async #compareProviders(): Promise<void> {
    const { rpc } = this.#options;
    const { signal } = this.#stop;
    const slots = await rpc.askEach("getSlot", [{ commitment: "confirmed" }], slotResult, { signal });
    this.#session.onOtherView(Math.max(0, ...slots.map((slot) => slot ?? 0)));
    this.#lagCheck = undefined;
  }

  #watch(): void {
    const nowNs = this.#options.clock.monotonicNs();
    const others = this.#wsUrls.length > 1;
    const action = this.#session.check(nowNs, this.#subscriptions.oldestRequestNs(), others);
    if (action.kind === "none") return;
    if (action.kind === "cycle") {
      this.#socket.cycle(action.reason);
      return;
    }
    this.#counters.suspensions += 1;
    this.#warnings.warning("Solana stream suspended", { reason: action.reason });
    this.#board.voidAll(action.reason, nowNs);
  }
}
