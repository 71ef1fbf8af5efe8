import { createJsonRpc, redactUrl } from "#transport";
import { type ChainState, type PoolVerification, readChainState, verifyPools } from "#venue/solana";
import type { BackendOptions } from "../backend-options.ts";
import { type ExchangeListing, readListing } from "./exchange-listing.ts";
import { type ExchangeStream, watchExchange } from "./exchange-stream.ts";
import { wordsOf } from "./finding.ts";

/** One Solana address and what it answered. */
export interface ProviderReading {
  /** Without its keys. */
  readonly name: string;
  /** Null where it did not answer; `problem` says why. */
  readonly chain: ChainState | null;
  readonly problem: string;
}

/** What the venues say, each asked once however many checks want to know. */
export interface VenueFacts extends Disposable {
  listing(): Promise<ExchangeListing>;
  /** The public stream of everything that the exchange lists; of nothing where it does not tell. */
  stream(): Promise<ExchangeStream>;
  /** In the order of SOLANA_RPC_URL. */
  providers(): Promise<readonly ProviderReading[]>;
  pools(): Promise<PoolVerification>;
}

/** Shorter than the bound of a check, so that it can still say what was wrong. */
export const ASK_WITHIN_MS = 4_000;

export function createVenueFacts(backend: BackendOptions): VenueFacts {
  const stop = new AbortController();
  const { signal } = stop;
  const listing = once(() => readListing(backend, signal));
  return {
    listing,
    stream: once(async () =>
      watchExchange(backend, (await listing().catch(() => null))?.instruments ?? [], signal),
    ),
    providers: once(() => readProviders(backend, signal)),
    pools: once(() => verifyPools({ rpc: rpcOf(backend), assets: backend.config.assets, signal })),
    [Symbol.dispose]: () => stop.abort(),
  };
}

function once<Fact>(ask: () => Promise<Fact>): () => Promise<Fact> {
  let asked: Promise<Fact> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function rpcOf(
  { config, clock, timers, random }: BackendOptions,
  urls: readonly string[] = config.keys.current.solanaRpcUrls,
) {
  return createJsonRpc({ urls, clock, timers, random, deadlineMs: ASK_WITHIN_MS });
}

function readProviders(backend: BackendOptions, signal: AbortSignal): Promise<readonly ProviderReading[]> {
  const read = async (url: string): Promise<ProviderReading> => {
    const name = redactUrl(url);
    try {
      return { name, chain: await readChainState(rpcOf(backend, [url]), signal), problem: "" };
    } catch (error) {
      return { name, chain: null, problem: wordsOf(error) };
    }
  };
  return Promise.all(backend.config.keys.current.solanaRpcUrls.map(read));
}
