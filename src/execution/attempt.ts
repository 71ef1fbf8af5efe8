import {
  type AttemptPhase,
  type AttemptPurpose,
  baseOfLots,
  type CexFill,
  type CexOrder,
  type DexOrder,
  quoteOf,
  type SignedSwap,
  type TimelineEntry,
} from "#model";

/** Evidenced amounts, 1e-18, both positive: base bought or sold, quote paid or received. */
export interface Filled {
  readonly base: bigint;
  readonly quote: bigint;
}

export const NOTHING_FILLED: Filled = { base: 0n, quote: 0n };

/** What the ledger books of an attempt, once it is known for good. */
export type Settlement =
  | { readonly kind: "cex"; readonly fills: readonly CexFill[] }
  | {
      readonly kind: "dex";
      readonly baseDelta: bigint;
      readonly quoteDelta: bigint;
      readonly feeLamports: bigint;
    }
  /** It never took effect and cost nothing. */
  | { readonly kind: "nothing" };

interface AttemptBase {
  /** `<trade id>-<n>`: also the client order id on the exchange. */
  readonly id: string;
  /** 1, 2, 3, ... over both venues of the trade. */
  readonly n: number;
  readonly purpose: AttemptPurpose;
  readonly phase: AttemptPhase;
  readonly filled: Filled;
  /** Null while what it did is not known for good. */
  readonly settlement: Settlement | null;
  readonly orderId: string | null;
  readonly reason: string | null;
  /** What it was expected to give when it was decided, 1e-18 of the quote asset. */
  readonly expectedQuote: bigint;
  readonly timeline: readonly TimelineEntry[];
}

export interface CexAttempt extends AttemptBase {
  readonly venue: "gemini";
  readonly order: CexOrder;
}

export interface DexAttempt extends AttemptBase {
  readonly venue: "solana";
  readonly order: DexOrder;
  /** Null until it is built and signed. */
  readonly signed: SignedSwap | null;
}

/** One order or swap of a trade, from plan to settlement. */
export type Attempt = CexAttempt | DexAttempt;

const TERMINAL: ReadonlySet<AttemptPhase> = new Set<AttemptPhase>(["filled", "rejected", "expired"]);

/** True where evidence has ended it. On chain a confirmed end may still vanish; see `mayFollow`. */
export function isTerminal(attempt: Attempt): boolean {
  return TERMINAL.has(attempt.phase);
}

/**
 * True where another attempt may follow: the venue's evidence has ended it, and on chain a failure is final
 * too. A confirmed swap is enough to start the hedge; it stays the trade's own first leg if it vanishes.
 */
export function mayFollow(attempt: Attempt): boolean {
  if (!isTerminal(attempt)) return false;
  return attempt.venue === "gemini" || attempt.phase === "filled" || attempt.settlement !== null;
}

/** True where it is known that no venue ever heard of it. */
export function neverLeft({ timeline }: Attempt): boolean {
  return timeline.at(-1)?.what === "not_sent";
}

/** A copy with a new phase and its line in the timeline. */
export function moved<A extends Attempt>(
  attempt: A,
  change: Partial<Pick<AttemptBase, "phase" | "filled" | "settlement" | "orderId" | "reason">>,
  entry: TimelineEntry,
): A {
  return { ...attempt, ...change, timeline: [...attempt.timeline, entry] };
}

/** The sum of exchange fills. */
export function filledOf(fills: readonly CexFill[], order: CexOrder): Filled {
  const lots = fills.reduce((sum, fill) => sum + fill.lots, 0);
  const quote = fills.reduce((sum, fill) => sum + quoteOf(fill.ticks, fill.lots, order), 0n);
  return { base: baseOfLots(lots, order), quote };
}
