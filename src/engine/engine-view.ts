import type { Direction, Opportunity, VenueName } from "#model";
import type { Thresholds } from "#signal";

/** Phase of one side as a reader of the status sees it; only `live` is ever priced from. */
export type SideState = "awaiting_snapshot" | "live" | "stale" | "disconnected" | "unlisted";

/** One asset's prices now, decimal dollars; null where there is none to trust. */
export interface AssetView {
  readonly asset: string;
  readonly cexBid: string | null;
  readonly cexAsk: string | null;
  /** The pool's mid, its dollar token at the USDC mid where that is known, else as one dollar. */
  readonly dexPrice: string | null;
  readonly cexState: SideState;
  readonly dexState: SideState;
  readonly slot: number | null;
  /** The better of the two directions' gross spreads, signed percent; null unless both can be valued. */
  readonly spreadPct: string | null;
  readonly spreadDirection: Direction | null;
}

export interface VenueView {
  readonly venue: VenueName;
  readonly connected: boolean;
  readonly lastLivenessNs: number | null;
  /** How many of its books or pools are live, of how many that are wanted. */
  readonly live: number;
  readonly wanted: number;
}

/** A plain copy of what the engine knows. */
export interface EngineView {
  readonly prices: readonly AssetView[];
  readonly evaluations: number;
  /** Every reason, those that never happened at 0. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly eventStats: Readonly<Record<string, number>>;
  readonly venues: readonly VenueView[];
  readonly openOpportunities: readonly Opportunity[];
  /** USDC's mid in dollars. */
  readonly usdcUsd: string | null;
  readonly thresholds: Thresholds;
  readonly costModel: "static" | "measured";
}
