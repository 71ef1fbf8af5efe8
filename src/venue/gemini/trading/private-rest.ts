import { type Clock, ConnectivityError, type Timers } from "#model";
import { createSerialQueue, type Fetch, type HttpReply, httpPost, type SerialQueue } from "#transport";
import { parseExact } from "./exact-json.ts";
import type { GeminiLimits } from "./limits.ts";
import { createRestNonce } from "./nonce.ts";
import { refusalOf } from "./refusal.ts";
import { type Credentials, type RequestParams, restHeaders } from "./sign.ts";
import type { SkewMeter } from "./skew-meter.ts";

export interface PrivateRestOptions {
  /** `https://api.gemini.com` */
  readonly restUrl: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: GeminiLimits;
  readonly skew: SkewMeter;
  readonly signal: AbortSignal;
  readonly fetch?: Fetch;
}

/** A 2xx reply: its body by parseExact, and when the request itself left and was answered. */
export interface PrivateReply {
  readonly body: unknown;
  readonly sentNs: number;
  readonly receivedNs: number;
}

/** As much of it as whoever asks about orders needs, whichever key is in use by then. */
export type PrivateAsk = Pick<PrivateRest, "ask">;

const MAX_REPLY_BYTES = 16 * 1024 * 1024;
/** Where a 429 names no time. */
const RATE_LIMIT_HOLD_MS = 1_000;
const MAX_HOLD_MS = 60_000;

/**
 * Signed requests of one key: one at a time from signing to answer, so that nonces arrive in order, and
 * paced below the venue's limit. Never repeats a request.
 */
export class PrivateRest {
  readonly counts = { rest_requests: 0, rest_failures: 0, rest_rate_limited: 0 };
  readonly #options: PrivateRestOptions;
  readonly #queue: SerialQueue;
  readonly #nonce: () => string;

  constructor(options: PrivateRestOptions) {
    const { clock, timers, limits, signal } = options;
    this.#options = options;
    this.#nonce = createRestNonce(() => clock.epochMs());
    const pace = { burst: limits.restBurst, everyMs: 60_000 / limits.restPerMinute };
    this.#queue = createSerialQueue({ pace, clock, timers, signal });
  }

  /**
   * POSTs to `path`. Throws ConnectivityError (nothing is known, ask again) or RejectedError, whose code is
   * the venue's own reason.
   */
  ask(path: string, params: RequestParams = {}): Promise<PrivateReply> {
    return this.#queue.run(() => this.#post(path, params));
  }

  async #post(path: string, params: RequestParams): Promise<PrivateReply> {
    const { clock, skew } = this.#options;
    const sentMs = clock.epochMs();
    const sentNs = clock.monotonicNs();
    this.counts.rest_requests += 1;
    try {
      const reply = await this.#send(path, params);
      const receivedNs = clock.monotonicNs();
      skew.byHeader(reply.date, sentMs, sentMs + (receivedNs - sentNs) / 1e6);
      return { body: this.#read(path, reply), sentNs, receivedNs };
    } catch (error) {
      this.counts.rest_failures += 1;
      throw error;
    }
  }

  #send(path: string, params: RequestParams): Promise<HttpReply> {
    const { restUrl, credentials, timers, limits, signal, fetch } = this.#options;
    return httpPost({
      url: new URL(path, restUrl).href,
      headers: restHeaders(path, this.#nonce(), params, credentials),
      body: "",
      timeoutMs: limits.restTimeoutMs,
      maxReplyBytes: MAX_REPLY_BYTES,
      timers,
      signal,
      fetch: fetch ?? globalThis.fetch,
    });
  }

  #read(path: string, { status, retryAfter, text }: HttpReply): unknown {
    if (status === 429) {
      this.counts.rest_rate_limited += 1;
      const seconds = Number(retryAfter ?? Number.NaN);
      this.#queue.hold(Math.min(seconds >= 0 ? seconds * 1_000 : RATE_LIMIT_HOLD_MS, MAX_HOLD_MS));
    }
    if (status < 200 || status > 299) throw refusalOf(status, text, path, this.#options.credentials);
    try {
      return parseExact(text);
    } catch {
      throw new ConnectivityError("bad-reply", `${path}: not JSON`);
    }
  }
}
