import { afterEach } from "vitest";
import { createFaultClock, type FaultClock } from "../../sim/faults/index.ts";
import { type AccountOptions, type GeminiStandIn, startGemini } from "../../sim/gemini/index.ts";
import { createHiddenMarket, driveMarket } from "../../sim/market/index.ts";
import { openPrivate, type PrivateClient, type UpgradeOptions } from "./private-client.ts";

export interface PrivateVenue {
  readonly venue: GeminiStandIn;
  readonly faults: FaultClock;
  client(options?: UpgradeOptions): Promise<PrivateClient>;
  /** A price at which an order takes the whole near side: far through the book, on the tick. */
  through(side: "BUY" | "SELL", symbol?: string): string;
}

export interface VenueOptions extends AccountOptions {
  readonly epochMs?: () => number;
}

/** Makes venues for one test file and closes them after each test. */
export function privateVenues(): (options?: VenueOptions) => Promise<PrivateVenue> {
  const cleanup: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of cleanup.splice(0).reverse()) await close();
  });
  return async ({ epochMs, ...account } = {}) => {
    const market = createHiddenMarket({ seed: 4, scenario: "calm", bases: ["SOL", "BTC"] });
    const driver = driveMarket(market);
    const startedMs = performance.now();
    const faults = createFaultClock({ faults: [] }, () => performance.now() - startedMs);
    const venue = await startGemini({
      ...{ market, symbols: ["solusd", "btcusd", "usdcusd"], seed: 4, faults, account },
      ...(epochMs === undefined ? {} : { epochMs }),
    });
    cleanup.push(
      () => driver.stop(),
      () => venue.stop(),
    );
    return {
      venue,
      faults,
      async client(options) {
        const client = await openPrivate(venue.wsUrl, venue.keys.trader, options);
        cleanup.push(client.close);
        return client;
      },
      through(side, symbol = "solusd") {
        const { bids, asks } = venue.book(symbol);
        const best = Number(side === "BUY" ? asks[0]?.[0] : bids[0]?.[0]);
        return (best * (side === "BUY" ? 1.01 : 0.99)).toFixed(2);
      },
    };
  };
}
