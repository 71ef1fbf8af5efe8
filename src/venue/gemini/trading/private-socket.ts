import type { Clock, ConnectivityError, Log, LogFields, Random, RejectedError, Timers } from "#model";
import { createReconnectingSocket, type ReconnectingSocket, STOPPED } from "#transport";
import type { Reply } from "../messages.ts";
import { createThrottledWarning } from "../throttled-warning.ts";
import { VenueClock } from "../venue-clock.ts";
import type { GeminiLimits } from "./limits.ts";
import { socketNonce } from "./nonce.ts";
import type { OrderUpdate } from "./order-events.ts";
import { readPrivateFrame } from "./private-frame.ts";
import { refusalKind, refusalOf, withoutSecrets } from "./refusal.ts";
import { type Credentials, upgradeHeaders } from "./sign.ts";
import type { SkewMeter } from "./skew-meter.ts";

export interface PrivateSocketOptions {
  readonly wsUrl: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly limits: GeminiLimits;
  readonly skew: SkewMeter;
  /** Numbers of connections are those of all sockets of a client together. */
  readonly nextConnection: () => number;
  readonly onReady: () => void;
  /** True where somebody waits for this and tells of it. */
  readonly onRefused: (refusal: ConnectivityError | RejectedError) => boolean;
  readonly onOrder: (update: OrderUpdate) => void;
  readonly onReply: (reply: Reply) => void;
  /** The connection of this number is gone, with whatever was sent by it. */
  readonly onLost: (connection: number, reason: string) => void;
}

const STREAMS = ["orders@account", "balances@account"];
const SUBSCRIBE = "subscribe:";
const PING_MS = 1_000;
const PONG_TIMEOUT_MS = 3_000;
const WARN_EVERY_MS = 5_000;
const HEAD_LENGTH = 120;

/** The authenticated connection: signs in anew each time, and is ready once both streams are acknowledged. */
export class PrivateSocket {
  readonly counts = {
    socket_connects: 0,
    socket_drops: 0,
    order_events: 0,
    balance_events: 0,
    unreadable: 0,
  };
  readonly #options: PrivateSocketOptions;
  readonly #socket: ReconnectingSocket;
  readonly #venueClock: VenueClock;
  readonly #warn: (event: string, fields: LogFields) => void;
  readonly #unacknowledged = new Set<string>();
  #stopTimers: (() => void) | undefined;
  #connection = 0;
  #isReady = false;

  constructor(options: PrivateSocketOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.#warn = createThrottledWarning(log, clock, WARN_EVERY_MS);
    this.#venueClock = new VenueClock(clock, (text) => this.#socket.send(text));
    this.#socket = this.#create();
  }

  /** The number of the connection that is open now, or that was open last. */
  get connection(): number {
    return this.#connection;
  }

  get isReady(): boolean {
    return this.#isReady && this.#socket.isOpen;
  }

  isOpen(connection: number | null): boolean {
    return connection === this.#connection && this.#socket.isOpen;
  }

  start(): void {
    this.#socket.start();
  }

  /** False where nothing was written. */
  send(text: string): boolean {
    return this.isReady && this.#socket.send(text);
  }

  /** Resets the connection of this number where it is still open, and makes a new one. */
  drop(connection: number | null, reason: string): void {
    if (this.isOpen(connection)) this.#socket.cycle(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopTimers?.();
    await this.#socket[Symbol.asyncDispose]();
  }

