/** Layer `venue`: the contract of a venue, then one folder each (imported as #venue/gemini, #venue/solana). */
export type { MarketFeed } from "./market-feed.ts";
