import type { Clock, Log, Random, Timers } from "#model";
import type { PoolIdentity } from "../pool-identity.ts";

export interface SolanaClientOptions extends SolanaClientParts {
  /** HTTP addresses; all of them are told of a swap, and expiry is proven on two where there are two. */
  readonly rpcUrls: readonly string[];
  /** WebSocket addresses; each new connection takes the next. */
  readonly wsUrls: readonly string[];
}

/** What stays the same as long as the client lives; addresses hold keys, and may be replaced. */
export interface SolanaClientParts {
  /** The 64 bytes of the trading wallet's key file, see readKeypair. */
  readonly keypair: Uint8Array;
  /** As verifyPools returned them. */
  readonly pools: readonly PoolIdentity[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly limits?: Partial<TradingLimits>;
}

/** Paces and bounds; a faster chain needs shorter ones. */
export interface TradingLimits {
  /** The same bytes go out again this often until there is evidence. */
  readonly resendMs: number;
  /** Each provider is asked for evidence this often while a swap is open. */
  readonly pollMs: number;
  readonly blockhashEveryMs: number;
  readonly feesEveryMs: number;
  /** How often the cost of a small swap in compute units is simulated, for each pool and direction. */
  readonly simulateEveryMs: number;
  /** How often the wallet's token accounts are looked for until all were seen. */
  readonly accountsEveryMs: number;
  /** Longest wait for one answer of one provider. */
  readonly requestTimeoutMs: number;
  /** Of the fees that others paid lately, in per cent; high, as each figure is the least that landed in its block. */
  readonly priorityPercentile: number;
  /** Price of a compute unit where others pay nothing, in 1e-6 lamports. */
  readonly minPriorityMicroLamports: bigint;
  /** Most that one swap pays beside its base fee. */
  readonly maxPriorityLamports: bigint;
  /** Compute units of a small swap before the first simulation; a real one takes 45,000 to 57,000. */
  readonly fallbackUnits: number;
  /** Compute units of one more initialised tick or volatility group on a swap's way. */
  readonly unitsPerCrossing: number;
}

export const DEFAULT_TRADING_LIMITS: TradingLimits = {
  resendMs: 1_500,
  pollMs: 500,
  blockhashEveryMs: 2_000,
  feesEveryMs: 10_000,
  simulateEveryMs: 60_000,
  accountsEveryMs: 5_000,
  requestTimeoutMs: 4_000,
  priorityPercentile: 90,
  minPriorityMicroLamports: 1_000n,
  maxPriorityLamports: 100_000n,
  fallbackUnits: 90_000,
  unitsPerCrossing: 10_000,
};
