import { compareDecimals, isDecimal, signOf } from "./decimal-text.ts";
import { formatPrice, formatSize } from "./format.ts";
import type { Trade, TradeLeg, TradeStatus } from "./wire.ts";

export const STATUS_WORDS: Record<TradeStatus, { label: string; meaning: string }> = {
  executing: { label: "Executing", meaning: "On its way: not all of its legs are known to be done." },
  completed: { label: "Completed", meaning: "Both legs are done and nothing is left." },
  unwound: { label: "Unwound", meaning: "The first leg was taken back; nothing is left." },
  failed: { label: "Failed", meaning: "Nothing was exchanged." },
  stranded: { label: "Stranded", meaning: "Something is left that an operator must decide about." },
};

export const PURPOSE_WORDS: Record<TradeLeg["purpose"], string> = {
  entry: "Entry",
  hedge: "Hedge",
  complete: "Completion",
  reverse: "Reversal",
};

/** Where an open trade stands as a whole. */
export const PHASE_WORDS: Readonly<Record<string, string>> = {
  open: "First leg under way",
  leg1: "First leg filled, counterpart being chosen",
  leg2: "Counterpart under way",
  exposed: "Exposed: a way to close is looked for",
  compensating: "What is left is being closed",
  balanced: "Both legs done, last amounts awaited",
  flat: "Flat, last amounts awaited",
  stranded: "Waits for an operator",
};

export const LEG_STATE_WORDS: Record<TradeLeg["state"], string> = {
  planned: "Planned",
  intent_durable: "Written down",
  sent: "Sent",
  unknown: "Unknown",
  acked: "Acknowledged",
  partial: "Partly filled",
  filled: "Filled",
  rejected: "Rejected",
  expired: "Expired",
};

/** A venue's leg as the operator calls it. */
export function legVenueText(venue: string): string {
  if (venue === "gemini") return "Gemini";
  return venue === "solana" ? "Orca" : venue;
}

/** A step of a leg in words: "intent_durable" -> "Intent durable". */
export function stepText(what: string): string {
  const words = what.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The base asset's own name: "SOL-USD" -> "SOL". */
export function baseOf(asset: string): string {
  return asset.split("-")[0] ?? asset;
}

/** What is left in words: "Nothing is left", "0.5 SOL too much", "0.5 SOL too little". */
export function residualText({ residual, asset }: Pick<Trade, "residual" | "asset">): string {
  const sign = signOf(residual);
  if (sign === 0) return "Nothing is left";
  const size = `${formatSize(residual.replace("-", ""))} ${baseOf(asset)}`;
  return sign > 0 ? `${size} too much` : `${size} too little`;
}

/**
 * The bound that a leg was sent with: a price on the exchange; on chain the least that must be received for
 * what is sold, or the most that may be paid for what is bought.
 */
export function limitText({ venue, side, limit, quote_asset }: TradeLeg): { name: string; value: string } {
  if (venue !== "solana") return { name: "limit", value: formatPrice(limit) };
  return { name: side === "sell" ? "at least" : "at most", value: `${formatSize(limit)} ${quote_asset}` };
}

/** How much of what was wanted a leg really did, 0 to 100, for drawing only. */
export function filledPct({ wanted, filled }: Pick<TradeLeg, "wanted" | "filled">): number {
  if (!isDecimal(wanted) || !isDecimal(filled) || signOf(wanted) <= 0) return 0;
  if (compareDecimals(filled, wanted) >= 0) return 100;
  return Math.max(0, (Number(filled) / Number(wanted)) * 100);
}

/** "+1,204 ms": a step's time after the trade began. */
export function sinceStart(at: string, start: string): string {
  const ms = Math.max(0, Date.parse(at) - Date.parse(start));
  return ms < 10_000 ? `+${formatSize(String(ms))} ms` : `+${formatSize((ms / 1000).toFixed(1))} s`;
}
