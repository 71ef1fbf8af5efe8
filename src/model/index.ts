/** Layer `model`: the nouns. No I/O, no clock, imports nothing. */
export { AMOUNT_DECIMALS, amountOfUnits, unitsOfAmount } from "./amount.ts";
export type { Asset, Direction, VenueName } from "./asset.ts";
export type { Clock, Random, Timers } from "./clock.ts";
export { divide, formatDecimal, parseDecimal, type Rounding } from "./decimal.ts";
export { copyDepthUpdate, createDepthUpdate, type DepthUpdate } from "./depth-update.ts";
export {
  assertNever,
  ConfigError,
  ConnectivityError,
  InputError,
  InvariantError,
  RejectedError,
  TandemError,
} from "./errors.ts";
export type { CexEvidence, CexFill, DexEvidence, LegEvidence } from "./evidence.ts";
export { formatSteps, type Instrument, MAX_EXACT, parseStep, parseSteps, type Step } from "./instrument.ts";
export type { CexIntent, CexOrder, DexIntent, DexOrder, Side, SignedSwap } from "./leg.ts";
export type { Log, LogFields } from "./log.ts";
export type {
  BookVoidEvent,
  ConnectionEvent,
  DepthCheckEvent,
  DepthEvent,
  FrameRefusedEvent,
  LivenessEvent,
  MarketEvent,
  MarketSink,
  PoolEvent,
  PoolVoidEvent,
  TickerEvent,
  TradeEvent,
} from "./market-event.ts";
export {
  type Opportunity,
  type OpportunityCosts,
  PCT_DECIMALS,
  SIZE_DECIMALS,
  USD_DECIMALS,
  type Window,
} from "./opportunity.ts";
export type { DepthPoint, OpportunityDepth, OpportunityRecord } from "./opportunity-depth.ts";
export { baseOfLots, quoteOf, quoteOfTickLots } from "./order-amounts.ts";
export { isRefusal, type PoolCurve, type PoolQuote, type PoolRefusal, type Ratio } from "./pool-curve.ts";
export type {
  AttemptPhase,
  AttemptPurpose,
  Attribution,
  FeePaid,
  LegRecord,
  TimelineEntry,
  TradePolicy,
  TradeRecord,
  TradeStatus,
  TradeSummary,
} from "./trade.ts";
export type { FeeTier, VenueAccount, VenueBalance } from "./venue-account.ts";
