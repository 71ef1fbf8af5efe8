import type { RiskState } from "../state.ts";
import { seconds } from "../words.ts";
import { NO_CAUSE, type Rule } from "./rule.ts";

/** Too many refused or failed orders lately; a resume empties the window, so nothing of it lasts. */
export const orderErrors: Rule = {
  pauses: "all",
  trips: (state, nowMs) => {
    const errors = recentOrderErrors(state, nowMs);
    const { maxOrderErrors, orderErrorWindowMs } = state.limits;
    if (errors < maxOrderErrors) return NO_CAUSE;
    const detail = `${errors} orders failed within ${seconds(orderErrorWindowMs)}; the limit is ${maxOrderErrors}.`;
    return [{ scope: { kind: "all" }, detail }];
  },
  lasting: () => NO_CAUSE,
  threshold: (limits) => `${limits.maxOrderErrors} within ${seconds(limits.orderErrorWindowMs)}`,
  current: (state, nowMs) => `${recentOrderErrors(state, nowMs)}`,
  resumeRule: "At any time; the count starts again.",
};

/** Orders that failed within the window before `nowMs`; an error of a clock that was ahead counts as recent. */
export function recentOrderErrors({ kept, limits }: RiskState, nowMs: number): number {
  return kept.orderErrorsMs.filter((atMs) => nowMs - atMs < limits.orderErrorWindowMs).length;
}
