import type { ApprovalContext, Proposal, RiskRefused } from "./proposal.ts";
import { checkObserveOnly, checkPause, findRefusal, type Sendable } from "./refusal-checks.ts";
import type { RiskState } from "./state.ts";

/** Known to this file alone: that is what makes `approve` the only way to an approval. */
const approved: unique symbol = Symbol("approved by risk");

/** A plan that risk let pass. Only `approve` makes one, so nothing else can be submitted. */
export interface RiskApproved<Plan> {
  readonly plan: Plan;
  readonly [approved]: true;
}

/**
 * Lets a plan pass or says the first reason against it, in this order: gate-shut, paused, observe-only, stale,
 * venue-not-ready, asset-busy, position-cap, exposure-cap, insufficient-balance, fee-tier-unread or
 * measured-costs. A venue's silence of the last tick ages up to `context.nowMs`.
 */
export function approve<Plan extends Proposal>(
  plan: Plan,
  state: RiskState,
  context: ApprovalContext,
): RiskApproved<Plan> | RiskRefused {
  return findRefusal(plan, state, context) ?? { plan, [approved]: true };
}

/**
 * The same question right before the first send of an approved trade, because a pause may have come in between:
 * only pauses and observe-only, and null where it may go. Later sends of a trade bring it home and are never asked.
 */
export function mayStillSend(state: RiskState, of: Sendable): RiskRefused | null {
  return checkPause(of, state) ?? checkObserveOnly(of, state);
}
