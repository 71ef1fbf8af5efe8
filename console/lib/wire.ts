import "./zod-without-eval.ts";

/** The console's only door to the rest of the system: schemas and types of what travels. */
export {
  type AssetPrices,
  type BookState,
  errorBody,
  type Mode,
  type Opportunity,
  type OpportunityPage,
  opportunity,
  opportunityPage,
  type Status,
  type StreamFrame,
  status,
  streamFrame,
  type VenueHealth,
  type Window,
  window,
} from "#wire";
