import type { Asset, Instrument, Window } from "#model";
import type { SignalConfig } from "#signal";
import type { EngineView } from "./engine-view.ts";
import type { EvaluationTrace } from "./evaluation-trace.ts";
import type { EngineEffect, EngineEvent } from "./events.ts";
import type { MarketSide } from "./trading/market-access.ts";
import type { OpenTrade } from "./trading/open-trade.ts";
import type { TradingOptions } from "./trading/trading-options.ts";
import type { TradingView } from "./trading/trading-view.ts";

/** The symbol whose book values the pools' dollar token. */
export const USDC_SYMBOL = "usdcusd";

export interface EngineOptions {
  readonly assets: readonly Asset[];
  /** As read from the exchange, `usdcusd` among them where it is listed. */
  readonly instruments: readonly Instrument[];
  readonly config: SignalConfig;
  /** A new id at each call. */
  readonly newId: (kind: "opportunity" | "window") => string;
  /** Wall-clock milliseconds at monotonic zero. */
  readonly epochOffsetMs: number;
  /** The last stored window of each asset, so that a restart goes on with it. */
  readonly lastWindows: readonly Window[];
  /** How it trades; an engine without it only watches. */
  readonly trading?: TradingOptions;
  /** Called with the prices of every evaluation that used some; for tests that know the truth. */
  readonly onEvaluation?: (trace: EvaluationTrace) => void;
}

/**
 * The one loop: events in, effects out, in one order, without await, clock or randomness. The same
 * events give the same effects, so live, demo and replay differ only in what feeds it.
 */
export interface Engine {
  /** Takes one event. The returned list is the caller's own; mostly it is one shared empty list. */
  process(event: EngineEvent): readonly EngineEffect[];
  /** A plain copy of the present state for the status; `nowNs` judges staleness. */
  view(nowNs: number): EngineView;
  /** The same of trading; null where the engine only watches. */
  tradingView(nowNs: number): TradingView | null;
  /** Every open trade as it is this moment, oldest first. */
  openTrades(): readonly OpenTrade[];
  /** Both sides now of the asset that `is` picks, for fills on paper; null where there is none. */
  marketBy(is: (asset: Asset) => boolean): MarketSide | null;
  /** 1e-9 USD of one coin of each base that has a live price, dollars among them. */
  assetPrices(): ReadonlyMap<string, bigint>;
  /** The symbols whose books the engine keeps; the exchange's feed subscribes to exactly these. */
  readonly symbols: readonly string[];
}
