/**
 * Why legs fail, as few words as an alert can tell apart. A venue's own words name ids and figures: as labels
 * they would become series without bound.
 */
const PATTERNS = [
  ["slippage", /slippage|out_?below_?min|in_?above_?max|exceedspricelimits|\b60(36|37)\b/i],
  ["unfilled", /wouldpost|unfilled|nothing was filled|not filled|no liquidity/i],
  ["insufficient-balance", /insufficient/i],
  [
    "order-rules",
    /offtick|invalid(price|quantity|symbol|side|order)|unknowninstrument|below.*minimum|min.*size/i,
  ],
  ["market-closed", /marketnotopen|(market|trading)closed|maintenance/i],
  ["rate-limited", /rate.?limit|too many requests|\b429\b/i],
  ["clock", /nonce|clock/i],
  ["credentials", /signature|api.?key|role|auth/i],
  ["expired", /expired|blockhash|block height/i],
  ["not-sent", /not.?sent|not.?ready|blocked|disconnected|no socket/i],
  ["unknown-outcome", /unknown|timed? ?out|no answer/i],
  ["stranded", /strand/i],
  ["program", /custom|instruction|compute|tick.?array|simulation/i],
] as const satisfies readonly (readonly [string, RegExp])[];

export type ExecutionFailure = (typeof PATTERNS)[number][0] | "other";

/** Every value that the label `reason` of `arb_execution_failures_total` can have. */
export const EXECUTION_FAILURES: readonly ExecutionFailure[] = [...PATTERNS.map(([word]) => word), "other"];

/** The word for what a venue or the execution said; one of the words itself stays what it is. */
export function executionFailure(said: string): ExecutionFailure {
  const own = EXECUTION_FAILURES.find((word) => word === said);
  return own ?? PATTERNS.find(([, pattern]) => pattern.test(said))?.[0] ?? "other";
}
