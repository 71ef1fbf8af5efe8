import { type AttemptPurpose, amountOfUnits, type Side } from "#model";
import { type CexAttempt, type DexAttempt, NOTHING_FILLED } from "./attempt.ts";
import type { CexCloseOption, DexCloseOption, TradeEffect } from "./events.ts";
import { entrySide, type TradeState } from "./trade-state.ts";

interface Made<A> {
  readonly attempt: A;
  readonly effect: TradeEffect;
}

interface NewAttempt {
  readonly purpose: AttemptPurpose;
  readonly side: Side;
  readonly atMs: number;
}

const FRESH = {
  phase: "planned",
  filled: NOTHING_FILLED,
  settlement: null,
  orderId: null,
  reason: null,
} as const;

/** The next order of a trade; its intent is the record that brought it about. */
export function cexAttempt(
  { plan, attempts }: Pick<TradeState, "plan" | "attempts">,
  { purpose, side, atMs }: NewAttempt,
  option: Pick<CexCloseOption, "limitTicks" | "lots" | "expectedQuote">,
): Made<CexAttempt> {
  const n = attempts.length + 1;
  const id = `${plan.tradeId}-${n}`;
  const { symbol, tickSize, lotSize } = plan;
  const { limitTicks, lots, expectedQuote } = option;
  return {
    attempt: {
      ...FRESH,
      ...{ venue: "gemini", id, n, purpose, expectedQuote },
      order: { venue: "gemini", symbol, side, limitTicks, lots, tickSize, lotSize },
      timeline: [{ atMs, what: "planned", ref: id }],
    },
    effect: { kind: "persist", attemptId: id, first: n === 1 },
  };
}

/** The next swap of a trade; it has no identity on chain before it is signed. */
export function dexAttempt(
  { plan, attempts }: Pick<TradeState, "plan" | "attempts">,
  { purpose, side, atMs }: NewAttempt,
  option: Pick<DexCloseOption, "baseUnits" | "limitQuoteUnits" | "ticksCrossed" | "expectedQuote">,
): Made<DexAttempt> {
  const n = attempts.length + 1;
  const id = `${plan.tradeId}-${n}`;
  const { baseUnits, limitQuoteUnits, ticksCrossed, expectedQuote } = option;
  const order = { venue: "solana", pool: plan.pool, side, baseUnits, limitQuoteUnits, ticksCrossed } as const;
  return {
    attempt: {
      ...FRESH,
      ...{ venue: "solana", id, n, purpose, expectedQuote, order, signed: null },
      timeline: [{ atMs, what: "planned", ref: id }],
    },
    effect: { kind: "prepare", attemptId: id, order },
  };
}

/** The first leg, as planned. */
export function entryAttempt(state: TradeState, atMs: number): Made<CexAttempt | DexAttempt> {
  const { plan } = state;
  const entry = { purpose: "entry", side: entrySide(plan), atMs } as const;
  if (plan.policy === "cex-first")
    return cexAttempt(state, entry, {
      limitTicks: plan.cexLimitTicks,
      lots: plan.lots,
      expectedQuote: plan.quotes.cex,
    });
  return dexAttempt(state, entry, {
    baseUnits: plan.baseUnits,
    limitQuoteUnits: plan.dexLimitQuoteUnits,
    ticksCrossed: plan.ticksCrossed,
    expectedQuote: plan.quotes.dex,
  });
}

/** What the wanted base of an attempt is, 1e-18. */
export function wantedBase(attempt: CexAttempt | DexAttempt, baseDecimals: number): bigint {
  if (attempt.venue === "solana") return amountOfUnits(attempt.order.baseUnits, baseDecimals);
  const { lots, lotSize } = attempt.order;
  return amountOfUnits(BigInt(lots) * lotSize.units, lotSize.decimals);
}
