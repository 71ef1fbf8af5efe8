import { isTerminal, residualOf, type TradeState, wantedBase } from "#execution";
import { usdOfBase } from "./trade-record.ts";

/** True while an order or swap of the trade has no settlement. */
export function hasUnsettled({ attempts }: TradeState): boolean {
  return attempts.some(({ settlement }) => settlement === null);
}

/** True while nobody knows of an order or swap of the trade whether it took effect. */
export function isInDoubt({ attempts }: TradeState): boolean {
  return attempts.some((attempt) => !isTerminal(attempt));
}

/**
 * Dollars (1e-9) of what these trades hold too much or owe, at the prices of their decisions, and of what a leg
 * without evidence may have done. Injected ones hold nothing.
 */
export function exposureOf(open: readonly TradeState[]): bigint {
  return open
    .filter(({ plan }) => !plan.isInjected)
    .reduce((sum, state) => sum + usdOfBase(atRisk(state), state.plan.cexPrice), 0n);
}

/** The residual, and all that unknown legs could still turn out to have filled, 1e-18. */
function atRisk(state: TradeState): bigint {
  const residual = residualOf(state);
  const unknown = state.attempts
    .filter(({ phase }) => phase === "unknown")
    .reduce((sum, attempt) => sum + wantedBase(attempt, state.plan.baseDecimals) - attempt.filled.base, 0n);
  return (residual < 0n ? -residual : residual) + unknown;
}
