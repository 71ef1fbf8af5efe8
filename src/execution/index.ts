/** Layer `execution`: the two-leg state machine. Pure; declares the Journal port. */
export {
  type Attempt,
  type CexAttempt,
  type DexAttempt,
  isTerminal,
  type Settlement,
} from "./attempt.ts";
export { type Claim, claimsOf, needsOf, withDearestFee } from "./claims.ts";
export { MAX_CLOSING_ATTEMPTS, STRAND_AFTER_MS } from "./close-residual.ts";
export { decodeJson, encodeJson } from "./codec.ts";
export type { CexCloseOption, DexCloseOption, TradeEffect, TradeEvent } from "./events.ts";
export type { Journal, JournaledTrade, JournalIdentity, JournalRecord } from "./journal.ts";
export { wantedBase } from "./new-attempt.ts";
export { type PlannedQuotes, sidesOf, type TradePlan, type TradeRates } from "./plan.ts";
export { recordOf, replayTrade } from "./replay.ts";
export { awaitsPrice, beginTrade, stepTrade, type TradeStep } from "./step.ts";
export {
  cashUsd,
  entrySide,
  entryVenue,
  hasFills,
  isFlat,
  outcomeOf,
  residualOf,
  smallestClosable,
  type TradePhase,
  type TradeState,
} from "./trade-state.ts";
