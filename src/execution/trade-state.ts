import { baseOfLots, divide, type Side, type TradeStatus } from "#model";
import { type Attempt, neverLeft } from "./attempt.ts";
import { sidesOf, type TradePlan } from "./plan.ts";

/**
 * Where the trade as a whole stands. open: the first leg has no end yet; leg1: it is filled and its counterpart
 * is being chosen; leg2: the counterpart is under way; exposed: something is left after it; compensating: that is
 * being closed; balanced and flat: nothing is left (both legs, or the first one taken back or never filled) and
 * the last amounts are awaited; stranded: an operator must say; closed: every amount is booked.
 */
export type TradePhase =
  | { readonly kind: "open" }
  | { readonly kind: "leg1" }
  | { readonly kind: "leg2" }
  | { readonly kind: "exposed" }
  | { readonly kind: "compensating" }
  | { readonly kind: "balanced" }
  | { readonly kind: "flat" }
  | { readonly kind: "stranded"; readonly reason: string }
  | { readonly kind: "closed"; readonly status: Exclude<TradeStatus, "executing">; readonly reason: string };

export interface TradeState {
  readonly plan: TradePlan;
  readonly attempts: readonly Attempt[];
  readonly phase: TradePhase;
  /** When the first fill was evidenced and when nothing was left for the first time since; null before. */
  readonly exposedAtMs: number | null;
  readonly flatAtMs: number | null;
  /** Since when every way to close is beyond the loss bound; null where one is within it. */
  readonly beyondBoundSinceMs: number | null;
  /** An operator lifted the loss bound. */
  readonly boundLifted: boolean;
  /** Attempts before this one do not count against the limit of closing ones: an operator asked to go on. */
  readonly countedFrom: number;
  /** What the operator said when accepting what was left. */
  readonly accepted: string | null;
  readonly updatedAtMs: number;
}

/** Net of evidenced fills in the base asset, 1e-18: positive is held too much, negative is owed. */
export function residualOf({ attempts }: Pick<TradeState, "attempts">): bigint {
  return attempts.reduce((sum, { order, filled }) => sum + signOf(order.side) * filled.base, 0n);
}

/** The smallest residual that the exchange could still close, 1e-18. */
export function smallestClosable(plan: TradePlan): bigint {
  return baseOfLots(plan.minLots, plan);
}

/** True where nothing is left that must be closed. */
export function isFlat(state: Pick<TradeState, "attempts" | "plan">): boolean {
  const residual = residualOf(state);
  return (residual < 0n ? -residual : residual) < smallestClosable(state.plan);
}

/** True where any leg ever took effect, for all we know. */
export function hasFills({ attempts }: Pick<TradeState, "attempts">): boolean {
  return attempts.some(({ filled }) => filled.base > 0n);
}

/**
 * Cash of every evidenced fill so far, 1e-9 USD without fees, rounded against us: USDC received at its bid,
 * paid at its ask.
 */
export function cashUsd({ plan, attempts }: Pick<TradeState, "plan" | "attempts">): bigint {
  let usd = 0n;
  let usdc = 0n;
  for (const { venue, order, filled } of attempts) {
    const cash = -signOf(order.side) * filled.quote;
    if (venue === "gemini") usd += cash;
    else usdc += cash;
  }
  const rate = usdc >= 0n ? plan.rates.usdcBid : plan.rates.usdcAsk;
  return divide(usd * rate.den + usdc * rate.num, rate.den * 10n ** 9n, "floor");
}

/** A trade is named by what its fills amount to: both venues used and flat, or only the first one, or none. */
export function outcomeOf(state: TradeState): { status: Exclude<TradeStatus, "executing">; reason: string } {
  if (state.accepted !== null) return { status: "stranded", reason: state.accepted };
  if (!hasFills(state))
    return { status: "failed", reason: state.attempts.at(-1)?.reason ?? "nothing was filled" };
  const venues = new Set(state.attempts.filter(({ filled }) => filled.base > 0n).map(({ venue }) => venue));
  if (venues.size === 2) return { status: "completed", reason: "both legs filled" };
  return {
    status: "unwound",
    reason: state.attempts.findLast(({ reason }) => reason !== null)?.reason ?? "reversed",
  };
}

/** Closing attempts that may have reached a venue, since an operator last asked to go on. */
export function closingAttempts({
  attempts,
  countedFrom,
}: Pick<TradeState, "attempts" | "countedFrom">): number {
  return attempts.filter((one) => one.n > countedFrom && one.purpose !== "entry" && !neverLeft(one)).length;
}

/** The venue of the first leg, by policy. */
export function entryVenue({ policy }: TradePlan): "gemini" | "solana" {
  return policy === "dex-first" ? "solana" : "gemini";
}

/** The side of the first leg. */
export function entrySide(plan: Pick<TradePlan, "direction" | "policy">): Side {
  const sides = sidesOf(plan);
  return plan.policy === "dex-first" ? sides.dex : sides.cex;
}

function signOf(side: Side): bigint {
  return side === "buy" ? 1n : -1n;
}
