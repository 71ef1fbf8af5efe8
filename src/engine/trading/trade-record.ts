import {
  type Attempt,
  hasFills,
  outcomeOf,
  residualOf,
  sidesOf,
  type TradePlan,
  type TradeState,
  wantedBase,
} from "#execution";
import {
  attribute,
  dollars,
  type LegDollars,
  type Transfer,
  type TwoSided,
  type Valuation,
  valueTransfers,
} from "#ledger";
import {
  AMOUNT_DECIMALS,
  type Attribution,
  amountOfUnits,
  divide,
  type FeePaid,
  formatDecimal,
  formatSteps,
  type LegRecord,
  type Ratio,
  type Side,
  type TradeRecord,
} from "#model";
import { PCT_ONE } from "#signal";

/** Beyond the state: what was booked, how often it was told, and what is left of the base is worth now. */
export interface RecordInputs {
  readonly state: TradeState;
  readonly transfers: readonly Transfer[];
  readonly version: number;
  readonly baseUsd: TwoSided;
}

const PER_USD = 10n ** 9n;
const AMOUNT_ONE = 10n ** BigInt(AMOUNT_DECIMALS);
const PAR: TwoSided = { bid: { num: 1n, den: 1n }, ask: { num: 1n, den: 1n } };

/** A trade as it is stored and shown; every dollar of its result comes from its transfers. */
export function recordOfTrade(inputs: RecordInputs): TradeRecord {
  const { state, transfers, version } = inputs;
  const { plan } = state;
  const worth = valueTransfers(transfers, pricesOf(plan, inputs.baseUsd));
  const closed = state.phase.kind === "closed";
  const prices = { cex: averagePrice(state, "gemini"), dex: averagePrice(state, "solana") };
  const buysOnCex = plan.direction === "cex_to_dex";
  return {
    ...{ id: plan.tradeId, opportunityId: plan.opportunityId, windowId: plan.windowId },
    ...{ asset: plan.asset, direction: plan.direction, policy: plan.policy, mode: plan.mode },
    ...statusOf(state),
    size: amountOfUnits(BigInt(plan.lots) * plan.lotSize.units, plan.lotSize.decimals) / PER_USD,
    sizeUsd: plan.sizeUsd,
    cexPrice: prices.cex,
    dexPrice: prices.dex,
    entryPrice: priceOfSide(state, "buy") ?? (buysOnCex ? prices.cex : prices.dex),
    exitPrice: priceOfSide(state, "sell") ?? (buysOnCex ? prices.dex : prices.cex),
    feesUsd: worth.feesUsd,
    pnlUsd: worth.pnlUsd,
    pnlPct: plan.sizeUsd === 0n ? 0n : divide(worth.pnlUsd * PCT_ONE, plan.sizeUsd, "floor"),
    predictedPnlUsd: plan.predictedPnlUsd,
    latencyMs: (state.flatAtMs ?? state.updatedAtMs) - plan.decidedAtMs,
    exposureMs: exposureOf(state),
    ...{ openedAtMs: plan.decidedAtMs, updatedAtMs: state.updatedAtMs },
    closedAtMs: closed ? state.updatedAtMs : null,
    version,
    cexOrderId: state.attempts.findLast(({ orderId }) => orderId !== null)?.orderId ?? null,
    dexTxSig: signatureOf(state),
    ...{ isSimulated: plan.mode !== "live", isInjected: plan.isInjected },
    residual: residualOf(state),
    usdcUsd: (quoteRate(plan).num * PER_USD) / quoteRate(plan).den,
    solUsd: plan.rates.solUsd,
    attribution: closed ? attributionOf(state, worth) : null,
    legs: state.attempts.map((attempt) => legOf(attempt, plan)),
  };
}

/** From the first evidenced fill until nothing was left, or so far. */
export function exposureOf({ exposedAtMs, flatAtMs, updatedAtMs }: TradeState): number | null {
  return exposedAtMs === null ? null : (flatAtMs ?? updatedAtMs) - exposedAtMs;
}

export function pricesOf(plan: TradePlan, baseUsd: TwoSided) {
  const { usdcBid: bid, usdcAsk: ask, solUsd } = plan.rates;
  return { usdcUsd: { bid, ask }, baseUsd, base: plan.base, solUsd: { num: solUsd, den: PER_USD } };
}

function statusOf(state: TradeState): Pick<TradeRecord, "status" | "statusReason"> {
  const { phase } = state;
  if (phase.kind === "closed") return { status: phase.status, statusReason: phase.reason };
  if (phase.kind === "stranded") return { status: "stranded", statusReason: phase.reason };
  return { status: "executing", statusReason: phase.kind };
}

function signatureOf({ attempts }: TradeState): string | null {
  const swaps = attempts.filter((one) => one.venue === "solana");
  const filled = swaps.findLast((one) => one.filled.base > 0n);
  return (filled ?? swaps.at(-1))?.signed?.signature ?? null;
}

/** The legs that did what the plan wanted there; a reversal is no part of a price that the trade was made for. */
function intended(state: TradeState, venue: Attempt["venue"]): readonly Attempt[] {
  const side = venue === "gemini" ? sidesOf(state.plan).cex : sidesOf(state.plan).dex;
  return state.attempts.filter(
    (one) => one.venue === venue && one.order.side === side && one.filled.base > 0n,
  );
}

/** 1e-9 USD of a whole coin, rounded down; the decision's price where nothing was filled. */
function averagePrice(state: TradeState, venue: Attempt["venue"]): bigint {
  const { plan } = state;
  const legs = intended(state, venue);
  const base = legs.reduce((sum, { filled }) => sum + filled.base, 0n);
  if (base === 0n) return venue === "gemini" ? plan.cexPrice : plan.dexPrice;
  const quote = legs.reduce((sum, { filled }) => sum + filled.quote, 0n);
  const rate = venue === "gemini" ? PAR.bid : quoteRate(plan);
  return (quote * rate.num * PER_USD) / (rate.den * base);
}

