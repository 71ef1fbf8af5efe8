import {
  type Attempt,
  beginTrade,
  type CexCloseOption,
  type DexCloseOption,
  type JournalRecord,
  recordOf,
  residualOf,
  stepTrade,
  type TradeEffect,
  type TradeEvent,
  type TradePlan,
  type TradeState,
} from "#execution";
import type { CexFill, SignedSwap } from "#model";

/** Builders for tests of one trade: two coins at about 150 dollars, lots of a thousandth, a smallest order of ten lots. */

export const T0 = 1_795_305_600_000;
export const USD = 10n ** 9n;
/** One lot in the ledger's 1e-18, and in the token's base units. */
export const LOT = 10n ** 15n;
export const LOT_UNITS = 10n ** 6n;
export const POLICIES = ["dex-first", "cex-first"] as const;
export const DIRECTIONS = ["cex_to_dex", "dex_to_cex"] as const;
export const EVERY_WAY = POLICIES.flatMap((policy) => DIRECTIONS.map((direction) => ({ policy, direction })));

const PAR = { num: 1n, den: 1n };

export function aPlan(change: Partial<TradePlan> = {}): TradePlan {
  return {
    ...{ tradeId: "T-1", opportunityId: "O-1", windowId: "W-1", mode: "demo", policy: "dex-first" },
    ...{ paper: false, asset: "SOL-USD", base: "SOL", symbol: "solusd", pool: "Pool1111" },
    ...{ direction: "dex_to_cex", isInjected: false },
    ...{ tickSize: { units: 1n, decimals: 2 }, lotSize: { units: 1n, decimals: 3 }, minLots: 10 },
    ...{ baseDecimals: 9, quoteDecimals: 6, lots: 2_000, baseUnits: 2_000n * LOT_UNITS },
    ...{ cexLimitTicks: 15_000, dexLimitQuoteUnits: 300_000_000n, ticksCrossed: 1 },
    quotes: { dex: 299n * 10n ** 18n, cex: 300n * 10n ** 18n },
    ...{ cexPrice: 150n * USD, dexPrice: 149n * USD, spreadPct: 2_000_000n, predictedPnlUsd: 2n * USD },
    costs: { cexFeeUsd: USD, dexFeeUsd: USD, impactUsd: 0n, slippageUsd: 0n, networkUsd: 0n },
    ...{ sizeUsd: 300n * USD, measuredPnlPct: null, maxLossUsd: 30n * USD },
    rates: { usdcBid: PAR, usdcAsk: PAR, solUsd: 150n * USD },
    ...{ decidedAtMs: T0, decidedNs: 1 },
    ...change,
  };
}

export function aSigned(n = 1): SignedSwap {
  return {
    ...{ signature: `sig-${n}`, wire: "AA==", blockhash: "hash" },
    ...{ lastValidBlockHeight: 150, feeLimitLamports: 20_000n },
  };
}

export function aFill(lots: number, change: Partial<CexFill> = {}): CexFill {
  return { fillId: "9007199254740993", ticks: 15_000, lots, feeAmount: 1n, feeAsset: "USD", ...change };
}

export function cexOption(change: Partial<CexCloseOption> = {}): CexCloseOption {
  return { limitTicks: 15_000, lots: 2_000, netUsd: 300n * USD, expectedQuote: 300n * 10n ** 18n, ...change };
}

export function dexOption(change: Partial<DexCloseOption> = {}): DexCloseOption {
  return {
    ...{ baseUnits: 2_000n * LOT_UNITS, limitQuoteUnits: 299_000_000n, ticksCrossed: 1 },
    ...{ netUsd: 299n * USD, expectedQuote: 299n * 10n ** 18n },
    ...change,
  };
}

/** An event without its time. */
export type Said = TradeEvent extends infer Each
  ? Each extends { readonly atMs: number }
    ? Omit<Each, "atMs">
    : never
  : never;

/** One trade as its owner drives it: keeps what was journaled, what was wanted and what the clock says. */
export class TradeRun {
  state: TradeState;
  nowMs = T0;
  readonly effects: TradeEffect[] = [];
  readonly records: JournalRecord[] = [];

