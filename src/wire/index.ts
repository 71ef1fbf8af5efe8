/** Layer `wire`: schemas of every REST body and socket frame. All that the console may import. */
export * from "./access.ts";
export {
  type AuditEntry,
  type AuditPage,
  auditEntry,
  auditPage,
  auditQuery,
  observeOnly,
  observeOnlyRequest,
  type Paused,
  paused,
  pauseRequest,
  resumed,
  resumeRequest,
} from "./controls.ts";
export * from "./execution.ts";
export * from "./inventory.ts";
export * from "./inventory-history.ts";
export { LIVE_PHRASE, type LiveCheck, liveTrading, liveTradingRequest } from "./live.ts";
export {
  costBreakdown,
  type DepthPoint,
  hoursQuery,
  injected,
  injectQuery,
  type Opportunity,
  type OpportunityDetail,
  type OpportunityPage,
  opportunity,
  opportunityDetail,
  opportunityPage,
  opportunityQuery,
  type Window,
  type WindowHours,
  window,
  windowHours,
  windowQuery,
} from "./opportunity.ts";
export { decimal, direction, type ErrorBody, errorBody, instant, type Mode, mode } from "./primitives.ts";
export * from "./report.ts";
export * from "./risk.ts";
export * from "./settings.ts";
export {
  type AssetPrices,
  assetPrices,
  type BookState,
  bookState,
  latencySummary,
  riskSummary,
  type Status,
  status,
  type VenueHealth,
  venueHealth,
} from "./status.ts";
export { type StreamFrame, streamFrame } from "./stream.ts";
export {
  attribution,
  resolveRequest,
  type Trade,
  type TradeDetail,
  type TradeLeg,
  type TradePage,
  type TradeStatus,
  trade,
  tradeDetail,
  tradeExportQuery,
  tradeLeg,
  tradePage,
  tradeQuery,
  tradeStatus,
} from "./trade.ts";