  #create(): ReconnectingSocket {
    const { wsUrl, credentials, clock, timers, random, log, limits } = this.#options;
    const url = new URL(wsUrl);
    url.searchParams.set("cancelOnDisconnect", "true");
    return createReconnectingSocket({
      name: "Gemini trading",
      urls: () => url.href,
      headers: () => upgradeHeaders(socketNonce(clock.epochMs()), credentials),
      clock,
      timers,
      random,
      log,
      resetOnEnd: true,
      pingEveryMs: PING_MS,
      pongTimeoutMs: PONG_TIMEOUT_MS,
      backoff: { minMs: limits.reconnectMinMs, maxMs: limits.reconnectMaxMs },
      pace: { burst: limits.reconnectBurst, everyMs: limits.reconnectEveryMs },
      onOpen: () => this.#opened(),
      onFrame: (frame, receivedNs) => this.#take(frame.toString("utf8"), receivedNs),
      onDown: (reason, wasOpen) => this.#down(reason, wasOpen),
    });
  }

  #opened(): void {
    const { timers, limits } = this.#options;
    this.#connection = this.#options.nextConnection();
    this.counts.socket_connects += 1;
    for (const stream of STREAMS) {
      this.#unacknowledged.add(SUBSCRIBE + stream);
      this.#socket.send(JSON.stringify({ id: SUBSCRIBE + stream, method: "subscribe", params: [stream] }));
    }
    this.#venueClock.askTime();
    const stopTime = timers.every(limits.timeMs, () => this.#venueClock.askTime());
    const stopWait = timers.after(limits.subscribeTimeoutMs, () => {
      if (!this.#isReady) this.#socket.cycle("subscriptions unanswered");
    });
    this.#stopTimers = () => {
      stopTime();
      stopWait();
    };
  }

  #down(rawReason: string, wasOpen: boolean): void {
    const reason = withoutSecrets(rawReason, this.#options.credentials);
    this.#stopTimers?.();
    this.#isReady = false;
    this.#unacknowledged.clear();
    if (reason === STOPPED) return;
    this.counts.socket_drops += 1;
    const refused = /^HTTP (\d+)(?:: )?(.*)$/s.exec(reason);
    if (refused === null) {
      this.#warn("Gemini trading socket lost", { reason });
    } else {
      this.#refused(Number(refused[1]), refused[2] ?? "");
    }
    if (wasOpen) this.#options.onLost(this.#connection, reason);
  }

  #refused(status: number, body: string): void {
    const refusal = refusalOf(status, body, "upgrade", this.#options.credentials);
    if (this.#options.onRefused(refusal)) return;
    const { code, message } = refusal;
    this.#warn("Gemini order entry refused", { code, kind: refusalKind(code), message });
  }

  #take(text: string, receivedNs: number): void {
    const frame = readPrivateFrame(text);
    switch (frame.kind) {
      case "reply":
        this.#takeReply(frame.reply, receivedNs);
        return;
      case "order":
        this.counts.order_events += 1;
        this.#options.onOrder(frame.update);
        return;
      case "balance":
        this.counts.balance_events += 1;
        return;
      case "other":
        return;
      case "refused":
        this.counts.unreadable += 1;
        this.#warn("Gemini private frame refused", { head: text.slice(0, HEAD_LENGTH) });
    }
  }

  #takeReply(reply: Reply, receivedNs: number): void {
    if (this.#venueClock.takesReply(reply, receivedNs)) {
      if (reply.status === 200) this.#options.skew.bySocket(this.#venueClock.skewMs);
    } else if (typeof reply.id === "string" && reply.id.startsWith(SUBSCRIBE)) {
      this.#subscribed(reply.id, reply);
    } else {
      this.#options.onReply(this.#scrubbed(reply));
    }
  }

  /** What the venue says of an order may repeat what it was sent. */
  #scrubbed(reply: Reply): Reply {
    const { error } = reply;
    if (error === undefined) return reply;
    return { ...reply, error: { ...error, msg: withoutSecrets(error.msg ?? "", this.#options.credentials) } };
  }

  #subscribed(id: string, { status, error }: Reply): void {
    if (status !== 200) {
      this.#refused(status, JSON.stringify({ reason: error?.msg ?? "", message: `code ${error?.code}` }));
      this.#socket.cycle("subscription refused");
      return;
    }
    this.#unacknowledged.delete(id);
    if (this.#unacknowledged.size > 0 || this.#isReady) return;
    this.#isReady = true;
    this.#options.log.info("Gemini trading socket ready", { connects: this.counts.socket_connects });
    this.#options.onReady();
  }
}
