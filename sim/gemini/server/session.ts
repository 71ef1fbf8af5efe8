import type { FrameSender } from "../../faults/index.ts";
import type { MarketSource, Subscriber } from "../stream/market-source.ts";
import { parseStream, type Stream } from "../stream/stream-name.ts";
import type { RateWindow } from "./rate-window.ts";
import { answer, type Reply, refuse } from "./replies.ts";
import { parseRequest, type Request } from "./request.ts";

export interface SessionOptions {
  readonly source: MarketSource;
  readonly sender: FrameSender;
  readonly subscriber: Subscriber;
  /** Request weight of this client and connection attempts of all, as `conninfo` shows them. */
  readonly weight: RateWindow;
  readonly windows: readonly RateWindow[];
  readonly epochMs: () => number;
  /** Says for each subscription whether its snapshot overtakes the acknowledgement. */
  readonly overtakes: () => boolean;
}

const DEPTH_DEFAULT = 100;
const DEPTH_MAX = 5_000;

/** The public half of the socket API, one connection. Private methods are refused as without credentials. */
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
    this.#options.sender.close();
  }

  #dispatch(request: Request): void {
    const method = request.method.toLowerCase();
    if (method === "subscribe") this.#subscribe(request);
    else if (method === "unsubscribe") this.#unsubscribe(request);
    else this.#send(request.id, this.#query(method, request));
  }

  #query(method: string, request: Request): Reply {
    switch (method) {
      case "list_subscriptions":
        return answer([...this.#streams.keys()]);
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
    const streams = this.#parseStreams(request);
    if (streams === undefined) return;
    for (const stream of streams) this.#streams.set(stream.name, stream);
    const { source, subscriber, overtakes } = this.#options;
    if (overtakes()) {
      source.join(subscriber, streams, "now");
      this.#send(request.id, answer());
    } else {
      this.#send(request.id, answer());
      source.join(subscriber, streams, "soon");
    }
  }

  #unsubscribe(request: Request): void {
    const streams = this.#parseStreams(request);
    if (streams === undefined) return;
    for (const stream of streams) this.#streams.delete(stream.name);
    this.#options.source.leave(this.#options.subscriber, streams);
    this.#send(request.id, answer());
  }

  /** All streams of a request, or the refusal of all of them where one name is wrong. */
  #parseStreams(request: Request): Stream[] | undefined {
    const { params } = request;
    if (!Array.isArray(params) || params.length === 0) {
      this.#send(request.id, refuse("badParams", "params must be an array of stream names"));
      return undefined;
    }
    const streams: Stream[] = [];
    for (const name of params) {
      const text = String(name);
      const stream = parseStream(text, (symbol) => this.#options.source.rules(symbol) !== undefined);
      if (stream === undefined) {
        this.#send(request.id, refuseStream(text));
        return undefined;
      }
      streams.push(stream);
    }
    return streams;
  }

  #send(id: string | number | null, reply: Reply): void {
    this.#options.sender.reply(JSON.stringify({ id, ...reply }));
  }
}

function refuseStream(name: string): Reply {
  return /@(account|session)/i.test(name)
    ? refuse("noAuth", "Authentication required")
    : refuse("badParams", `Invalid stream name: ${name}`);
}

function limitView({ limit, used }: RateWindow): Record<string, string | number> {
  const { type, interval, intervalCount } = limit;
  return { rateLimitType: type, interval, intervalNum: intervalCount, limit: limit.limit, count: used };
}
