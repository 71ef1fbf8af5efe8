import type { VenueName } from "#model";
import type { RiskLimits } from "./limits.ts";
import type { Pause } from "./pause.ts";
import type { TradingDay } from "./trading-day.ts";

/** All that risk knows. Immutable: each event makes the next one. */
export interface RiskState {
  readonly limits: RiskLimits;
  readonly kept: KeptRisk;
  readonly seen: SeenRisk;
}

/** What survives a restart. Replaced by a new object exactly where it changes, so identity tells of a change. */
export interface KeptRisk {
  readonly pauses: readonly Pause[];
  readonly day: TradingDay;
  /** The newest trades that were counted, so that one which is told of again after a crash counts once. */
  readonly countedTrades: readonly string[];
  readonly consecutiveLosses: number;
  /** When orders were refused or failed, oldest first. */
  readonly orderErrorsMs: readonly number[];
  readonly stranded: readonly StrandedTrade[];
  readonly observeOnly: boolean;
}

/** A trade that did not end flat, until an operator resolves it. */
export interface StrandedTrade {
  readonly tradeId: string;
  readonly asset: string;
  readonly detail: string;
}

/** What only this process saw: after a start everything of it is told anew. */
export interface SeenRisk {
  readonly venues: ReadonlyMap<VenueName, VenueSeen>;
  /** Last spread of an asset, where it was above the limit. */
  readonly wideSpreads: ReadonlyMap<string, bigint>;
  readonly unknownLegs: ReadonlyMap<string, UnknownLeg>;
  readonly drifts: ReadonlyMap<VenueName, DriftSeen>;
  readonly skewsMs: ReadonlyMap<VenueName, number>;
  readonly storageWorks: boolean;
}

export interface VenueSeen {
  /** As the last tick said; null before the first sign of life of this process. */
  readonly silentMs: number | null;
  readonly atMs: number;
}

export interface UnknownLeg {
  readonly tradeId: string;
  readonly asset: string;
  readonly sinceMs: number;
}

export interface DriftSeen {
  readonly drifts: readonly string[];
  /** How many checks in a row found a drift. */
  readonly inRow: number;
}

/**
 * How long a venue has been silent at `nowMs`; null where it has shown no life in this process. What the last
 * tick said ages with the clock, so that a process that slept finds its prices stale before the next tick.
 */
export function silenceMs({ seen }: RiskState, venue: VenueName, nowMs: number): number | null {
  const last = seen.venues.get(venue);
  if (last === undefined || last.silentMs === null) return null;
  return last.silentMs + Math.max(0, nowMs - last.atMs);
}
