/**
 * The price that nobody sees. Both stand-in venues follow it with noise of their own; now and then one
 * of them is dislocated for some seconds. A float process: it is the world, not the books.
 */
export type Scenario = "calm" | "volatile" | "trending" | "dislocated" | "churning";

export type StandInVenue = "gemini" | "solana";

export interface HiddenMarket {
  /** Steps the process by `ms` of market time; the driver calls it in order, the seed decides the rest. */
  advance(ms: number): void;
  /** Fair dollars of one coin of `base` ("SOL", "BTC", "ETH", "USDC"). */
  fair(base: string): number;
  /** Where this venue's own traders push its price just now: fair with the venue's noise and dislocation. */
  target(venue: StandInVenue, base: string): number;
}
