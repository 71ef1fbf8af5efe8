/** Every reason why an evaluation is no opportunity, with the sentence that an operator reads. */
export const REFUSALS = {
  "cex-unlisted": "The exchange does not list this asset or takes no immediate-or-cancel orders for it now.",
  "cex-not-live": "The order book is void, one-sided or still waits for its snapshot.",
  "dex-not-live": "The pool is void or was not delivered yet.",
  "stale-cex": "The exchange has shown no sign of life within the staleness limit.",
  "stale-dex": "The Solana node has shown no sign of life within the staleness limit.",
  "usdc-rate-missing": "There is no USDC/USD book to value the pool's dollar token with.",
  "usdc-rate-stale": "The USDC/USD book was live and is void now.",
  "usdc-off-peg": "USDC trades outside 0.995 to 1.005 dollars.",
  "below-min-spread": "The gross spread of neither direction reaches MIN_SPREAD_PCT.",
  "below-profit-threshold": "The spread less the static costs is below PROFIT_THRESHOLD_PCT.",
  "suspect-spread": "The spread is so wide that one of the two prices is suspect.",
  "fee-tier-unread": "The measured cost model needs the venue's fee tier, which was not read.",
  "below-minimum-size": "Book depth or the position limit allows less than the exchange's minimum order.",
  "pool-depth-unloaded": "The pool's ticks that the smallest order needs are not loaded.",
  "pool-refused": "The pool itself would refuse a swap of the smallest order.",
  "net-below-threshold": "No size earns the profit threshold after depth, impact and costs.",
  "rate-limited": "MAX_OPPORTUNITIES_PER_MIN opportunities were opened within the last minute.",
} as const satisfies Record<string, string>;

export type Refusal = keyof typeof REFUSALS;

/** All reasons in the order of the funnel: readiness, prices, size, limits. */
export const REFUSAL_REASONS = Object.keys(REFUSALS) as readonly Refusal[];
