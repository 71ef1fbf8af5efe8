import type { MainStores } from "./main-stores.ts";

/** Stores that say how often they were written, so that who read something knows whether it still stands. */
export interface CountedStores extends MainStores {
  /** Rises when a write has ended, well or not. */
  revision(): number;
}

export function countWrites<Stores extends MainStores>(stores: Stores): Stores & CountedStores {
  let revision = 0;
  const counted = async (write: Promise<void>): Promise<void> => {
    try {
      await write;
    } finally {
      revision += 1;
    }
  };
  return {
    ...stores,
    opportunities: { ...stores.opportunities, save: (batch) => counted(stores.opportunities.save(batch)) },
    trades: { ...stores.trades, saveTrades: (trades) => counted(stores.trades.saveTrades(trades)) },
    revision: () => revision,
  };
}
