import type { VenueName } from "#model";
import type { RiskLimits } from "./limits.ts";
import { PAUSE_REASONS, type Pause, type PauseReason, scopeText } from "./pause.ts";
import { RULES } from "./rules/index.ts";
import { recentOrderErrors } from "./rules/order-errors.ts";
import type { RiskState } from "./state.ts";
import { lastingCauses } from "./step.ts";
import { dateOf, type TradingDay, turnDay } from "./trading-day.ts";

/** One kill switch for the operator: a row for each reason, or one for each scope that it paused. */
export interface RiskSwitch {
  readonly reason: PauseReason;
  readonly state: "ok" | "tripped";
  /** What is paused ("asset:SOL-USD"); while ok the kind of scope that it would pause ("asset"). */
  readonly scope: string;
  readonly sinceMs: number | null;
  readonly threshold: string;
  readonly current: string;
  readonly resumeRule: string;
}

/** All of risk for status, metrics and console. Dollars in 1e-9 USD. */
export interface RiskView {
  readonly pauses: readonly Pause[];
  /** True for a pause of any scope. */
  readonly isPaused: boolean;
  /** "data staleness (venue:gemini), manual": oldest first; null while nothing is paused. */
  readonly pauseReason: string | null;
  readonly observeOnly: boolean;
  /** The UTC day of the figures below, "2026-11-25". */
  readonly day: string;
  readonly dailyPnlUsd: bigint;
  readonly dailyTrades: number;
  /** What the day may still lose; between 0 and the limit. */
  readonly remainingLossUsd: bigint;
  readonly consecutiveLosses: number;
  /** Within the window. */
  readonly orderErrors: number;
  /** How long each leg without evidence has been unknown. */
  readonly unknownLegsMs: readonly number[];
  /** What the clocks of a venue and of this machine differ by, as last measured; negative where ours is ahead. */
  readonly skewsMs: ReadonlyMap<VenueName, number>;
  /** Why a resume would be refused now, a sentence each. */
  readonly lastingCauses: readonly string[];
  readonly limits: RiskLimits;
  readonly switches: readonly RiskSwitch[];
}

/** What to show at `nowMs`; a day that has turned shows as turned even before the event that turns it. */
export function viewRisk(state: RiskState, nowMs: number): RiskView {
  const { kept, limits } = state;
  const day = turnDay(kept.day, nowMs);
  return {
    pauses: kept.pauses,
    isPaused: kept.pauses.length > 0,
    pauseReason: reasonOf(kept.pauses),
    observeOnly: kept.observeOnly,
    day: dateOf(day),
    dailyPnlUsd: day.pnlUsd,
    dailyTrades: day.trades,
    remainingLossUsd: remainingLoss(day, limits.dailyLossLimitUsd),
    consecutiveLosses: kept.consecutiveLosses,
    orderErrors: recentOrderErrors(state, nowMs),
    unknownLegsMs: Array.from(state.seen.unknownLegs.values(), ({ sinceMs }) => nowMs - sinceMs),
    skewsMs: state.seen.skewsMs,
    lastingCauses: lastingCauses(state, nowMs),
    limits,
    switches: PAUSE_REASONS.flatMap((reason) => switchesOf(state, reason, nowMs)),
  };
}

/** Nothing once the limit was reached, whatever came home afterwards. */
function remainingLoss({ pnlUsd, lowUsd }: TradingDay, limitUsd: bigint): bigint {
  return lowUsd <= -limitUsd ? 0n : between(limitUsd + pnlUsd, limitUsd);
}

function reasonOf(pauses: readonly Pause[]): string | null {
  if (pauses.length === 0) return null;
  const oldestFirst = pauses.toSorted((one, other) => one.sinceMs - other.sinceMs);
  return [...new Set(oldestFirst.map(pauseText))].join(", ");
}

/** "manual", "wide spread (asset:SOL-USD)". */
function pauseText({ reason, scope }: Pause): string {
  return scope.kind === "all" ? reason : `${reason} (${scopeText(scope)})`;
}

function between(value: bigint, most: bigint): bigint {
  if (value < 0n) return 0n;
  return value > most ? most : value;
}

function switchesOf(state: RiskState, reason: PauseReason, nowMs: number): readonly RiskSwitch[] {
  const rule = RULES[reason];
  const row = {
    reason,
    threshold: rule.threshold(state.limits),
    current: rule.current(state, nowMs),
    resumeRule: rule.resumeRule,
  };
  const pauses = state.kept.pauses.filter((pause) => pause.reason === reason);
  if (pauses.length === 0) return [{ ...row, state: "ok", scope: rule.pauses, sinceMs: null }];
  return pauses.map(({ scope, sinceMs }) => ({ ...row, state: "tripped", scope: scopeText(scope), sinceMs }));
}
