/** Venue Solana: pools of Orca Whirlpools, verified, streamed whole and quoted exactly. */
export { type ChainState, readChainState } from "./chain-state.ts";
export { createSolanaFeed, type SolanaMarketFeed } from "./feed.ts";
export type { SolanaFeedOptions } from "./feed-options.ts";
export {
  type AccountDump,
  answerQuote,
  createOrcaAddresses,
  createWhirlpoolCurve,
  createWhirlpoolState,
  decodeOracle,
  decodeWhirlpool,
  loadAccounts,
  type Oracle,
  readDump,
  readTickArray,
  type TickArray,
  type TickArrayState,
  type Whirlpool,
  type WhirlpoolCurveOptions,
  type WhirlpoolState,
  whirlpoolOf,
} from "./orca/index.ts";
export type { PoolIdentity, PoolToken } from "./pool-identity.ts";
export { readPool } from "./read-pool.ts";
export type { StreamLimits } from "./stream-watch.ts";
export {
  createSolanaClient,
  DEFAULT_TRADING_LIMITS,
  readKeypair,
  type SolanaClientOptions,
  type SolanaTradingClient,
  type TradingLimits,
} from "./trading/index.ts";
export { type AddressTrial, tryAddresses } from "./try-addresses.ts";
export { type PoolVerification, type VerifyOptions, verifyPools } from "./verify-pools.ts";
