/** The wallet's side of Solana: builds, signs and sends swaps, and follows each to finality or proven expiry. */
export { createSolanaClient, type SolanaTradingClient } from "./client.ts";
export { readKeypair } from "./keypair.ts";
export { DEFAULT_TRADING_LIMITS, type SolanaClientOptions, type TradingLimits } from "./options.ts";
