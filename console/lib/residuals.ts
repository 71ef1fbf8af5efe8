import { compareDecimals, signOf, sumDecimals } from "./decimal-text.ts";
import { baseOf } from "./trade-text.ts";
import type { OpenTrade, Trade } from "./wire.ts";

/** Something that a trade holds too much or owes, and why it is not gone. */
export interface Residual {
  readonly trade: Trade;
  readonly base: string;
  /** Signed decimal text: positive is held too much. */
  readonly amount: string;
  readonly kind: "closing" | "stranded" | "accepted" | "dust";
  readonly why: string;
}

const PHASE_WHY: Readonly<Record<string, string>> = {
  open: "The first leg is filled in part; its end is awaited.",
  leg1: "The first leg is filled; its counterpart is being chosen.",
  leg2: "The first leg is filled; its counterpart is under way.",
  exposed:
    "The counterpart left something; it is closed as soon as a venue can be priced within the loss bound.",
  compensating: "What is left is being closed.",
  balanced: "Below the exchange's smallest order; the last amounts are awaited.",
  flat: "Below the exchange's smallest order; the last amounts are awaited.",
};

/** What is left of open trades and, of the trades given, of those that are over. Injected ones hold nothing. */
export function residualsOf(open: readonly OpenTrade[], others: readonly Trade[]): Residual[] {
  const openIds = new Set(open.map(({ id }) => id));
  const over = others.filter(({ id, closed_at }) => closed_at !== null && !openIds.has(id));
  return [...open.map(ofOpen), ...over.map(ofFinished)].filter(
    ({ trade, amount }) => !trade.is_injected && signOf(amount) !== 0,
  );
}

/** The net of each asset, in the order in which they first come. */
export function netByAsset(
  residuals: readonly Residual[],
): { readonly base: string; readonly amount: string }[] {
  const bases = [...new Set(residuals.map(({ base }) => base))];
  return bases.map((base) => {
    const amounts = residuals.filter((one) => one.base === base).map(({ amount }) => amount);
    return { base, amount: sumDecimals(amounts) };
  });
}

function ofOpen(trade: OpenTrade): Residual {
  const about = { trade, base: baseOf(trade.asset), amount: trade.residual };
  if (trade.phase === "stranded") return { ...about, kind: "stranded", why: trade.status_reason };
  const below = compareDecimals(trade.residual.replace("-", ""), trade.smallest_closable) < 0;
  const why = PHASE_WHY[below ? "flat" : trade.phase] ?? "It is being closed.";
  return { ...about, kind: below ? "dust" : "closing", why };
}

function ofFinished(trade: Trade): Residual {
  const about = { trade, base: baseOf(trade.asset), amount: trade.residual };
  if (trade.status === "stranded") return { ...about, kind: "accepted", why: trade.status_reason };
  return { ...about, kind: "dust", why: "Below the exchange's smallest order, so it stays in the ledger." };
}
