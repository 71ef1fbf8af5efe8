/** Layer `engine`: the one loop, an ordered stream of events in, effects out. No clock, no I/O. */
export { createEngine } from "./engine.ts";
export { type Engine, type EngineOptions, USDC_SYMBOL } from "./engine-contract.ts";
export type { AssetView, EngineView, SideState, VenueView } from "./engine-view.ts";
export type { EvaluationTrace } from "./evaluation-trace.ts";
export type {
  ConfigureEvent,
  EngineEffect,
  EngineEvent,
  InjectEvent,
  InjectRefusedEffect,
  LogEffect,
  OpportunityEffect,
  PricesEffect,
  ResyncEffect,
  TickEvent,
} from "./events.ts";
export type { MarketSide } from "./trading/market-access.ts";
export type { OpenTrade } from "./trading/open-trade.ts";
export type {
  CommandAnswer,
  Counterparty,
  IntentRef,
  OperatorCommand,
  Readiness,
  TradingEffect,
  TradingEvent,
} from "./trading/trading-events.ts";
export type { TradingOptions } from "./trading/trading-options.ts";
export type { TradingView } from "./trading/trading-view.ts";
