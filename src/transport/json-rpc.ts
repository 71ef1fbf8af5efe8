import type { z } from "zod";
import { type Clock, ConnectivityError, type Random, RejectedError, type Timers } from "#model";
import { type Fetch, httpPost } from "./http-post.ts";
import { classify } from "./json-rpc-reply.ts";
import { pause } from "./pause.ts";
import { type Provider, type ProviderHealth, ProviderList } from "./provider-list.ts";

export interface JsonRpcOptions {
  /** Addresses of the same service, most preferred first. */
  readonly urls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly fetch?: Fetch;
  /** Longest wait for one reply. */
  readonly timeoutMs?: number;
  /** Longest time for a call with all its repetitions. */
  readonly deadlineMs?: number;
  readonly maxReplyBytes?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** JSON-RPC 2.0 over HTTP POST with several providers. Only for reads: a call may be repeated elsewhere. */
export interface JsonRpc {
  /**
   * Calls until one provider answers, within the deadline. Throws RejectedError (`rpc-<code>`: the server
   * answered no) or ConnectivityError (nobody answered usefully; the last reason).
   */
  call<T>(
    method: string,
    params: readonly unknown[],
    result: z.ZodType<T>,
    options?: CallOptions,
  ): Promise<T>;
  /** Asks every provider once, without repetition; undefined where one did not answer usefully. */
  askEach<T>(
    method: string,
    params: readonly unknown[],
    result: z.ZodType<T>,
    options?: CallOptions,
  ): Promise<readonly (T | undefined)[]>;
  health(): readonly ProviderHealth[];
  /** Goes on with other addresses, each in the place of one of these; see whyNotReplaced. */
  replaceUrls(urls: readonly string[]): void;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_DEADLINE_MS = 15_000;
const DEFAULT_MAX_REPLY_BYTES = 32 * 1024 * 1024;

/** One request, whoever it goes to. */
export interface Call<T> {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly result: z.ZodType<T>;
  readonly signal: AbortSignal | undefined;
}

/** What came of one request to one provider. */
export type Outcome<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "rejected"; readonly error: RejectedError }
  | { readonly kind: "failed"; readonly error: ConnectivityError | RejectedError };

/** Makes a client; it holds no socket or timer between calls. */
export function createJsonRpc(options: JsonRpcOptions): JsonRpc {
  const client = new JsonRpcClient(options);
  return {
    call: (method, params, result, { signal } = {}) => client.call({ method, params, result, signal }),
    askEach: (method, params, result, { signal } = {}) => client.askEach({ method, params, result, signal }),
    health: () => client.providers.health(),
    replaceUrls: (urls) => client.providers.replace(urls),
  };
}

/** The client behind JsonRpc and ProviderCalls; used inside this layer only. */
export class JsonRpcClient {
  readonly providers: ProviderList;
  /** Without the addresses: only the list holds those, so that a replaced one is gone. */
  readonly #options: Omit<JsonRpcOptions, "urls">;
  #nextId = 1;

  constructor({ urls, ...options }: JsonRpcOptions) {
    this.#options = options;
    this.providers = new ProviderList(urls, options.clock, options.random);
  }

  async call<T>(call: Call<T>): Promise<T> {
    const deadlineMs = this.providers.nowMs() + (this.#options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    let last: ConnectivityError | RejectedError | undefined;
    for (;;) {
      const provider = this.providers.pick();
      const waitMs = this.providers.waitMs(provider);
      if (this.providers.nowMs() + waitMs > deadlineMs) throw last ?? resting(call.method, provider);
      if (waitMs > 0) await pause(waitMs, this.#options.timers, call.signal);
      if (call.signal?.aborted === true)
        throw new ConnectivityError("http-aborted", `${call.method}: aborted`);
      const outcome = await this.ask(provider, call);
      if (outcome.kind === "answered") return outcome.value;
      if (outcome.kind === "rejected") throw outcome.error;
      last = outcome.error;
    }
  }

  askEach<T>(call: Call<T>): Promise<readonly (T | undefined)[]> {
    return Promise.all(
      this.providers.all.map(async (provider) => {
        if (this.providers.waitMs(provider) > 0) return undefined;
        const outcome = await this.ask(provider, call);
        return outcome.kind === "answered" ? outcome.value : undefined;
      }),
    );
  }

  /** One request to one provider, whose health it updates. Never throws. */
  async ask<T>(provider: Provider, call: Call<T>): Promise<Outcome<T>> {
    const id = this.#nextId++;
    provider.calls += 1;
    try {
      const reply = await httpPost({
        url: provider.url,
        body: JSON.stringify({ jsonrpc: "2.0", id, method: call.method, params: call.params }),
        timeoutMs: this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxReplyBytes: this.#options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES,
        timers: this.#options.timers,
        fetch: this.#options.fetch ?? globalThis.fetch,
        ...(call.signal === undefined ? {} : { signal: call.signal }),
      });
      return this.#judge(provider, call, classify(reply, id, this.#options.clock.epochMs()));
    } catch (error) {
      if (!(error instanceof ConnectivityError)) throw error;
      if (error.code !== "http-aborted") this.providers.failed(provider, 0);
      return { kind: "failed", error };
    }
  }

  #judge<T>(provider: Provider, call: Call<T>, reply: ReturnType<typeof classify>): Outcome<T> {
    const where = `${call.method} at ${provider.name}`;
    switch (reply.kind) {
      case "result": {
        const parsed = call.result.safeParse(reply.result);
        if (parsed.success) {
          this.providers.succeeded(provider);
          return { kind: "answered", value: parsed.data };
        }
        this.providers.failed(provider, 0);
        const error = new ConnectivityError("rpc-bad-result", `${where}: ${firstIssue(parsed.error)}`);
        return { kind: "failed", error };
      }
      case "rejected":
        this.providers.succeeded(provider);
        return { kind: "rejected", error: new RejectedError(reply.code, `${where}: ${reply.message}`) };
      case "refused-here":
        this.providers.failed(provider, reply.restMs);
        return { kind: "failed", error: new RejectedError(reply.code, `${where}: ${reply.message}`) };
      case "busy":
        if (reply.code === "rpc-rate-limited") provider.rateLimited += 1;
        this.providers.failed(provider, reply.restMs);
        return { kind: "failed", error: new ConnectivityError(reply.code, `${where}: ${reply.message}`) };
      case "behind":
        this.providers.rest(provider, reply.restMs * (0.5 + this.#options.random()));
        return { kind: "failed", error: new ConnectivityError(reply.code, `${where}: ${reply.message}`) };
    }
  }
}

function resting(method: string, provider: Provider): ConnectivityError {
  return new ConnectivityError("rpc-resting", `${method}: ${provider.name} rests after failures`);
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return `unexpected result at ${issue?.path.join(".") ?? "?"}: ${issue?.message ?? "?"}`;
}
