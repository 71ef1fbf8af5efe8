import type { z } from "zod";
import { ConnectivityError, type RejectedError } from "#model";
import { type CallOptions, JsonRpcClient, type JsonRpcOptions } from "./json-rpc.ts";
import type { ProviderHealth } from "./provider-list.ts";

/** What one provider made of one request. */
export type ProviderAnswer<T> =
  | { readonly kind: "answered"; readonly value: T }
  /** The method ran and said no. */
  | { readonly kind: "rejected"; readonly error: RejectedError }
  /** No useful answer; the provider may have acted on the request all the same. */
  | { readonly kind: "failed"; readonly error: ConnectivityError | RejectedError };

/** JSON-RPC to named providers one by one, for what has to be told to or known from each of them. */
export interface ProviderCalls {
  /** Addresses without their keys, in the order of preference; an index below is a place in this list. */
  readonly names: readonly string[];
  /**
   * One request to one provider, begun in this turn unless the provider rests after a failure
   * ("rpc-resting": nothing was sent). Not repeated; never rejects.
   */
  ask<T>(
    provider: number,
    method: string,
    params: readonly unknown[],
    result: z.ZodType<T>,
    options?: CallOptions,
  ): Promise<ProviderAnswer<T>>;
  health(): readonly ProviderHealth[];
  /** Goes on with other addresses, each in the place of one of these; see whyNotReplaced. */
  replaceUrls(urls: readonly string[]): void;
}

/** Makes a client with provider health of its own. An address that is given twice counts once. */
export function createProviderCalls(options: JsonRpcOptions): ProviderCalls {
  const client = new JsonRpcClient({ ...options, urls: [...new Set(options.urls)] });
  const { providers } = client;
  return {
    get names() {
      return providers.all.map(({ name }) => name);
    },
    health: () => providers.health(),
    replaceUrls: (urls) => providers.replace([...new Set(urls)]),
    async ask(index, method, params, result, { signal } = {}) {
      const provider = providers.all[index];
      if (provider === undefined || providers.waitMs(provider) > 0) {
        const who = provider?.name ?? `provider ${index}`;
        return { kind: "failed", error: new ConnectivityError("rpc-resting", `${method}: ${who} rests`) };
      }
      return client.ask(provider, { method, params, result, signal });
    },
  };
}
