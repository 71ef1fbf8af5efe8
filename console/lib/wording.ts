import type { BookState, Mode, Opportunity } from "./wire.ts";

/** Which leg buys and which sells, in the operator's words. */
export const DIRECTION_WORDS: Record<Opportunity["direction"], { buy: string; sell: string }> = {
  cex_to_dex: { buy: "Gemini", sell: "Orca" },
  dex_to_cex: { buy: "Orca", sell: "Gemini" },
};

/** "Buy Gemini → sell Orca". */
export function directionText(direction: Opportunity["direction"]): string {
  const { buy, sell } = DIRECTION_WORDS[direction];
  return `Buy ${buy} \u2192 sell ${sell}`;
}

/** What each mode does with money, as it is. */
export const MODE_MEANING: Record<Mode, string> = {
  demo: "Stand-in venues on this machine. No real money.",
  observe: "Real public market data. No orders are sent.",
  live: "Real venues and real money.",
};

export const BOOK_STATE_WORDS: Record<BookState, string> = {
  awaiting_snapshot: "Waiting",
  live: "Live",
  stale: "Stale",
  disconnected: "Disconnected",
  unlisted: "Not listed",
};

const REFUSALS: Record<string, string> = {
  "cex-unlisted": "Not tradable on Gemini",
  "cex-not-live": "Gemini book not live",
  "dex-not-live": "Orca pool not live",
  "stale-cex": "Gemini silent too long",
  "stale-dex": "Solana silent too long",
  "usdc-rate-missing": "No USDC rate",
  "usdc-rate-stale": "USDC rate void",
  "usdc-off-peg": "USDC off its peg",
  "below-min-spread": "Spread below the minimum",
  "below-profit-threshold": "Profit below the threshold",
  "suspect-spread": "Spread too wide to trust",
  "fee-tier-unread": "Fee tier not known",
  "below-minimum-size": "Below the minimum order",
  "pool-depth-unloaded": "Pool depth not loaded",
  "pool-refused": "Pool would refuse the swap",
  "net-below-threshold": "No size earns after costs",
  "rate-limited": "Too many opportunities a minute",
  "gate-shut": "The last run is still being reconciled",
  reconciling: "Balances are due to be compared with the venues",
  "observe-only": "Trading is switched off",
  paused: "A pause is in force",
  stale: "A side of the market is void or silent",
  "asset-busy": "Another trade of this asset is still open",
  "position-cap": "The size is above the position limit",
  "exposure-cap": "Open trades and this one exceed the exposure limit",
  "venue-not-ready": "Orders cannot be placed on one of the venues now",
  "insufficient-balance": "A venue does not hold enough for its leg",
  "below-minimum": "The closing leg is below the smallest order",
  "measured-costs": "Below the threshold under the measured costs",
};

/** A refusal code in words; an unknown code is spelled out rather than hidden. */
export function refusalText(code: string): string {
  return REFUSALS[code] ?? capitalised(code.replace(/[-_.]+/g, " "));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