/** Average over all that was bought, or sold, wherever that was; null where nothing was. */
function priceOfSide({ attempts, plan }: TradeState, side: Side): bigint | null {
  const legs = attempts.filter(({ order, filled }) => order.side === side && filled.base > 0n);
  const base = legs.reduce((sum, { filled }) => sum + filled.base, 0n);
  if (base === 0n) return null;
  const usdc = side === "sell" ? plan.rates.usdcBid : plan.rates.usdcAsk;
  const usd = legs.reduce((sum, { venue, filled }) => {
    const rate = venue === "gemini" ? PAR.bid : usdc;
    return sum + (filled.quote * rate.num * PER_USD) / rate.den;
  }, 0n);
  return usd / base;
}

function quoteRate({ direction, rates }: TradePlan): Ratio {
  return direction === "cex_to_dex" ? rates.usdcBid : rates.usdcAsk;
}

function legOf(attempt: Attempt, plan: TradePlan): LegRecord {
  const cex = attempt.venue === "gemini";
  return {
    ...{ attemptId: attempt.id, attempt: attempt.n, venue: attempt.venue, purpose: attempt.purpose },
    ...{ side: attempt.order.side, phase: attempt.phase, settled: attempt.settlement !== null },
    reference: cex ? attempt.id : (attempt.signed?.signature ?? null),
    orderId: attempt.orderId,
    limit: cex
      ? formatSteps(attempt.order.limitTicks, attempt.order.tickSize)
      : formatDecimal(attempt.order.limitQuoteUnits, plan.quoteDecimals),
    wantedBase: wantedBase(attempt, plan.baseDecimals),
    filledBase: attempt.filled.base,
    quoteAmount: attempt.filled.quote,
    quoteAsset: cex ? "USD" : "USDC",
    fees: feesOf(attempt),
    reason: attempt.reason,
    timeline: attempt.timeline,
  };
}

function feesOf({ settlement }: Attempt): readonly FeePaid[] {
  if (settlement?.kind === "dex") return [{ asset: "SOL", amount: amountOfUnits(settlement.feeLamports, 9) }];
  if (settlement?.kind !== "cex") return [];
  const sums = new Map<string, bigint>();
  for (const { feeAsset, feeAmount } of settlement.fills)
    sums.set(feeAsset, (sums.get(feeAsset) ?? 0n) + feeAmount);
  return [...sums].map(([asset, amount]) => ({ asset, amount }));
}

/** Null where nothing was filled: then there is nothing to explain but a fee. */
function attributionOf(state: TradeState, worth: Valuation): Attribution | null {
  if (!hasFills(state) || outcomeOf(state).status === "failed") return null;
  const { plan } = state;
  const { costs } = plan;
  const networkUsd = -dollars(worth.gas, { bid: solRate(plan), ask: solRate(plan) }, "floor");
  return attribute({
    predictedPnlUsd: plan.predictedPnlUsd,
    realisedPnlUsd: worth.pnlUsd,
    predicted: {
      cexFeeUsd: costs.cexFeeUsd,
      dexExtraUsd: dexExtraOf(plan),
      slippageUsd: costs.slippageUsd,
      networkUsd: costs.networkUsd,
    },
    cexFeeUsd: worth.feesUsd - networkUsd,
    networkUsd,
    dex: legDollars(state, "solana"),
    cex: legDollars(state, "gemini"),
  });
}

/** What the static model set aside beyond the pool's own fee: all of the predicted net that nothing else explains. */
function dexExtraOf(plan: TradePlan): bigint {
  const { quotes, costs, predictedPnlUsd } = plan;
  const dexUsd = (quotes.dex * quoteRate(plan).num) / (quoteRate(plan).den * PER_USD);
  const cexUsd = quotes.cex / PER_USD;
  const gross = plan.direction === "cex_to_dex" ? dexUsd - cexUsd : cexUsd - dexUsd;
  return gross - costs.cexFeeUsd - costs.slippageUsd - costs.networkUsd - predictedPnlUsd;
}

function solRate({ rates }: TradePlan): Ratio {
  return { num: rates.solUsd, den: PER_USD };
}

/** Dollars of the intended legs of a venue: as expected for what was filled, and as filled. */
function legDollars(state: TradeState, venue: Attempt["venue"]): LegDollars | null {
  const legs = intended(state, venue);
  if (legs.length === 0) return null;
  const { plan } = state;
  const rate = venue === "gemini" ? PAR.bid : quoteRate(plan);
  const value = (quote: bigint) => (quote * rate.num) / (rate.den * PER_USD);
  const sign = legs[0]?.order.side === "sell" ? 1n : -1n;
  const sums = legs.map((leg) => ({
    expected: (leg.expectedQuote * leg.filled.base) / wantedBase(leg, plan.baseDecimals),
    actual: leg.filled.quote,
  }));
  const sum = (pick: (one: { expected: bigint; actual: bigint }) => bigint) =>
    sums.reduce((total, one) => total + pick(one), 0n);
  return {
    expectedUsd: sign * value(sum(({ expected }) => expected)),
    actualUsd: sign * value(sum(({ actual }) => actual)),
  };
}

/** A price in 1e-9 USD on both sides, for what has no book now. */
export function flatPrice(usd: bigint): TwoSided {
  const price = { num: usd, den: PER_USD };
  return { bid: price, ask: price };
}

/** Dollars of an amount of base at a price in 1e-9 USD. */
export function usdOfBase(amount: bigint, price: bigint): bigint {
  return ((amount < 0n ? -amount : amount) * price) / AMOUNT_ONE;
}
