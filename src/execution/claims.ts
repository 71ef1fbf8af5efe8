import { amountOfUnits, quoteOf, type Side, type VenueName } from "#model";
import type { Attempt } from "./attempt.ts";
import { wantedBase } from "./new-attempt.ts";
import { sidesOf, type TradePlan } from "./plan.ts";
import { entrySide, entryVenue, type TradeState } from "./trade-state.ts";

/** What an open trade keeps from others of an asset on a venue, 1e-18: set aside, and given away to a send. */
export interface Claim {
  readonly venue: VenueName;
  readonly asset: string;
  readonly reserved: bigint;
  readonly inFlight: bigint;
}

/** Most that the exchange may take on top of a purchase: the dearest published taker fee, 1.2 %, in millionths. */
const DEAREST_FEE_PPM = 12_000n;

/**
 * Everything that the trade's legs may still need: what was sent and has no settlement is in flight, what is
 * planned is reserved, and so is the counterpart of a first leg that has not ended.
 */
export function claimsOf(state: TradeState): readonly Claim[] {
  if (state.phase.kind === "closed") return [];
  const own = state.attempts
    .filter(({ settlement }) => settlement === null)
    .map((one) => claimOf(one, state.plan));
  const hedgeChosen = state.attempts.length > 1 || state.attempts[0]?.settlement?.kind === "nothing";
  return hedgeChosen ? own : [...own, counterpart(state.plan)];
}

function claimOf(attempt: Attempt, plan: TradePlan): Claim {
  const { asset, amount } = needOf(attempt, plan);
  const waits = attempt.phase === "planned" || attempt.phase === "intent_durable";
  const { venue } = attempt;
  return waits
    ? { venue, asset, reserved: amount, inFlight: 0n }
    : { venue, asset, reserved: 0n, inFlight: amount };
}

function needOf(attempt: Attempt, plan: TradePlan): { asset: string; amount: bigint } {
  if (attempt.order.side === "sell")
    return { asset: plan.base, amount: wantedBase(attempt, plan.baseDecimals) };
  if (attempt.venue === "solana")
    return { asset: "USDC", amount: amountOfUnits(attempt.order.limitQuoteUnits, plan.quoteDecimals) };
  const { limitTicks, lots } = attempt.order;
  return { asset: "USD", amount: withDearestFee(quoteOf(limitTicks, lots, attempt.order)) };
}

/** The leg that will close the first one, at the plan's size. */
function counterpart(plan: TradePlan): Claim {
  const { venue, asset, amount } = counterpartNeed(plan);
  return { venue, asset, reserved: amount, inFlight: 0n };
}

interface Need {
  readonly venue: VenueName;
  readonly asset: string;
  readonly amount: bigint;
}

function counterpartNeed(plan: TradePlan): Need {
  const venue = entryVenue(plan) === "solana" ? "gemini" : "solana";
  return needAt(plan, venue, entrySide(plan) === "buy" ? "sell" : "buy");
}

function needAt(plan: TradePlan, venue: VenueName, side: Side): Need {
  if (side === "sell")
    return { venue, asset: plan.base, amount: amountOfUnits(plan.baseUnits, plan.baseDecimals) };
  if (venue === "solana")
    return { venue, asset: "USDC", amount: amountOfUnits(plan.dexLimitQuoteUnits, plan.quoteDecimals) };
  const order = { ...plan, venue: "gemini", side, limitTicks: plan.cexLimitTicks } as const;
  return { venue, asset: "USD", amount: withDearestFee(quoteOf(plan.cexLimitTicks, plan.lots, order)) };
}

/** What both legs of a plan need to be there before it starts. */
export function needsOf(plan: TradePlan): readonly Need[] {
  const sides = sidesOf(plan);
  return [needAt(plan, "gemini", sides.cex), needAt(plan, "solana", sides.dex)];
}

/** A purchase with the dearest fee on top, 1e-18. */
export function withDearestFee(quote: bigint): bigint {
  return quote + (quote * DEAREST_FEE_PPM) / 1_000_000n + 1n;
}
