import type { Verdict } from "./judge.ts";

/** What several worlds' verdicts say together. */
export function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  const outcomes: Record<string, number> = {};
  for (const verdict of verdicts)
    for (const [word, count] of Object.entries(verdict.outcomes))
      outcomes[word] = (outcomes[word] ?? 0) + count;
  return {
    trades: verdicts.reduce((sum, { trades }) => sum + trades, 0),
    duplicateSends: verdicts.flatMap((one) => one.duplicateSends),
    openTrades: verdicts.flatMap((one) => one.openTrades),
    ledgerMismatches: verdicts.flatMap((one) => one.ledgerMismatches),
    unexplainedResiduals: verdicts.flatMap((one) => one.unexplainedResiduals),
    exposureMs: verdicts.flatMap((one) => one.exposureMs).sort((a, b) => a - b),
    outcomes,
  };
}
