/** Layer `wire`: schemas of every REST body and socket frame. All that the console may import. */
export {
  costBreakdown,
  injected,
  injectQuery,
  type Opportunity,
  type OpportunityPage,
  opportunity,
  opportunityPage,
  opportunityQuery,
  type Window,
  window,
  windowQuery,
} from "./opportunity.ts";
export { decimal, direction, type ErrorBody, errorBody, instant, type Mode, mode } from "./primitives.ts";
export { type RiskLimits, type RiskPatch, riskLimits, riskPatch } from "./risk.ts";
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
