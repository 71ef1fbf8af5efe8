import type { VenueName } from "#model";
import type { PauseReason, RiskLimits } from "#risk";

/** States that wait to be written, by what they are. */
export const QUEUES = ["opportunities", "trades", "journal"] as const;
export type Queue = (typeof QUEUES)[number];

/** What alerts need beside the status: figures of this moment, handed in by whoever may read clock and machine. */
export interface Operations {
  /** Why nothing new may start, whatever the scope. */
  readonly pauses: readonly PauseReason[];
  /** Those in force: an alert moves with the limit that an operator set. */
  readonly limits: RiskLimits;
  readonly openTrades: OpenTradeAges;
  /** How long each leg without evidence has been unknown. */
  readonly unknownLegsMs: readonly number[];
  /** Venue's clock less ours, where it was measured. */
  readonly skewsMs: ReadonlyMap<VenueName, number>;
  readonly storage: StorageFigures;
  readonly machine: MachineFigures;
}

/** The oldest of the open trades; 0 where there is none. */
export interface OpenTradeAges {
  readonly openMs: number;
  /** Since when something is held too much or owed. */
  readonly exposedMs: number;
}

export interface StorageFigures {
  /** Opportunities and trades are kept. */
  readonly main: boolean;
  /** The journal is: without it nothing is sent. */
  readonly journal: boolean;
  readonly queued: Readonly<Record<Queue, number>>;
  /** Beyond so many opportunities the oldest is given up; the other two queues give up nothing. */
  readonly opportunityLimit: number;
}

export interface MachineFigures {
  /** What the process may take: the container's limit, or the machine's memory. */
  readonly memoryLimitBytes: number;
  readonly heapLimitBytes: number;
  /** Of the file system that DATA_DIR is on; null until it was asked, and where it does not answer. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
}
