import { covers, scopeText, VENUES } from "./pause.ts";
import {
  type ApprovalContext,
  type Proposal,
  RISK_REFUSALS,
  type RiskRefusal,
  type RiskRefused,
} from "./proposal.ts";
import { type RiskState, silenceMs } from "./state.ts";
import { pct, seconds, usd } from "./words.ts";

/** One question to a proposal: null where it may pass. */
type Check = (proposal: Proposal, state: RiskState, context: ApprovalContext) => RiskRefused | null;

/** What may stop a trade once it is approved, until its first send. */
export type Sendable = Pick<Proposal, "asset" | "pool" | "isInjected">;

/** In the order in which an operator wants to hear them: the first refusal is the answer. */
const CHECKS: readonly Check[] = [
  (_proposal, _state, { gateOpen }) => (gateOpen ? null : refuse("gate-shut")),
  checkPause,
  checkObserveOnly,
  checkStaleness,
  ({ isInjected }, _state, { venuesReady }) => (isInjected || venuesReady ? null : refuse("venue-not-ready")),
  checkOpenTrades,
  checkPosition,
  checkExposure,
  ({ isInjected }, _state, { shortBalance }) =>
    isInjected || shortBalance === null ? null : refuse("insufficient-balance", shortBalance),
  checkMeasuredCosts,
];

/**
 * The first reason against `proposal`, null where there is none. An injected one trades on paper and touches no
 * venue: it is not asked for trading switched on, ready venues, balances or measured costs, but for all else.
 */
export function findRefusal(
  proposal: Proposal,
  state: RiskState,
  context: ApprovalContext,
): RiskRefused | null {
  for (const check of CHECKS) {
    const refusal = check(proposal, state, context);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A pause of everything, of either venue, of the asset or of the pool. */
export function checkPause(of: Sendable, { kept }: RiskState): RiskRefused | null {
  const pause = kept.pauses.find(({ scope }) => covers(scope, of));
  if (pause === undefined) return null;
  return refuse("paused", `${pause.reason} (${scopeText(pause.scope)}): ${pause.detail}`);
}

export function checkObserveOnly({ isInjected }: Sendable, { kept }: RiskState): RiskRefused | null {
  return kept.observeOnly && !isInjected ? refuse("observe-only") : null;
}

/** A venue without any life in this process yet is as stale as one that fell silent. */
function checkStaleness(_: Proposal, state: RiskState, { nowMs }: ApprovalContext): RiskRefused | null {
  for (const venue of VENUES) {
    const silentMs = silenceMs(state, venue, nowMs);
    if (silentMs === null) return refuse("stale", `${venue} has shown no sign of life yet.`);
    if (silentMs > state.limits.stalenessMs)
      return refuse("stale", `${venue} has been silent for ${seconds(silentMs)}.`);
  }
  return null;
}

function checkOpenTrades(
  { asset }: Proposal,
  { limits }: RiskState,
  { openTrades }: ApprovalContext,
): RiskRefused | null {
  const open = openTrades.filter((trade) => trade.asset === asset).length;
  if (open < limits.maxOpenPerAsset) return null;
  return refuse("asset-busy", `${open} of ${asset} open; the limit is ${limits.maxOpenPerAsset}.`);
}

function checkPosition({ sizeUsd }: Proposal, { limits }: RiskState): RiskRefused | null {
  if (sizeUsd <= limits.maxPositionUsd) return null;
  return refuse("position-cap", `${usd(sizeUsd)} is above ${usd(limits.maxPositionUsd)}.`);
}

function checkExposure(
  { sizeUsd }: Proposal,
  { limits }: RiskState,
  { openTrades }: ApprovalContext,
): RiskRefused | null {
  const exposure = openTrades.reduce((sum, trade) => sum + trade.sizeUsd, sizeUsd);
  if (exposure <= limits.maxOpenExposureUsd) return null;
  return refuse(
    "exposure-cap",
    `${usd(exposure)} together would be above ${usd(limits.maxOpenExposureUsd)}.`,
  );
}

function checkMeasuredCosts(
  { isInjected, measuredPnlPct }: Proposal,
  _: RiskState,
  { measuredThresholdPct }: ApprovalContext,
): RiskRefused | null {
  if (isInjected || measuredThresholdPct === null) return null;
  if (measuredPnlPct === null) return refuse("fee-tier-unread");
  if (measuredPnlPct >= measuredThresholdPct) return null;
  return refuse("measured-costs", `${pct(measuredPnlPct)} is below ${pct(measuredThresholdPct)}.`);
}

function refuse(refused: RiskRefusal, detail: string = RISK_REFUSALS[refused]): RiskRefused {
  return { refused, detail };
}
