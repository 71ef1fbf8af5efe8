import type { IncomingMessage } from "node:http";
import { type ClientOptions, WebSocket } from "ws";
import type { Clock, Timers } from "#model";
import { createResettableConnect, type ResettableConnect } from "./resettable-connect.ts";

/** What one connection needs; all times in milliseconds, `maxPayload` in bytes. */
export interface ConnectionOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly maxPayload: number;
  readonly handshakeTimeoutMs: number;
  readonly pingEveryMs: number;
  readonly pongTimeoutMs: number;
  readonly silenceMs: number;
  /** Ends by a reset: what was written and not delivered yet never is. */
  readonly resetOnEnd: boolean;
}

/** Called synchronously; `onEnd` comes exactly once and is the last call. */
export interface ConnectionEvents {
  onOpen(): void;
  onFrame(data: Buffer, receivedNs: number): void;
  onAlive(receivedNs: number): void;
  onEnd(reason: string): void;
}

const NEVER = -1;

/** As much of the body of a refused upgrade as goes into the reason. */
const REFUSAL_LENGTH = 400;

/**
 * One WebSocket from its first byte to its last: opens, proves itself alive by pings, and ends with one
 * reason. Never reconnects. The constructor throws SyntaxError for an address that is no WebSocket URL.
 */
export class SocketConnection {
  /** Resolves when the operating system's socket is gone too. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #network: ResettableConnect | undefined;
  #stopWatch: (() => void) | undefined;
  #ended = false;
  #openedNs = NEVER;
  #lastFrameNs = NEVER;
  #lastAliveNs = NEVER;
  #pingSentNs = NEVER;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    const isSecure = /^(?:wss|https):/i.test(options.url);
    this.#network = options.resetOnEnd ? createResettableConnect(isSecure) : undefined;
    this.#socket = new WebSocket(options.url, {
      ...(this.#network as ClientOptions | undefined),
      headers: { ...options.headers },
      // Market frames are small and frequent: inflating them costs 100 microseconds each.
      perMessageDeflate: false,
      // The mapper is strict about every byte that it uses.
      skipUTF8Validation: true,
      maxPayload: options.maxPayload,
      handshakeTimeout: options.handshakeTimeoutMs,
    });
    this.closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
    this.#listen();
  }

  get isOpen(): boolean {
    return !this.#ended && this.#openedNs !== NEVER;
  }

  /** True once the handshake succeeded, also after the end. */
  get wasOpen(): boolean {
    return this.#openedNs !== NEVER;
  }

  /** How long it was open until its latest frame, in ms; 0 where none came. A measure of usefulness. */
  get usefulMs(): number {
    return this.#lastFrameNs === NEVER ? 0 : (this.#lastFrameNs - this.#openedNs) / 1e6;
  }

  /** Sends text; false where the connection is not open. */
  send(text: string): boolean {
    if (!this.isOpen || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  /** Ends now, without a closing handshake: a venue that hangs must not delay the reconnect. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopWatch?.();
    this.#network?.reset();
    this.#socket.terminate();
    this.#events.onEnd(reason);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on("open", () => this.#opened());
    socket.on("message", (data) => {
      const receivedNs = this.#options.clock.monotonicNs();
      if (this.#ended || !Buffer.isBuffer(data)) return;
      this.#lastFrameNs = receivedNs;
      this.#lastAliveNs = receivedNs;
      this.#events.onFrame(data, receivedNs);
    });
    socket.on("ping", () => this.#alive());
    socket.on("pong", () => {
      this.#pingSentNs = NEVER;
      this.#alive();
    });
    socket.on("unexpected-response", (_request, response) => this.#refused(response));
    // Stays attached after the end: terminating a socket that is still connecting emits an error too.
    socket.on("error", (error) => this.end(describe(error)));
    socket.on("close", (code, reason) => this.end(closeReason(code, reason.toString())));
  }

  #opened(): void {
    if (this.#ended) return;
    this.#openedNs = this.#options.clock.monotonicNs();
    this.#lastAliveNs = this.#openedNs;
    this.#stopWatch = this.#options.timers.every(this.#options.pingEveryMs, () => this.#watch());
    this.#events.onOpen();
  }

  /** The server answered the upgrade with a plain reply: its words are the reason. */
  #refused(response: IncomingMessage): void {
    let body = "";
    const end = (): void => {
      this.end(`HTTP ${response.statusCode}${body === "" ? "" : `: ${body.slice(0, REFUSAL_LENGTH)}`}`);
    };
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      body += chunk;
      if (body.length >= REFUSAL_LENGTH) end();
    });
    response.on("end", end);
    response.on("error", end);
  }

  #alive(): void {
    if (this.#ended) return;
    this.#lastAliveNs = this.#options.clock.monotonicNs();
    this.#events.onAlive(this.#lastAliveNs);
  }

  #watch(): void {
    const nowNs = this.#options.clock.monotonicNs();
    const { pongTimeoutMs, silenceMs } = this.#options;
    if (nowNs - this.#lastAliveNs >= silenceMs * 1e6) {
      this.end(`silent for ${silenceMs} ms`);
    } else if (this.#pingSentNs === NEVER) {
      this.#pingSentNs = nowNs;
      this.#socket.ping();
    } else if (nowNs - this.#pingSentNs >= pongTimeoutMs * 1e6) {
      this.end(`no pong for ${pongTimeoutMs} ms`);
    }
  }
}

function describe(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code.startsWith("WS_ERR_UNSUPPORTED_") && code.endsWith("_LENGTH")) return "frame too large";
  return error.message === "" ? code || "socket error" : error.message;
}

function closeReason(code: number, reason: string): string {
  return reason === "" ? `closed with code ${code}` : `closed with code ${code}: ${reason}`;
}
