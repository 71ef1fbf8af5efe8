import { type Asset, ConfigError, PCT_DECIMALS, type TradePolicy, USD_DECIMALS } from "#model";
import { DEFAULT_LIMITS, type RiskLimits } from "#risk";
import { readAssets } from "./config-assets.ts";
import { isKnownKey, likelyMeant } from "./config-keys.ts";
import { type NotifyConfig, readNotify } from "./config-notify.ts";
import { type Read, reader } from "./config-read.ts";
import {
  addresses,
  decimalBetween,
  ipRanges,
  mongoAddress,
  oneOf,
  origins,
  secondsBetween,
  secretOfBytes,
  text,
  wholeBetween,
  yesOrNo,
} from "./config-values.ts";
import type { Environment, LoadedEnvironment } from "./env-file.ts";
import { isLoopback } from "./loopback.ts";
import type { GeminiKey, KeyHolder, VenueKeys } from "./venue-keys.ts";

export type Mode = "demo" | "observe" | "live";

/** The whole configuration, validated. Percentages in 1e-6 of a point, dollars in 1e-9. */
export interface Config {
  readonly mode: Mode;
  readonly assets: readonly Asset[];
  readonly geminiRestUrl: string;
  readonly geminiWsUrl: string;
  /** Where the exchange tells how it is; null where the exchange is not the real one. */
  readonly geminiStatusUrl: string | null;
  readonly solanaPollMs: number;
  readonly keys: KeyHolder;
  /** The key was made with "requires heartbeat". */
  readonly geminiHeartbeat: boolean;
  /** Path of the wallet's key file. */
  readonly solanaKeypair: string | null;
  readonly priorityFeeMaxLamports: bigint;
  /** Where the main store is; null for SQLite in DATA_DIR. May hold a password: never logged, never shown. */
  readonly mongoUrl: string | null;
  readonly dataDir: string;
  readonly observeOnly: boolean;
  readonly maxPositionUsd: bigint;
  readonly maxOpenExposureUsd: bigint;
  readonly dailyLossLimitUsd: bigint;
  readonly stalenessMs: number;
  readonly wideSpreadPct: bigint;
  readonly maxConsecutiveLosses: number;
  readonly maxOrderErrors: number;
  readonly legPolicy: TradePolicy;
  /** How far a limit may lie beyond the quoted price at most. */
  readonly slackPct: bigint;
  /** Greatest loss, in share of the size, at which a residual is closed without an operator. */
  readonly residualMaxLossPct: bigint;
  readonly profitThresholdPct: bigint;
  readonly minSpreadPct: bigint;
  readonly maxOpportunitiesPerMin: number;
  readonly costModel: "static" | "measured";
  readonly cexFeePct: bigint;
  readonly dexFeePct: bigint;
  readonly slippagePct: bigint;
  /** Taker fee of the account's tier in millionths, null while nobody said it. */
  readonly cexTakerFeePpm: number | null;
  readonly networkFeeLamports: bigint;
  readonly logLevel: "debug" | "info" | "warning" | "error";
  readonly host: string;
  readonly port: number;
  readonly consolePort: number;
  readonly allowedOrigins: readonly string[];
  readonly ipAllowlist: readonly string[];
  /** 0 where there is none. */
  readonly rateLimitPerMin: number;
  /** Where the API and the console's server, in whatever mode and process, find the key that they share. */
  readonly consoleKeyDir: string;
  /** What access tokens are signed with; null where DATA_DIR keeps one of its own. */
  readonly jwtSecret: string | null;
  /** Who is told what happens. */
  readonly notify: NotifyConfig;
  /** Keys that are set and valid but that nothing in this build reads, for a warning at the start. */
  readonly withoutEffect: readonly string[];
  /** Older names of keys that were read for the present ones, for a warning at the start. */
  readonly olderNames: readonly string[];
}

/** Reads and checks the configuration of `mode`. Throws ConfigError with one line that names the key. */
export function readConfig(mode: Mode, env: LoadedEnvironment): Config {
  for (const key of env.fileKeys) refuseMisspelt(key);
  const read = reader(env.values);
  return {
    mode,
    ...readVenues(env.values, read),
    ...withExposure(readLimits(mode, read)),
    ...readCosts(read),
    ...readServer(mode, read),
    notify: readNotify(read),
    withoutEffect: readLaterKeys(env.values, read),
    olderNames: env.olderNames ?? [],
  };
}

