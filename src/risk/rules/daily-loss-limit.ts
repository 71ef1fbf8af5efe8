import type { RiskState } from "../state.ts";
import { dateOf, turnDay } from "../trading-day.ts";
import { usd } from "../words.ts";
import { type Cause, NO_CAUSE, type Rule } from "./rule.ts";

/**
 * The UTC day lost its limit or more at some moment. Midnight by the clock takes the cause away, not a trade that
 * comes home with a profit; an operator the pause.
 */
export const dailyLossLimit: Rule = {
  pauses: "all",
  trips: lost,
  lasting: lost,
  threshold: (limits) => `a loss of ${usd(limits.dailyLossLimitUsd)} or more in a UTC day`,
  current: ({ kept }, nowMs) => usd(turnDay(kept.day, nowMs).pnlUsd),
  resumeRule: "After midnight UTC, or with a higher limit.",
};

function lost({ kept, limits }: RiskState, nowMs: number): readonly Cause[] {
  const day = turnDay(kept.day, nowMs);
  if (day.lowUsd > -limits.dailyLossLimitUsd) return NO_CAUSE;
  const limit = usd(limits.dailyLossLimitUsd);
  const was = day.lowUsd === day.pnlUsd ? "is" : `was ${usd(day.lowUsd)} and is`;
  const detail = `PnL of ${dateOf(day)} (UTC) ${was} ${usd(day.pnlUsd)}; the loss limit is ${limit}.`;
  return [{ scope: { kind: "all" }, detail }];
}
