import type { VenueName } from "#model";
import type { GeminiKey } from "../venue-keys.ts";

export interface SolanaAddresses {
  readonly rpcUrls: readonly string[];
  readonly wsUrls: readonly string[];
}

/** The ways into the venues, as far as their keys can be changed. */
export interface VenueDoors {
  /** Rejects with the venue's refusal or ConnectivityError: then the key in use stays. Null where nothing is ordered. */
  readonly replaceGeminiKey: ((key: GeminiKey) => Promise<void>) | null;
  /** Why these addresses cannot take the place of those in use; null where they can. */
  whyNotAddresses(next: SolanaAddresses): string | null;
  /** Tries the addresses, then uses them; rejects where the trial failed, and nothing has changed then. */
  replaceAddresses(next: SolanaAddresses): Promise<void>;
  /** True while the venue's stream is whole. */
  isConnected(venue: VenueName): boolean;
}
