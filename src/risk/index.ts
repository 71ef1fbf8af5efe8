/** Layer `risk`: limits and kill switches. Pure; the wall clock comes with each event. */
export { approve, mayStillSend, type RiskApproved } from "./approval.ts";
export { createRisk, type RiskStart } from "./create-risk.ts";
export type { RiskEffect, RiskEvent, VenueLife } from "./events.ts";
export { DEFAULT_LIMITS, type RiskLimits } from "./limits.ts";
export { PAUSE_REASONS, type Pause, type PauseReason, type PauseScope, scopeText } from "./pause.ts";
export { readKept, serializeRisk } from "./persistence.ts";
export {
  type ApprovalContext,
  type Proposal,
  RISK_REFUSALS,
  type RiskRefusal,
  type RiskRefused,
} from "./proposal.ts";
export type { RiskState } from "./state.ts";
export { type RiskStep, stepRisk } from "./step.ts";
export { type RiskSwitch, type RiskView, viewRisk } from "./view.ts";
