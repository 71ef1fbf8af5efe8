import type { Direction, LogFields, MarketEvent, OpportunityRecord, VenueName, Window } from "#model";
import type { Thresholds } from "#signal";
import type { TradingEffect, TradingEvent } from "./trading/trading-events.ts";

/** All that ever happens to the engine, in one order. Time comes only from `receivedNs`. */
export type EngineEvent =
  | MarketEvent
  | TickEvent
  | ConfigureEvent
  | InjectEvent
  | WindowsEvent
  | TradingEvent;

/** The timer, a few times a second: closes what ended in silence, writes the summary. */
export interface TickEvent {
  readonly kind: "tick";
  readonly receivedNs: number;
  /** The wall clock at that moment: days turn and pauses are dated by it. */
  readonly epochMs: number;
}

/** An operator moved a threshold; effective from the next evaluation, which follows at once. */
export interface ConfigureEvent {
  readonly kind: "configure";
  readonly receivedNs: number;
  readonly thresholds: Partial<Thresholds>;
}

/** The last windows of an earlier process, where the storage could not tell them when the engine was made. */
export interface WindowsEvent {
  readonly kind: "windows";
  readonly receivedNs: number;
  readonly windows: readonly Window[];
}

/** A test of everything downstream: an opportunity that the market does not have. */
export interface InjectEvent {
  readonly kind: "inject";
  readonly receivedNs: number;
  readonly asset: string;
  readonly direction: Direction;
  /** Gross spread in 1e-6 percent points, 0 to 50 %. */
  readonly spreadPct: bigint;
}

/** What the engine wants done. Effects of one call are in order; nothing is done inside the engine. */
export type EngineEffect =
  | ResyncEffect
  | OpportunityEffect
  | PricesEffect
  | LogEffect
  | InjectRefusedEffect
  | TradingEffect;

/** The stream's state is void: ask the feed of `venue` for a fresh snapshot of `stream`. */
export interface ResyncEffect {
  readonly kind: "resync";
  readonly venue: VenueName;
  /** Symbol of a book or address of a pool. */
  readonly stream: string;
  readonly reason: string;
}

/**
 * Store and publish. `receivedNs` is the stamp of the frame that caused it: whoever publishes writes the
 * time since then into `detectionLatencyNs`, which is 0 here, as the engine has no clock.
 */
export interface OpportunityEffect {
  readonly kind: "opportunity";
  readonly phase: "opened" | "updated" | "closed";
  readonly opportunity: OpportunityRecord;
  /** Its window after this change. */
  readonly window: Window;
  readonly receivedNs: number;
}

/** Prices or states of the asset moved; throttled, read them from `view()`. */
export interface PricesEffect {
  readonly kind: "prices";
  readonly asset: string;
}

export interface LogEffect {
  readonly kind: "log";
  readonly level: "info" | "warning" | "error";
  readonly event: string;
  readonly fields: LogFields;
}

export interface InjectRefusedEffect {
  readonly kind: "inject-refused";
  readonly reason: "unknown-asset" | "spread-out-of-range";
}
