/** Layer `venue`: the contract of a venue, then one folder each (imported as #venue/gemini, #venue/solana). */
export type { MarketFeed } from "./market-feed.ts";
export type {
  CexClient,
  ClockSkew,
  DexClient,
  EvidenceSink,
  PrepareRefusal,
} from "./trading-client.ts";
