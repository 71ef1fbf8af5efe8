import type { CexAttempt, DexAttempt } from "#execution";
import { amountOfUnits, baseOfLots, type CexFill, quoteOf } from "#model";
import type { Said } from "./builders.ts";
import type { Tape } from "./tape.ts";

/** What a venue really did with one attempt, and everything that it will ever say of it, in its own order. */
export interface Truth {
  /** Base and quote that moved, 1e-18, both positive. */
  readonly base: bigint;
  readonly quote: bigint;
  readonly feeUsd: bigint;
  readonly feeLamports: bigint;
  readonly story: readonly Said[];
  /** It never reached the venue: who asks later hears that there is no such thing. */
  readonly neverLeft: boolean;
}

const NOTHING = { base: 0n, quote: 0n, feeUsd: 0n, feeLamports: 0n, neverLeft: false };
/** Of what was never sent. */
export const NOTHING_HAPPENED: Truth = { ...NOTHING, neverLeft: true, story: [] };
const FEE_LAMPORTS = 5_000n;

/** The exchange's side of an order: filled whole, in part, refused, lost on its way. */
export function cexTruth(attempt: CexAttempt, tape: Tape): Truth {
  const { id: attemptId, order } = attempt;
  // Beyond the seven kinds it fills whole, or in part: most trades must get as far as a second leg.
  const outcome = [0, 1, 2, 3, 4, 5, 6, 0, 1, 1, 6, 5][tape.pick(12)] ?? 0;
  if (outcome === 2)
    return {
      ...NOTHING,
      story: [{ kind: "cex-ended", attemptId, orderId: null, filledLots: 0, reason: "InsufficientFunds" }],
    };
  if (outcome === 3)
    return {
      ...NOTHING,
      story: [
        { kind: "cex-unknown", attemptId, reason: "socket lost" },
        { kind: "cex-absent", attemptId, detail: "nowhere, twice" },
      ],
    };
  if (outcome === 4)
    return {
      ...NOTHING,
      neverLeft: true,
      story: [{ kind: "cex-not-sent", attemptId, reason: "no socket" }],
    };
  const lots = outcome === 1 || outcome === 5 ? 1 + tape.pick(order.lots) : order.lots;
  const fills = fillsOf(attempt, lots, tape);
  const seen = fills[0]?.lots ?? 0;
  const story: Said[] = [
    { kind: "cex-acked", attemptId, orderId: "77" },
    { kind: "cex-partial", attemptId, orderId: "77", filledLots: seen },
    { kind: "cex-ended", attemptId, orderId: "77", filledLots: lots, reason: null },
    { kind: "cex-settled", attemptId, orderId: "77", fills },
  ];
  if (outcome >= 5) story.unshift({ kind: "cex-unknown", attemptId, reason: "no answer in time" });
  return {
    ...NOTHING,
    base: baseOfLots(lots, order),
    quote: fills.reduce((sum, fill) => sum + quoteOf(fill.ticks, fill.lots, order), 0n),
    feeUsd: fills.reduce((sum, { feeAmount }) => sum + feeAmount, 0n),
    story,
  };
}

/** One or two fills at the limit or better. */
function fillsOf({ order }: CexAttempt, lots: number, tape: Tape): readonly CexFill[] {
  const better = tape.pick(20) * (order.side === "buy" ? -1 : 1);
  const first = lots > 1 ? 1 + tape.pick(lots) : lots;
  return [first, lots - first]
    .filter((each) => each > 0)
    .map((each, i) => {
      const ticks = order.limitTicks + (i === 0 ? better : 0);
      const feeAmount = (quoteOf(ticks, each, order) * 35n) / 10_000n + 7n;
      return {
        fillId: `${900_719_925_474_099_300n + BigInt(i)}`,
        ticks,
        lots: each,
        feeAmount,
        feeAsset: "USD",
      };
    });
}

/** The chain's side of a swap: landed, failed, expired, or first seen on a fork that did not last. */
export function dexTruth(attempt: DexAttempt, plan: { quoteDecimals: number }, tape: Tape): Truth {
  const { id: attemptId, order } = attempt;
  const better = BigInt(tape.pick(1_000));
  const quoteUnits = order.side === "buy" ? order.limitQuoteUnits - better : order.limitQuoteUnits + better;
  const landed = landings(attemptId, order.side, order.baseUnits, quoteUnits);
  const vanished: Said = { kind: "dex-vanished", attemptId, reason: "abandoned fork" };
  const expired: Said = { kind: "dex-expired", attemptId, finalizedHeight: 151, detail: "twice" };
  const acked: Said = { kind: "dex-acked", attemptId, provider: "first" };
  const filled = {
    ...NOTHING,
    base: amountOfUnits(order.baseUnits, 9),
    quote: amountOfUnits(quoteUnits, plan.quoteDecimals),
    feeLamports: FEE_LAMPORTS,
  };
  const failed = { ...NOTHING, feeLamports: FEE_LAMPORTS };
  const { confirmed, finalized, failing, failedForGood } = landed;
  const truths: readonly Truth[] = [
    { ...filled, story: [acked, confirmed, finalized] },
    { ...failed, story: [acked, failing, failedForGood] },
    { ...NOTHING, story: [acked, expired] },
    { ...NOTHING, neverLeft: true, story: [{ kind: "dex-not-sent", attemptId, reason: "no account" }] },
    { ...filled, story: [confirmed, vanished, confirmed, finalized] },
    { ...NOTHING, story: [confirmed, vanished, expired] },
    { ...failed, story: [acked, confirmed, vanished, failing, failedForGood] },
    { ...filled, story: [failing, vanished, confirmed, finalized] },
    { ...filled, story: [{ kind: "dex-unknown", attemptId, reason: "nobody answered" }, finalized] },
  ];
  const truth = truths[[0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 4, 8, 7, 0][tape.pick(14)] ?? 0];
  if (truth === undefined) throw new Error("no such truth");
  return truth;
}

function landings(attemptId: string, side: "buy" | "sell", baseUnits: bigint, quoteUnits: bigint) {
  const sign = side === "buy" ? 1n : -1n;
  const about = { kind: "dex-landed", attemptId, slot: 9, feeLamports: FEE_LAMPORTS } as const;
  const ok = { ok: true, baseDelta: sign * baseUnits, quoteDelta: -sign * quoteUnits } as const;
  const error = { ok: false, error: "AmountOutBelowMinimum" } as const;
  return {
    confirmed: { ...about, commitment: "confirmed", outcome: ok } as const,
    finalized: { ...about, commitment: "finalized", outcome: ok } as const,
    failing: { ...about, commitment: "confirmed", outcome: error } as const,
    failedForGood: { ...about, commitment: "finalized", outcome: error } as const,
  };
}
