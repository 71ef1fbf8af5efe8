import type { StorageFigures } from "#gateway";
import type { OpportunityWriter, StorageWatch } from "#storage";
import type { TradingFloor } from "./trading/trading-floor.ts";

/** At most so many opportunities and windows, each, wait to be stored. */
export const QUEUE_LIMIT = 5_000;

export interface StorageSources {
  readonly watch: StorageWatch;
  readonly journalWatch: StorageWatch;
  readonly writer: OpportunityWriter;
  readonly floor: Pick<TradingFloor, "writer" | "journal">;
}

/** Which store keeps what it is given now, and what waits for it. */
export function storageFigures({ watch, journalWatch, writer, floor }: StorageSources): StorageFigures {
  const opportunities = writer.stats();
  const trades = floor.writer.stats();
  return {
    main: watch.works() && !opportunities.failing && !trades.failing,
    journal: journalWatch.works() && floor.journal.works,
    queued: { opportunities: opportunities.queued, trades: trades.queued, journal: floor.journal.waiting },
    opportunityLimit: QUEUE_LIMIT,
  };
}
