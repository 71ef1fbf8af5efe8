import type { MarketSide } from "#engine";

import {
  type CexFill,
  type CexIntent,
  type Clock,
  type DexIntent,
  type DexOrder,
  isRefusal,
  type LegEvidence,
  quoteOf,
  type SignedSwap,
  type Timers,
} from "#model";
import type { Filler } from "./counterparties.ts";

/** One asset of the live market by its order symbol or its pool; null where it is unknown. */
export type MarketLookup = (of: { readonly symbol?: string; readonly pool?: string }) => MarketSide | null;

export interface PaperOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly evidence: (evidence: LegEvidence) => void;
  /** The live market by order symbol and by pool, null where it is void; null for fills at the limit itself. */
  readonly market: MarketLookup | null;
  /** Taker fee in millionths. */
  readonly takerFeePpm: number;
  readonly networkLamports: bigint;
  /** From the send to the exchange's answer, to confirmation, and from there to finality. */
  readonly cexMs: number;
  readonly confirmMs: number;
  readonly finalMs: number;
}

/**
 * Fills on paper: after the delay that a real venue would take, against whatever the live depth holds then, in part
 * where it holds less, with the real fee. No venue hears of it, and nothing of it survives a restart.
 */
export function createPaper(options: PaperOptions): Filler {
  let count = 0;
  const nextId = (kind: string) => `paper-${kind}-${options.clock.epochMs().toString(36)}-${++count}`;
  return {
    cex: {
      send: (intent) =>
        options.timers.after(options.cexMs, () => fillOrder(options, intent, nextId("order"))),
      pursue: ({ attemptId }) =>
        tell(options, { kind: "cex-absent", attemptId, detail: "paper does not outlive its process" }),
    },
    dex: {
      prepare: () => unsigned(nextId("swap")),
      send: (intent) => void options.timers.after(options.confirmMs, () => land(options, intent)),
      pursue: ({ attemptId }) =>
        tell(options, {
          ...{ kind: "dex-expired", attemptId, finalizedHeight: 0 },
          detail: "paper does not outlive its process",
        }),
    },
  };
}

type Told = LegEvidence extends infer Evidence
  ? Evidence extends LegEvidence
    ? Omit<Evidence, "atMs">
    : never
  : never;

function tell({ clock, evidence }: PaperOptions, told: Told): void {
  evidence({ ...told, atMs: clock.epochMs() } as LegEvidence);
}

function fillOrder(options: PaperOptions, { attemptId, order }: CexIntent, orderId: string): void {
  const taken =
    options.market === null ? [{ ticks: order.limitTicks, lots: order.lots }] : take(options, order);
  const fills = taken.map((level, index): CexFill => {
    const quote = quoteOf(level.ticks, level.lots, order);
    const feeAmount = (quote * BigInt(options.takerFeePpm)) / 1_000_000n;
    return { ...level, fillId: `${orderId}-${index + 1}`, feeAmount, feeAsset: "USD" };
  });
  const filledLots = taken.reduce((sum, { lots }) => sum + lots, 0);
  const reason = filledLots < order.lots ? "ImmediateOrCancelWouldPost" : null;
  tell(options, { kind: "cex-ended", attemptId, orderId, filledLots, reason });
  if (filledLots > 0) tell(options, { kind: "cex-settled", attemptId, orderId, fills });
}

/** The levels that an immediate-or-cancel limit would take now. */
function take({ market }: PaperOptions, order: CexIntent["order"]): { ticks: number; lots: number }[] {
  const book = market?.({ symbol: order.symbol })?.book ?? null;
  const levels: { ticks: number; lots: number }[] = [];
  if (book === null) return levels;
  const buying = order.side === "buy";
  let left = order.lots;
  for (let i = 0; i < (buying ? book.askCount : book.bidCount) && left > 0; i += 1) {
    const ticks = buying ? book.askTicksAt(i) : book.bidTicksAt(i);
    if (buying ? ticks > order.limitTicks : ticks < order.limitTicks) break;
    const lots = Math.min(left, buying ? book.askLotsAt(i) : book.bidLotsAt(i));
    levels.push({ ticks, lots });
    left -= lots;
  }
  return levels;
}

/** Nothing is signed on paper: an identity is all that the trade needs. */
function unsigned(signature: string): SignedSwap {
  return { signature, wire: "", blockhash: "paper", lastValidBlockHeight: 0, feeLimitLamports: 0n };
}

function land(options: PaperOptions, { attemptId, order }: DexIntent): void {
  const outcome = swap(options, order);
  const slot = options.market?.({ pool: order.pool })?.curve?.slot ?? 0;
  const landed = {
    kind: "dex-landed",
    attemptId,
    slot,
    outcome,
    feeLamports: options.networkLamports,
  } as const;
  tell(options, { ...landed, commitment: "confirmed" });
  options.timers.after(options.finalMs, () => tell(options, { ...landed, commitment: "finalized" }));
}

type Landed = Extract<LegEvidence, { kind: "dex-landed" }>["outcome"];

function swap({ market }: PaperOptions, order: DexOrder): Landed {
  const { baseUnits, limitQuoteUnits, side } = order;
  if (market === null) return deltas(side, baseUnits, limitQuoteUnits);
  const curve = market({ pool: order.pool })?.curve ?? null;
  if (curve === null) return { ok: false, error: "the pool is void" };
  const quote = side === "sell" ? curve.sellBase(baseUnits) : curve.buyBase(baseUnits);
  if (isRefusal(quote)) return { ok: false, error: quote.refused };
  if (side === "sell" && quote.amountOut < limitQuoteUnits)
    return { ok: false, error: "AmountOutBelowMinimum" };
  if (side === "buy" && quote.amountIn > limitQuoteUnits) return { ok: false, error: "AmountInAboveMaximum" };
  return deltas(side, baseUnits, side === "sell" ? quote.amountOut : quote.amountIn);
}

function deltas(side: "buy" | "sell", base: bigint, quote: bigint): Landed {
  if (side === "sell") return { ok: true, baseDelta: -base, quoteDelta: quote };
  return { ok: true, baseDelta: base, quoteDelta: -quote };
}