  constructor(plan: TradePlan = aPlan()) {
    const event = { kind: "plan", plan, atMs: T0 } as const;
    const { state, effects } = beginTrade(event);
    this.state = state;
    this.effects.push(...effects);
    this.#keep(event);
  }

  /** Answers what this very event caused. */
  take(said: Said, afterMs = 1): readonly TradeEffect[] {
    this.nowMs += afterMs;
    const event = { ...said, atMs: this.nowMs } as TradeEvent;
    const { state, effects } = stepTrade(this.state, event);
    if (state !== this.state) this.#keep(event);
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }

  /** Signs where it is a swap, and makes the newest attempt's intent durable: it is sent. */
  send(): readonly TradeEffect[] {
    const { id, venue, n } = this.newest;
    if (venue === "solana") this.take({ kind: "prepared", attemptId: id, signed: aSigned(n) });
    return this.take({ kind: "durable", attemptId: id });
  }

  /** The newest attempt filled so many lots, as far as its venue has said yet: not for good. */
  fill(lots: number): readonly TradeEffect[] {
    const { id, venue } = this.newest;
    if (venue === "gemini")
      return this.take({ kind: "cex-ended", attemptId: id, orderId: "77", filledLots: lots, reason: null });
    return this.take(this.landed(lots, "confirmed"));
  }

  /** What the newest attempt did is known for good. */
  settle(lots: number): readonly TradeEffect[] {
    return this.settleAttempt(this.newest, lots);
  }

  settleAttempt(attempt: Attempt, lots: number): readonly TradeEffect[] {
    if (attempt.venue === "gemini")
      return this.take({ kind: "cex-settled", attemptId: attempt.id, orderId: "77", fills: [aFill(lots)] });
    return this.take(this.landed(lots, "finalized", attempt));
  }

  landed(lots: number, commitment: "confirmed" | "finalized", attempt = this.newest): Said {
    const baseDelta = BigInt(lots) * LOT_UNITS;
    const quoteDelta = BigInt(lots) * 149_500n;
    const outcome =
      attempt.order.side === "buy"
        ? ({ ok: true, baseDelta, quoteDelta: -quoteDelta } as const)
        : ({ ok: true, baseDelta: -baseDelta, quoteDelta } as const);
    return { kind: "dex-landed", attemptId: attempt.id, commitment, slot: 9, feeLamports: 5_000n, outcome };
  }

  failed(commitment: "confirmed" | "finalized", error = "AmountOutBelowMinimum"): Said {
    const { id: attemptId } = this.newest;
    const outcome = { ok: false, error } as const;
    return { kind: "dex-landed", attemptId, commitment, slot: 9, feeLamports: 5_000n, outcome };
  }

  get newest(): Attempt {
    return this.attempt(this.state.attempts.length);
  }

  attempt(n: number): Attempt {
    const attempt = this.state.attempts[n - 1];
    if (attempt === undefined) throw new Error(`there is no attempt ${n}`);
    return attempt;
  }

  get phase(): string {
    return this.state.phase.kind;
  }

  #keep(event: TradeEvent): void {
    this.records.push(recordOf(this.state.plan.tradeId, this.records.length + 1, event));
  }
}

/** The first leg is filled, as far as its venue has said yet, and a price was asked for. */
export function anExposedTrade(plan: Partial<TradePlan> = {}, lots = 2_000): TradeRun {
  const run = new TradeRun(aPlan(plan));
  run.send();
  run.fill(lots);
  return run;
}

/** Prices both venues so that the other one than the first leg's is the better way. */
export function priceHedge(run: TradeRun, change: { lots?: number } = {}): readonly TradeEffect[] {
  const lots = change.lots ?? 2_000;
  const selling = residualOf(run.state) > 0n;
  const sign = selling ? 1n : -1n;
  const worth = (sign * BigInt(lots) * 150n * USD) / 1_000n;
  const toBook = run.state.plan.policy === "dex-first";
  const baseUnits = BigInt(lots) * LOT_UNITS;
  return run.take({
    kind: "priced",
    cex: cexOption({ lots, netUsd: toBook ? worth : worth - USD }),
    dex: dexOption({ baseUnits, netUsd: toBook ? worth - USD : worth }),
  });
}

export function kindsOf(effects: readonly TradeEffect[]): string[] {
  return effects.map(({ kind }) => kind);
}
