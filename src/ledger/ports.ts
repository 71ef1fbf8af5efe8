import type { Direction, Opportunity, Window } from "#model";

/** Position in a newest-first listing: the row that ended the previous page. */
export interface PageKey {
  readonly timestampMs: number;
  readonly id: string;
}

/** Which opportunities, newest first by the time that they were first seen, then by id. */
export interface OpportunityQuery {
  /** 1 to 1000. */
  readonly limit: number;
  /** Rows strictly older than this key; from `nextCursor` of the page before. */
  readonly cursor?: PageKey;
  readonly asset?: string;
  readonly direction?: Direction;
  /** Only those with at least this gross spread, in 1e-6 of a percent point. */
  readonly minSpreadPct?: bigint;
}

export interface OpportunityPage {
  readonly items: readonly Opportunity[];
  /** Null on the last page. */
  readonly nextCursor: PageKey | null;
}

/** States to be stored together: all of them or none. */
export interface OpportunityBatch {
  readonly opportunities: readonly Opportunity[];
  readonly windows: readonly Window[];
}

/**
 * Where opportunities and their windows are kept. Every call rejects with ConnectivityError where the
 * storage does not answer and with InvariantError where a row itself cannot be stored.
 */
export interface OpportunityStore {
  /**
   * Inserts or updates by id, in one transaction. Repeating it changes nothing, and a state never
   * replaces a later one (an opportunity's later state is closed or has more updates; a window's has
   * more opportunities), so states may arrive twice and in any order.
   */
  save(batch: OpportunityBatch): Promise<void>;
  listOpportunities(query: OpportunityQuery): Promise<OpportunityPage>;
  getOpportunity(id: string): Promise<Opportunity | null>;
  /** Newest first by start. */
  listWindows(query: { readonly asset?: string; readonly limit: number }): Promise<readonly Window[]>;
  /** The last window of each asset, in no order: where the engine goes on after a restart. */
  latestWindows(): Promise<readonly Window[]>;
}

/** A value changed at run time, with what the environment said at that moment (null: nothing). */
export interface StoredSetting {
  readonly value: string;
  readonly environment: string | null;
}

/** Values that survive a restart. */
export interface SettingsStore {
  getSetting(key: string): Promise<StoredSetting | null>;
  setSetting(key: string, setting: StoredSetting): Promise<void>;
}
