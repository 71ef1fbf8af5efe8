import type { LegRecord, TimelineEntry } from "#model";
import { type Counts, mergeCounts, mergeMaps, one } from "./percentiles.ts";

/** What became of attempts, what they cost, and how long the venue took. */
export interface LegTally {
  readonly attempts: number;
  /** Attempts that ended with all, with a part, and with nothing of what was wanted. */
  readonly filled: number;
  readonly partial: number;
  readonly rejected: number;
  readonly expired: number;
  /** By the asset that they were paid in, 1e-18: dollars would need a rate. */
  readonly fees: ReadonlyMap<string, bigint>;
  /** From handing it to the venue to the first evidence of what became of it. */
  readonly answerMs: Counts;
}

const NOBODY: Counts = new Map();
/** Words of a timeline that say what a venue did; being acknowledged is not yet an outcome. */
const OUTCOMES: ReadonlySet<string> = new Set([
  ...["filled", "partial", "filled_in_part", "rejected", "expired", "absent"],
  ...["confirmed", "finalized", "failed_confirmed", "failed_finalized"],
]);

export function tallyLeg({ phase, filledBase, wantedBase, fees, timeline }: LegRecord): LegTally {
  const done = filledBase > 0n;
  return {
    attempts: 1,
    filled: done && filledBase >= wantedBase ? 1 : 0,
    partial: done && filledBase < wantedBase ? 1 : 0,
    rejected: !done && phase === "rejected" ? 1 : 0,
    expired: !done && phase === "expired" ? 1 : 0,
    fees: mergeMaps(
      fees.map(({ asset, amount }) => new Map([[asset, amount]])),
      sumOfFees,
    ),
    answerMs: answerOf(timeline),
  };
}

function answerOf(timeline: readonly TimelineEntry[]): Counts {
  const sent = timeline.findIndex(({ what }) => what === "sent");
  if (sent < 0) return NOBODY;
  const outcome = timeline.slice(sent + 1).find(({ what }) => OUTCOMES.has(what));
  const sentAtMs = timeline[sent]?.atMs ?? 0;
  return outcome === undefined ? NOBODY : one(Math.max(0, outcome.atMs - sentAtMs));
}

export function mergeLegs(legs: readonly LegTally[]): LegTally {
  const count = (of: (leg: LegTally) => number) => legs.reduce((sum, leg) => sum + of(leg), 0);
  return {
    attempts: count(({ attempts }) => attempts),
    filled: count(({ filled }) => filled),
    partial: count(({ partial }) => partial),
    rejected: count(({ rejected }) => rejected),
    expired: count(({ expired }) => expired),
    fees: mergeMaps(
      legs.map(({ fees }) => fees),
      sumOfFees,
    ),
    answerMs: mergeCounts(legs.map(({ answerMs }) => answerMs)),
  };
}

function sumOfFees(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
