import type { Journal, JournalIdentity, JournalRecord } from "#execution";
import type {
  Direction,
  Opportunity,
  OpportunityRecord,
  TradeRecord,
  TradeStatus,
  TradeSummary,
  Window,
} from "#model";
import type { Transfer } from "./transfer.ts";

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
  /** First seen at or after, and before. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface OpportunityPage {
  readonly items: readonly Opportunity[];
  /** Null on the last page. */
  readonly nextCursor: PageKey | null;
}

/** States to be stored together: all of them or none. */
export interface OpportunityBatch {
  readonly opportunities: readonly OpportunityRecord[];
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
  /** With its depth, which listings leave where it is. */
  getOpportunity(id: string): Promise<OpportunityRecord | null>;
  /** Newest first by start. */
  listWindows(query: { readonly asset?: string; readonly limit: number }): Promise<readonly Window[]>;
  /**
   * How many were first seen at or after `fromMs` and before `toMs`, injected ones apart; null where some of that time may
   * be forgotten already.
   */
  countOpportunities(fromMs: number, toMs: number): Promise<number | null>;
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

/** Which trades, newest first by opening time, then by id. */
export interface TradeQuery {
  readonly limit: number;
  readonly cursor?: PageKey;
  readonly asset?: string;
  readonly status?: TradeStatus;
  readonly fromMs?: number;
  /** Exclusive. */
  readonly toMs?: number;
}

export type TradeFilter = Omit<TradeQuery, "limit" | "cursor">;

export interface TradePage {
  readonly items: readonly TradeSummary[];
  readonly nextCursor: PageKey | null;
}

/** Realised figures of one UTC day, from closed trades that count (not injected ones). */
export interface DailyFigures {
  /** "2026-11-25". */
  readonly day: string;
  readonly pnlUsd: bigint;
  readonly feesUsd: bigint;
  readonly trades: number;
}

/** Which trades that closed and count (not injected ones), the last to close first, then by id. */
export interface ClosedQuery {
  /** Closed at or after, and before. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
  /** Of a row: when it closed, and its id. */
  readonly cursor?: PageKey;
}

export interface ClosedPage {
  readonly items: readonly TradeRecord[];
  readonly nextCursor: PageKey | null;
}

/** Where trades are kept for reading. Rejects like OpportunityStore. */
export interface TradeStore {
  /** Inserts or updates by id in one transaction; a state with a lower version never replaces a higher one. */
  saveTrades(trades: readonly TradeRecord[]): Promise<void>;
  listTrades(query: TradeQuery): Promise<TradePage>;
  countTrades(filter: TradeFilter): Promise<number>;
  getTrade(id: string): Promise<TradeRecord | null>;
  closedTrades(query: ClosedQuery): Promise<ClosedPage>;
  /** Newest day first. */
  dailyFigures(limit: number): Promise<readonly DailyFigures[]>;
}

/** One line for the operators' log: who did what when, with the value before and after as JSON text. */
export interface AuditNote {
  readonly atMs: number;
  readonly by: string;
  readonly action: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A line as it stands in the log, chained to the one before it (see audit-chain.ts). */
export interface AuditEntry extends AuditNote {
  /** 1 for the first one, rising by one. */
  readonly seq: number;
  /** Hex; AUDIT_GENESIS for the first one. */
  readonly prevHash: string;
  readonly hash: string;
}

/** Stored together or not at all, with the disk's own promise (fsync) when the call resolves. */
export interface TradingBatch {
  readonly records: readonly JournalRecord[];
  /** Booked once by id, however often they are given. */
  readonly transfers: readonly Transfer[];
  /** Trades that need no replay any more. */
  readonly closed: readonly string[];
  /** The persistent part of risk as JSON text, where it changed. */
  readonly risk: string | null;
  /** Numbered and chained in this order where they are written. */
  readonly audit: readonly AuditNote[];
}

/** Signed sum of every transfer of an asset into an account. */
export interface AccountBalance {
  readonly account: string;
  readonly asset: string;
  readonly amount: bigint;
}

/**
 * The journal, the ledger's transfers, the state of risk, the settings and the audit log, always in SQLite under
 * DATA_DIR with `synchronous=FULL`, so that open trades come home without any other database.
 */
export interface TradingStore extends Journal {
  append(batch: TradingBatch): Promise<void>;
  balances(): Promise<readonly AccountBalance[]>;
  transfersOf(tradeId: string): Promise<readonly Transfer[]>;
  readRisk(): Promise<string | null>;
  /** Newest first; `before` is the seq of the last one of the previous page. */
  listAudit(query: { readonly limit: number; readonly before?: number }): Promise<readonly AuditEntry[]>;
  readIdentity(): Promise<JournalIdentity | null>;
  writeIdentity(identity: JournalIdentity): Promise<void>;
}
