import { isClean, type Verdict } from "./judge/judge.ts";

export interface RunFigures {
  readonly seed: number;
  readonly asked: number;
  readonly kills: number;
  readonly resumes: number;
  readonly stranded: number;
  readonly tookMs: number;
  /** Names the schedule of faults and kills. */
  readonly schedule: string;
}

/** The one JSON line of a run; `more` is added at its end. */
export function summaryOf(
  verdict: Verdict,
  figures: RunFigures,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> & { readonly ok: boolean } {
  const { seed, asked, kills, resumes, stranded, tookMs, schedule } = figures;
  return {
    ...{ seed, trades: verdict.trades, kills },
    duplicate_sends: verdict.duplicateSends.length,
    open_trades: verdict.openTrades.length,
    ledger_mismatches: verdict.ledgerMismatches.length,
    unexplained_residuals: verdict.unexplainedResiduals.length,
    exposure_ms: {
      p50: quantile(verdict.exposureMs, 0.5),
      p99: quantile(verdict.exposureMs, 0.99),
      max: quantile(verdict.exposureMs, 1),
    },
    ok: isClean(verdict) && verdict.trades >= asked,
    ...{ stranded, resumes, outcomes: verdict.outcomes, schedule, took_ms: Math.round(tookMs) },
    ...more,
  };
}

/** Everything that is wrong, a sentence a line. */
export function complaintsOf(verdict: Verdict): readonly string[] {
  const { duplicateSends, openTrades, ledgerMismatches, unexplainedResiduals } = verdict;
  return [...duplicateSends, ...openTrades, ...ledgerMismatches, ...unexplainedResiduals];
}

/** Of ascending values, the smallest that so large a share does not exceed; null where there is none. */
function quantile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null;
}