function refuseMisspelt(key: string): void {
  const meant = isKnownKey(key) ? null : likelyMeant(key);
  if (meant !== null) throw new ConfigError(key, `${key}: unknown key, did you mean ${meant}?`);
}

/** Keys of parts that are still to come: checked all the same, and named so that nobody relies on them. */
function readLaterKeys(values: Environment, read: Read): readonly string[] {
  read("AUTO_REBALANCE", yesOrNo, false);
  const keys = ["AUTO_REBALANCE"];
  return keys.filter((key) => (values[key] ?? "") !== "");
}

function readVenues(values: Environment, read: Read) {
  const geminiRestUrl =
    read("GEMINI_BASE_URL", addresses("https", "http"), ["https://api.gemini.com"])[0] ?? "";
  return {
    assets: readAssets(values),
    geminiRestUrl,
    geminiStatusUrl: readStatusUrl(geminiRestUrl, read),
    geminiWsUrl: read("GEMINI_WS_URL", addresses("wss", "ws"), ["wss://ws.gemini.com"])[0] ?? "",
    solanaPollMs: read("SOLANA_POLL_SEC", secondsBetween("0.2", "60"), 2_000),
    keys: { current: readKeys(read) },
    geminiHeartbeat: read("GEMINI_HEARTBEAT", yesOrNo, false),
    solanaKeypair: read("SOLANA_KEYPAIR", text, null),
    priorityFeeMaxLamports: BigInt(read("PRIORITY_FEE_MAX_LAMPORTS", wholeBetween(0, 100_000_000), 100_000)),
  };
}

/** A stand-in on this machine has no page that tells how it is. */
function readStatusUrl(geminiRestUrl: string, read: Read): string | null {
  const page = "https://status.gemini.com/api/v2/status.json";
  const usual = isLoopback(URL.parse(geminiRestUrl)?.hostname ?? "") ? null : page;
  return read("GEMINI_STATUS_URL", addresses("https", "http"), null)?.[0] ?? usual;
}

function readKeys(read: Read): VenueKeys {
  const helius = read("HELIUS_API_KEY", text, null);
  const host = helius === null ? "api.mainnet-beta.solana.com" : `mainnet.helius-rpc.com/?api-key=${helius}`;
  return {
    geminiKey: readGeminiKey(read),
    solanaRpcUrls: read("SOLANA_RPC_URL", addresses("https", "http"), [`https://${host}`]),
    solanaWsUrls: read("SOLANA_WS_URL", addresses("wss", "ws"), [`wss://${host}`]),
  };
}

/** Half a key is a mistake, and no key is none. */
function readGeminiKey(read: Read): GeminiKey | null {
  const apiKey = read("GEMINI_API_KEY", text, null);
  const apiSecret = read("GEMINI_API_SECRET", text, null);
  const missing = apiKey === null ? "GEMINI_API_KEY" : "GEMINI_API_SECRET";
  if ((apiKey === null) !== (apiSecret === null))
    throw new ConfigError(missing, `${missing}: the other half of the key is set, and this one is not`);
  return apiKey === null || apiSecret === null ? null : { apiKey, apiSecret };
}

