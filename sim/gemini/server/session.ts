import type { FrameSender } from "../../faults/index.ts";
import { type PrivateStream, parsePrivateStream } from "../private/event-hub.ts";
import type { TradingSession } from "../private/trading-session.ts";
import type { MarketSource, Subscriber } from "../stream/market-source.ts";
import { parseStream, type Stream } from "../stream/stream-name.ts";
import type { RateWindow } from "./rate-window.ts";
import { answer, type Reply, refuse } from "./replies.ts";
import { parseRequest, type Request } from "./request.ts";

export interface SessionOptions {
  readonly source: MarketSource;
  readonly sender: FrameSender;
  readonly subscriber: Subscriber;
  /** The private half; absent without credentials. */
  readonly trading: TradingSession | undefined;
  /** Request weight of this client and connection attempts of all, as `conninfo` shows them. */
  readonly weight: RateWindow;
  readonly windows: readonly RateWindow[];
  readonly epochMs: () => number;
  /** Says for each subscription whether its snapshot overtakes the acknowledgement. */
  readonly overtakes: () => boolean;
}

const DEPTH_DEFAULT = 100;
const DEPTH_MAX = 5_000;

/** Streams of one request, by whom they are served. */
interface Named {
  readonly markets: readonly Stream[];
  readonly privates: readonly PrivateStream[];
}

/** The public half of the socket API, one connection. Private methods are for the trading session, if there is one. */
export class Session {
  readonly #options: SessionOptions;
  readonly #streams = new Map<string, Stream>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Answers one text frame of the client. */
  receive(text: string): void {
    const request = parseRequest(text);
    if (request === undefined) {
      this.#send(null, refuse("badParams", "Invalid request"));
    } else if (!this.#options.weight.take()) {
      this.#send(request.id, refuse("rateLimit", "Too many requests"));
    } else {
      this.#dispatch(request);
    }
  }

  /** Ends all streams of the connection. */
  close(): void {
    this.#options.source.forget(this.#options.subscriber);
    this.#options.trading?.close();
    this.#options.sender.close();
  }

  #dispatch(request: Request): void {
    const method = request.method.toLowerCase();
    const { trading } = this.#options;
    if (method.startsWith("order.") && trading !== undefined) trading.receive(method, request);
    else if (method === "subscribe") this.#subscribe(request);
    else if (method === "unsubscribe") this.#unsubscribe(request);
    else this.#send(request.id, this.#query(method, request));
  }

  #query(method: string, request: Request): Reply {
    switch (method) {
      case "list_subscriptions":
        return answer([...this.#streams.keys(), ...(this.#options.trading?.streams ?? [])]);
      case "ping":
        return answer();
      case "time":
        return answer({ serverTime: Math.floor(this.#options.epochMs()) });
      case "conninfo":
        return answer({ rateLimits: this.#options.windows.map(limitView) });
      case "depth":
        return this.#depth(request.params);
      default:
        return method.startsWith("order.")
          ? refuse("noAuth", "Authentication required")
          : refuse("unsupported", `Unsupported method: ${request.method}`);
    }
  }

  #depth(params: unknown): Reply {
    const { symbol, limit = DEPTH_DEFAULT } = (params ?? {}) as Record<string, unknown>;
    if (typeof symbol !== "string") return refuse("badParams", "symbol is required");
    if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1 || limit > DEPTH_MAX) {
      return refuse("badParams", "Invalid limit");
    }
    const listed = this.#options.source.rules(symbol.toLowerCase());
    if (listed === undefined) return refuse("badParams", `Invalid symbol: ${symbol}`);
    return answer(this.#options.source.depth(listed.symbol, limit, this.#options.subscriber));
  }

  #subscribe(request: Request): void {
    const named = this.#parseStreams(request);
    if (named === undefined) return;
    for (const stream of named.markets) this.#streams.set(stream.name, stream);
    const { source, subscriber, overtakes, trading } = this.#options;
    for (const stream of named.privates) trading?.streams.add(stream);
    if (named.markets.length === 0) {
      this.#send(request.id, answer());
    } else if (overtakes()) {
      source.join(subscriber, named.markets, "now");
      this.#send(request.id, answer());
    } else {
      this.#send(request.id, answer());
      source.join(subscriber, named.markets, "soon");
    }
  }

  #unsubscribe(request: Request): void {
    const named = this.#parseStreams(request);
    if (named === undefined) return;
    for (const stream of named.markets) this.#streams.delete(stream.name);
    for (const stream of named.privates) this.#options.trading?.streams.delete(stream);
    this.#options.source.leave(this.#options.subscriber, named.markets);
    this.#send(request.id, answer());
  }

  /** All streams of a request, or the refusal of all of them where one name is wrong. */
  #parseStreams(request: Request): Named | undefined {
    const { params } = request;
    if (!Array.isArray(params) || params.length === 0) {
      this.#send(request.id, refuse("badParams", "params must be an array of stream names"));
      return undefined;
    }
    const markets: Stream[] = [];
    const privates: PrivateStream[] = [];
    for (const name of params) {
      const text = String(name);
      const own = this.#options.trading && parsePrivateStream(text);
      const stream = parseStream(text, (symbol) => this.#options.source.rules(symbol) !== undefined);
      if (own !== undefined) privates.push(own);
      else if (stream !== undefined) markets.push(stream);
      else {
        this.#send(request.id, this.#refuseStream(text));
        return undefined;
      }
    }
    return { markets, privates };
  }

  #refuseStream(name: string): Reply {
    const lacksAuth = this.#options.trading === undefined && /@(account|session)/i.test(name);
    return lacksAuth
      ? refuse("noAuth", "Authentication required")
      : refuse("badParams", `Invalid stream name: ${name}`);
  }

  #send(id: string | number | null, reply: Reply): void {
    this.#options.sender.reply(JSON.stringify({ id, ...reply }));
  }
}

function limitView({ limit, used }: RateWindow): Record<string, string | number> {
  const { type, interval, intervalCount } = limit;
  return { rateLimitType: type, interval, intervalNum: intervalCount, limit: limit.limit, count: used };
}
