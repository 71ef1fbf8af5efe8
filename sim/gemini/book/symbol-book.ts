import type { SymbolRules } from "../symbol-rules.ts";
import type { VenueClock } from "../venue-clock.ts";
import { MatchingEngine } from "./matching-engine.ts";
import type { BookSideName, Execution } from "./order.ts";
import { type Top, TopHistory } from "./top-history.ts";

export interface Trade {
  readonly stampNs: string;
  readonly tradeId: number;
  readonly priceTicks: number;
  readonly lots: number;
  /** The engine's id of the order that rested. */
  readonly makerOrderId: number;
  /** True where the buyer rested, so that the seller was the aggressor. */
  readonly buyerWasMaker: boolean;
}

/** Hears the changes of one symbol after they were numbered. */
export interface BookListener {
  levelChanged(side: BookSideName, priceTicks: number, lots: number): void;
  traded(trade: Trade): void;
}

/** A symbol's market: its engine, the number and time of its last change, and its past tops. */
export class SymbolBook {
  readonly rules: SymbolRules;
  readonly engine: MatchingEngine;
  readonly tops = new TopHistory();
  readonly #clock: VenueClock;
  readonly #listeners: BookListener[] = [];
  lastUpdateId = 0;
  lastStampNs = "0";
  lastTrade: Trade | undefined;
  /** When the best price or size last changed. */
  topStampNs = "0";

  constructor(rules: SymbolRules, clock: VenueClock) {
    this.rules = rules;
    this.#clock = clock;
    this.engine = new MatchingEngine({
      level: (side, priceTicks, lots) => this.#level(side, priceTicks, lots),
      trade: (execution) => this.#trade(execution),
    });
  }

  listen(listener: BookListener): void {
    this.#listeners.push(listener);
  }

  #level(side: BookSideName, priceTicks: number, lots: number): void {
    this.lastUpdateId = this.#clock.nextUpdateId();
    this.lastStampNs = this.#clock.nextStampNs();
    this.#noteTop();
    for (const listener of this.#listeners) listener.levelChanged(side, priceTicks, lots);
  }

  #noteTop(): void {
    const bid = this.engine.bids.best;
    const ask = this.engine.asks.best;
    const top: Top = {
      updateId: this.lastUpdateId,
      bidTicks: bid?.priceTicks ?? 0,
      bidLots: bid?.lots ?? 0,
      askTicks: ask?.priceTicks ?? 0,
      askLots: ask?.lots ?? 0,
    };
    const last = this.tops.last;
    if (last !== undefined && sameTop(last, top)) return;
    this.tops.push(top);
    this.topStampNs = this.lastStampNs;
  }

  #trade(execution: Execution): void {
    const trade: Trade = {
      stampNs: this.#clock.nextStampNs(),
      tradeId: this.#clock.nextTradeId(),
      priceTicks: execution.priceTicks,
      lots: execution.lots,
      makerOrderId: execution.makerOrderId,
      buyerWasMaker: execution.makerSide === "bid",
    };
    this.lastTrade = trade;
    for (const listener of this.#listeners) listener.traded(trade);
  }
}

function sameTop(a: Top, b: Top): boolean {
  return (
    a.bidTicks === b.bidTicks &&
    a.bidLots === b.bidLots &&
    a.askTicks === b.askTicks &&
    a.askLots === b.askLots
  );
}
