import type { JournalIdentity } from "#execution";
import type { Instrument } from "#model";
import { createGeminiClient, type GeminiLimits, type GeminiTradingClient } from "#venue/gemini";
import {
  createSolanaClient,
  type PoolIdentity,
  readKeypair,
  type SolanaTradingClient,
  type TradingLimits,
} from "#venue/solana";
import type { BackendOptions } from "../backend-options.ts";
import { demandPrivate } from "../private-file.ts";
import type { GeminiKey } from "../venue-keys.ts";

export interface TradingClients {
  readonly cex: GeminiTradingClient;
  readonly dex: SolanaTradingClient;
  /** Which accounts these are. */
  identity(): Promise<JournalIdentity>;
}

/** Waits of the clients, where a compressed or a slower world needs other ones. */
export interface ClientLimits {
  readonly gemini?: Partial<GeminiLimits>;
  readonly solana?: Partial<TradingLimits>;
}

/**
 * The clients of both accounts where their keys are configured, else null: then nothing can be sent, and trades are
 * filled on paper. Throws ConfigError that names SOLANA_KEYPAIR where the key file cannot be used or is open to others.
 */
export function openClients(
  options: BackendOptions,
  market: { readonly instruments: readonly Instrument[]; readonly pools: readonly PoolIdentity[] },
): TradingClients | null {
  const { config, log } = options;
  const { geminiKey } = config.keys.current;
  const { solanaKeypair } = config;
  if (config.mode !== "observe" && (geminiKey === null) !== (solanaKeypair === null))
    log.warning("only one venue has a key: nothing can be sent, trades are filled on paper", {
      missing: geminiKey === null ? "GEMINI_API_KEY" : "SOLANA_KEYPAIR",
    });
  if (config.mode === "observe" || geminiKey === null || solanaKeypair === null) return null;
  const cex = openExchange(options, geminiKey, market.instruments);
  const dex = openWallet(options, solanaKeypair, market.pools);
  const exchange = URL.parse(config.geminiRestUrl)?.hostname ?? "";
  return { cex, dex, identity: async () => ({ ...(await dex.identity()), exchange }) };
}

/** The client of the exchange's account; it asks nothing before it is started or asked. */
export function openExchange(
  { config, clock, timers, random, log, clientLimits }: BackendOptions,
  key: GeminiKey,
  instruments: readonly Instrument[],
): GeminiTradingClient {
  return createGeminiClient({
    ...{ wsUrl: config.geminiWsUrl, restUrl: config.geminiRestUrl, ...key },
    ...{ instruments, heartbeat: config.geminiHeartbeat },
    ...{ clock, timers, random, log, limits: { ...clientLimits?.gemini } },
  });
}

/** The wallet's client; throws like openClients. */
export function openWallet(
  { config, clock, timers, random, log, clientLimits }: BackendOptions,
  keypairFile: string,
  pools: readonly PoolIdentity[],
): SolanaTradingClient {
  const { solanaRpcUrls, solanaWsUrls } = config.keys.current;
  demandPrivate(keypairFile, "SOLANA_KEYPAIR");
  return createSolanaClient({
    ...{ rpcUrls: solanaRpcUrls, wsUrls: solanaWsUrls, pools },
    ...{ keypair: readKeypair(keypairFile), clock, timers, random, log },
    limits: { maxPriorityLamports: config.priorityFeeMaxLamports, ...clientLimits?.solana },
  });
}
