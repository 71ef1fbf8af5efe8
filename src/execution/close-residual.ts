import type { AttemptPurpose } from "#model";
import { neverLeft } from "./attempt.ts";
import type { CexCloseOption, DexCloseOption, TradeEffect, TradeEvent } from "./events.ts";
import { cexAttempt, dexAttempt } from "./new-attempt.ts";
import { cashUsd, closingAttempts, entryVenue, residualOf, type TradeState } from "./trade-state.ts";

/** A residual that cannot be closed within the loss bound is watched for so long before it strands. */
export const STRAND_AFTER_MS = 10_000;
/** So many closing orders that left a residual are enough: something is wrong that more of them will not mend. */
export const MAX_CLOSING_ATTEMPTS = 8;

type Choice =
  | { readonly venue: "gemini"; readonly option: CexCloseOption }
  | { readonly venue: "solana"; readonly option: DexCloseOption };

export interface Closing {
  readonly state: TradeState;
  readonly effects: readonly TradeEffect[];
}

/**
 * Completes or reverses what is left, whichever leaves more money, as long as the trade then loses no more than
 * its bound; waits while neither venue can be priced; strands where every way stays beyond the bound.
 */
export function closeResidual(state: TradeState, priced: TradeEvent & { kind: "priced" }): Closing {
  const choice = better(open(state, priced));
  if (choice === null) return { state, effects: [] };
  if (closingAttempts(state) >= MAX_CLOSING_ATTEMPTS)
    return strand(state, `${MAX_CLOSING_ATTEMPTS} closing orders left a residual`);
  const leavesUsd = cashUsd(state) + choice.option.netUsd;
  if (!state.boundLifted && leavesUsd < -state.plan.maxLossUsd) return beyondBound(state, priced.atMs);
  return close(state, choice, priced.atMs);
}

/** So many closing orders that could not even leave say that their venue is no way out just now. */
const REFUSED_IN_A_ROW = 3;

/** The ways that are open: a venue whose last orders never left stands back, as long as there is another. */
function open({ attempts }: TradeState, { cex, dex }: Ways): Ways {
  if (cex === null || dex === null) return { cex, dex };
  const last = attempts.slice(-REFUSED_IN_A_ROW);
  const shut = (venue: Choice["venue"]) =>
    last.length === REFUSED_IN_A_ROW && last.every((one) => one.venue === venue && neverLeft(one));
  return { cex: shut("gemini") ? null : cex, dex: shut("solana") ? null : dex };
}

type Ways = Pick<TradeEvent & { kind: "priced" }, "cex" | "dex">;

function better({ cex, dex }: Ways): Choice | null {
  if (cex !== null && (dex === null || cex.netUsd >= dex.netUsd)) return { venue: "gemini", option: cex };
  return dex === null ? null : { venue: "solana", option: dex };
}

function close(state: TradeState, choice: Choice, atMs: number): Closing {
  const side = residualOf(state) > 0n ? "sell" : "buy";
  const made = { purpose: purposeOf(state, choice.venue), side, atMs } as const;
  const { attempt, effect } =
    choice.venue === "gemini"
      ? cexAttempt(state, made, choice.option)
      : dexAttempt(state, made, choice.option);
  const phase = { kind: made.purpose === "hedge" ? "leg2" : "compensating" } as const;
  return {
    state: {
      ...state,
      phase,
      attempts: [...state.attempts, attempt],
      beyondBoundSinceMs: null,
    },
    effects: [effect],
  };
}

/** Back to where the first leg went is taking it back; the first order elsewhere is the hedge, a later one completes it. */
function purposeOf(state: TradeState, venue: "gemini" | "solana"): AttemptPurpose {
  if (venue === entryVenue(state.plan)) return "reverse";
  return state.attempts.length === 1 ? "hedge" : "complete";
}

function beyondBound(state: TradeState, atMs: number): Closing {
  const sinceMs = state.beyondBoundSinceMs ?? atMs;
  if (atMs - sinceMs >= STRAND_AFTER_MS) return strand(state, "every way to close it exceeds the loss bound");
  if (state.beyondBoundSinceMs !== null) return { state, effects: [] };
  return { state: { ...state, beyondBoundSinceMs: sinceMs }, effects: [] };
}

function strand(state: TradeState, reason: string): Closing {
  return { state: { ...state, phase: { kind: "stranded", reason }, beyondBoundSinceMs: null }, effects: [] };
}
