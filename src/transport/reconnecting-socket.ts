import type { Clock, Log, Random, Timers } from "#model";
import { type Backoff, type BackoffBounds, createBackoff } from "./back-off.ts";
import { createPace, type Pace, type PaceLimit } from "./pace.ts";
import { redactUrl } from "./redact.ts";
import { type ConnectionOptions, SocketConnection } from "./socket-connection.ts";

/** Callbacks run synchronously on receipt and must not throw. */
export interface SocketOptions {
  /** For the log: "Gemini". */
  readonly name: string;
  /** The next address to try; a rotating list goes on from call to call. */
  readonly urls: () => string;
  /** For the upgrade request; made anew for each attempt, since signatures age. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly onOpen: () => void;
  /** `receivedNs` is stamped before anything else is done with the frame. */
  readonly onFrame: (data: Buffer, receivedNs: number) => void;
  /** A protocol ping or pong came: the peer lives although it has nothing to say. */
  readonly onAlive?: (receivedNs: number) => void;
  /** Once for each attempt that ended; `wasOpen` is false where it never opened. */
  readonly onDown: (reason: string, wasOpen: boolean) => void;
  /** Bytes of the largest frame taken; a larger one ends the connection as "frame too large". */
  readonly maxPayload?: number;
  /** How often to ping, and to look for silence. */
  readonly pingEveryMs?: number;
  readonly pongTimeoutMs?: number;
  /** Neither frame, ping nor pong for this long ends the connection. */
  readonly silenceMs?: number;
  readonly handshakeTimeoutMs?: number;
  readonly backoff?: BackoffBounds;
  /** Bounds the rate of connection attempts whatever happens. */
  readonly pace?: PaceLimit;
  /** Ends connections by a reset, so that nothing that was written can still arrive later. */
  readonly resetOnEnd?: boolean;
  /** The back-off starts again only after a connection that still delivered frames after this long. */
  readonly usefulAfterMs?: number;
}

/** The reason that onDown is given where the socket was disposed. */
export const STOPPED = "stopped";

/** A socket that comes back by itself until it is disposed. */
export interface ReconnectingSocket extends AsyncDisposable {
  readonly isOpen: boolean;
  /** Begins the first attempt; later calls do nothing. */
  start(): void;
  /** False where the socket is not open: nothing is queued, the caller subscribes again in onOpen. */
  send(text: string): boolean;
  /** Drops the connection and makes a new one. */
  cycle(reason: string): void;
}

/** Gemini allows 300 attempts in 5 minutes; this stays at or below 140 and never waits over 3 s. */
const DEFAULT_PACE: PaceLimit = { burst: 20, everyMs: 2_500 };
const DEFAULT_BACKOFF: BackoffBounds = { minMs: 250, maxMs: 3_000 };

export function createReconnectingSocket(options: SocketOptions): ReconnectingSocket {
  return new Socket(options);
}

class Socket implements ReconnectingSocket {
  readonly #options: SocketOptions;
  readonly #backoff: Backoff;
  readonly #pace: Pace;
  #state: "idle" | "running" | "disposed" = "idle";
  #connection: SocketConnection | undefined;
  #cancelRetry: (() => void) | undefined;
  #lastClosed: Promise<void> = Promise.resolve();

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#backoff = createBackoff(options.backoff ?? DEFAULT_BACKOFF, options.random);
    this.#pace = createPace(options.pace ?? DEFAULT_PACE, options.clock);
  }

  get isOpen(): boolean {
    return this.#connection?.isOpen ?? false;
  }

  start(): void {
    if (this.#state !== "idle") return;
    this.#state = "running";
    this.#schedule(0);
  }

  send(text: string): boolean {
    return this.#connection?.send(text) ?? false;
  }

  cycle(reason: string): void {
    this.#connection?.end(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = "disposed";
    this.#cancelRetry?.();
    this.#connection?.end(STOPPED);
    await this.#lastClosed;
  }

  #schedule(delayMs: number): void {
    const waitMs = Math.max(delayMs, this.#pace.takeMs());
    if (waitMs === 0) this.#connect();
    else this.#cancelRetry = this.#options.timers.after(waitMs, () => this.#connect());
  }

  #connect(): void {
    this.#cancelRetry = undefined;
    const { onOpen, onFrame, onAlive } = this.#options;
    const url = this.#options.urls();
    try {
      const connection = new SocketConnection(this.#connectionOptions(url), {
        onOpen,
        onFrame,
        onAlive: (receivedNs) => onAlive?.(receivedNs),
        onEnd: (reason) => this.#ended(connection, reason),
      });
      this.#connection = connection;
      this.#lastClosed = connection.closed;
    } catch {
      // Only a bad address throws, and its message repeats it with its keys. The list may hold a good one.
      this.#retry(`not a WebSocket address: ${redactUrl(url)}`, false);
    }
  }

  #ended(connection: SocketConnection, reason: string): void {
    const usefulAfterMs = this.#options.usefulAfterMs ?? 5_000;
    if (connection.usefulMs >= usefulAfterMs) this.#backoff.reset();
    this.#connection = undefined;
    this.#retry(reason, connection.wasOpen);
  }

  #retry(reason: string, wasOpen: boolean): void {
    this.#options.log.debug("socket down", { name: this.#options.name, reason });
    if (this.#state === "running") this.#schedule(Math.max(1, this.#backoff.nextMs()));
    this.#options.onDown(reason, wasOpen);
  }

  #connectionOptions(url: string): ConnectionOptions {
    const options = this.#options;
    return {
      url,
      headers: options.headers?.() ?? {},
      resetOnEnd: options.resetOnEnd ?? false,
      clock: options.clock,
      timers: options.timers,
      maxPayload: options.maxPayload ?? 16 * 1024 * 1024,
      handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
      pingEveryMs: options.pingEveryMs ?? 5_000,
      pongTimeoutMs: options.pongTimeoutMs ?? 10_000,
      silenceMs: options.silenceMs ?? 60_000,
    };
  }
}