function readLimits(mode: Mode, read: Read) {
  const dollars = decimalBetween("1", "1000000", USD_DECIMALS);
  const percent = decimalBetween("0", "50", PCT_DECIMALS);
  return {
    observeOnly: read("OBSERVE_ONLY", yesOrNo, mode !== "demo"),
    maxPositionUsd: read("MAX_POSITION_USD", dollars, 1_000_000_000_000n),
    maxOpenExposureUsd: read("MAX_OPEN_EXPOSURE_USD", dollars, null),
    dailyLossLimitUsd: read("DAILY_LOSS_LIMIT_USD", dollars, 500_000_000_000n),
    wideSpreadPct: read("WIDE_SPREAD_PCT", percent, DEFAULT_LIMITS.wideSpreadPct),
    maxConsecutiveLosses: read(
      "MAX_CONSECUTIVE_LOSSES",
      wholeBetween(1, 1_000),
      DEFAULT_LIMITS.maxConsecutiveLosses,
    ),
    maxOrderErrors: read("MAX_ORDER_ERRORS", wholeBetween(1, 1_000), DEFAULT_LIMITS.maxOrderErrors),
    legPolicy: read("LEG_POLICY", oneOf("dex-first", "cex-first"), "dex-first" as const),
    slackPct: read("ORDER_SLACK_PCT", percent, 500_000n),
    residualMaxLossPct: read("RESIDUAL_MAX_LOSS_PCT", percent, 2_000_000n),
    stalenessMs: read("STALENESS_THRESHOLD_SEC", secondsBetween("1", "600"), 10_000),
    profitThresholdPct: read("PROFIT_THRESHOLD_PCT", percent, mode === "demo" ? 100_000n : 1_000_000n),
    minSpreadPct: read("MIN_SPREAD_PCT", percent, 0n),
    maxOpportunitiesPerMin: read("MAX_OPPORTUNITIES_PER_MIN", wholeBetween(1, 100_000), 600),
  };
}

/** Three positions may be open where nothing else is said. */
function withExposure<L extends { maxPositionUsd: bigint; maxOpenExposureUsd: bigint | null }>(limits: L) {
  const { maxPositionUsd, maxOpenExposureUsd } = limits;
  if (maxOpenExposureUsd !== null && maxOpenExposureUsd < maxPositionUsd)
    throw new ConfigError(
      "MAX_OPEN_EXPOSURE_USD",
      "MAX_OPEN_EXPOSURE_USD: must not be below MAX_POSITION_USD, or no trade of that size could start",
    );
  return { ...limits, maxOpenExposureUsd: maxOpenExposureUsd ?? 3n * maxPositionUsd };
}

/** Risk's limits as configured. */
export function configuredLimits(config: Config): RiskLimits {
  const { maxPositionUsd, maxOpenExposureUsd, dailyLossLimitUsd, stalenessMs } = config;
  const { wideSpreadPct, maxConsecutiveLosses, maxOrderErrors } = config;
  return {
    ...DEFAULT_LIMITS,
    ...{ maxPositionUsd, maxOpenExposureUsd, dailyLossLimitUsd, stalenessMs },
    ...{ wideSpreadPct, maxConsecutiveLosses, maxOrderErrors },
  };
}

function readCosts(read: Read) {
  const percent = decimalBetween("0", "20", PCT_DECIMALS);
  // A basis point is 100 millionths, so a fee of at most two decimals is a whole number of them.
  const takerFeePpm = read("CEX_TAKER_FEE_BPS", decimalBetween("0", "1000", 2), null);
  return {
    costModel: read("COST_MODEL", oneOf("static", "measured"), "static" as const),
    cexFeePct: read("CEX_FEE_PCT", percent, 350_000n),
    dexFeePct: read("DEX_FEE_PCT", percent, 300_000n),
    slippagePct: read("SLIPPAGE_PCT", percent, 750_000n),
    cexTakerFeePpm: takerFeePpm === null ? null : Number(takerFeePpm),
    networkFeeLamports: BigInt(read("NETWORK_FEE_LAMPORTS", wholeBetween(5_000, 100_000_000), 15_000)),
  };
}

function readServer(mode: Mode, read: Read) {
  return {
    mongoUrl: read("MONGO_URL", mongoAddress, null),
    dataDir: read("DATA_DIR", text, mode === "demo" ? "data/demo" : "data"),
    logLevel: read("LOG_LEVEL", oneOf("debug", "info", "warning", "error"), "info" as const),
    host: read("HOST", text, "127.0.0.1"),
    port: read("PORT", wholeBetween(1, 65_535), 8001),
    consolePort: read("CONSOLE_PORT", wholeBetween(1, 65_535), 3000),
    allowedOrigins: read("ALLOWED_ORIGINS", origins, []),
    ipAllowlist: read("IP_ALLOWLIST", ipRanges, []),
    rateLimitPerMin: read("RATE_LIMIT_PER_MIN", wholeBetween(0, 1_000_000), 600),
    consoleKeyDir: read("DATA_DIR", text, "data"),
    jwtSecret: read("JWT_SECRET_KEY", secretOfBytes(32), null),
  };
}
