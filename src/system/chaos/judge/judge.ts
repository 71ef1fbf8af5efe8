import { duplicateSends } from "./duplicate-sends.ts";
import type { Kept } from "./kept.ts";
import { ledgerMismatches } from "./ledger-mismatches.ts";
import { readStory } from "./trade-story.ts";
import type { Truth } from "./truth.ts";
import { unexplainedResiduals } from "./unexplained-residuals.ts";

/** The four equalities of a run, each as the sentences that break it; empty lists are what is wanted. */
export interface Verdict {
  readonly trades: number;
  readonly duplicateSends: readonly string[];
  readonly openTrades: readonly string[];
  readonly ledgerMismatches: readonly string[];
  readonly unexplainedResiduals: readonly string[];
  /** First evidenced leg to flat, of every trade that had one, ms, smallest first. */
  readonly exposureMs: readonly number[];
  /** How the trades ended: their statuses counted. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Compares what a Tandem kept with what its venues know. Pure. */
export function judge(kept: Kept, truth: Truth): Verdict {
  const stories = kept.journal.map(readStory);
  const exposures = kept.records.flatMap(({ exposureMs }) => (exposureMs === null ? [] : [exposureMs]));
  return {
    trades: kept.journal.length,
    duplicateSends: duplicateSends(stories, truth),
    openTrades: openTrades(kept),
    ledgerMismatches: ledgerMismatches(kept, stories, truth),
    unexplainedResiduals: unexplainedResiduals(stories, kept.records, kept.transfers, truth),
    exposureMs: exposures.sort((a, b) => a - b),
    outcomes: countBy(kept.records.map(({ status }) => status)),
  };
}

export function isClean(verdict: Verdict): boolean {
  const { duplicateSends: twice, openTrades: open, ledgerMismatches: wrong } = verdict;
  return [twice, open, wrong, verdict.unexplainedResiduals].every(({ length }) => length === 0);
}

/** Open in the journal, or shown as open to the operator. */
function openTrades({ journal, records }: Kept): readonly string[] {
  const open = journal.filter(({ isClosed }) => !isClosed).map(({ tradeId }) => tradeId);
  const shown = records.filter(({ closedAtMs }) => closedAtMs === null).map(({ id }) => id);
  return [...new Set([...open, ...shown])].map((id) => `trade ${id} is open`);
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
