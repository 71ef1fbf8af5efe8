import { OrderBook, PoolBook } from "#book";
import type { Asset, Instrument } from "#model";
import {
  closedBounds,
  poolPrice,
  profitableSpreadPct,
  type Refusal,
  type SignalConfig,
  setBounds,
  type TickBounds,
  type UsdcRate,
} from "#signal";
import type { OpportunityTracker } from "./tracker.ts";

export interface LaneOptions {
  readonly asset: Asset;
  /** Null where the exchange does not list the asset. */
  readonly instrument: Instrument | null;
  readonly tracker: OpportunityTracker;
}

/** One asset's way through the engine: its book, its pool, the gate between them, its opportunity. */
export class AssetLane {
  readonly asset: Asset;
  readonly book: OrderBook | null;
  readonly pool: PoolBook;
  readonly tracker: OpportunityTracker;
  /** Why no book frame can pass now, whatever it says; null while both bounds below are set. */
  blocked: Refusal | null = null;
  /** Where the gross spread reaches its minimum, and where it also earns the profit threshold. */
  readonly spreadBounds: TickBounds = closedBounds();
  readonly profitBounds: TickBounds = closedBounds();
  /** Event time from which the next prices hint and the next log line are due. */
  nextHintNs = 0;
  nextLogNs = 0;

  constructor(options: LaneOptions) {
    this.asset = options.asset;
    this.book = options.instrument?.open ? new OrderBook(options.instrument) : null;
    this.pool = new PoolBook(options.asset.pool);
    this.tracker = options.tracker;
    this.blocked = this.book === null ? "cex-unlisted" : "dex-not-live";
  }

  /** Sets the bounds anew after the pool, the USDC rate or the configuration changed. */
  refresh(rate: UsdcRate | Refusal, config: SignalConfig): void {
    const curve = this.pool.curve;
    if (this.book === null) this.blocked = "cex-unlisted";
    else if (curve === null) this.blocked = "dex-not-live";
    else if (typeof rate === "string") this.blocked = rate;
    else {
      const sellUsd = poolPrice(curve, rate.bid);
      const buyUsd = poolPrice(curve, rate.ask);
      const prices = { sellUsd, buyUsd, instrument: this.book.instrument };
      const { minSpreadPct } = config.thresholds;
      const profitable = profitableSpreadPct(config);
      setBounds(this.spreadBounds, prices, minSpreadPct);
      setBounds(this.profitBounds, prices, profitable > minSpreadPct ? profitable : minSpreadPct);
      this.blocked = null;
    }
  }

  /** The hot path: two integer compares refuse almost every frame. */
  gate(askTicks: number, bidTicks: number): "cex_to_dex" | "dex_to_cex" | Refusal {
    if (askTicks > this.spreadBounds.maxAskTicks && bidTicks < this.spreadBounds.minBidTicks) {
      return "below-min-spread";
    }
    if (askTicks <= this.profitBounds.maxAskTicks) return "cex_to_dex";
    if (bidTicks >= this.profitBounds.minBidTicks) return "dex_to_cex";
    return "below-profit-threshold";
  }
}
