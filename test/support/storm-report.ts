import type { VenueName } from "#model";

/** What a storm came to. Everything that must be zero is counted on its own. */
export interface StormReport {
  evaluations: number;
  checkedBooks: number;
  checkedPools: number;
  checkedRates: number;
  wrongBooks: string[];
  wrongPools: string[];
  wrongRates: string[];
  unknownTruth: number;
  /** Longest time that a used price had already been replaced at the venue. */
  oldestBookMs: number;
  oldestPoolMs: number;
  opened: number;
  recoveries: { act: string; venue: VenueName; ms: number | null }[];
  counters: Record<VenueName, Readonly<Record<string, number>>>;
}

/** How often truth and recovery are looked at. */
export const SAMPLE_MS = 25;

export function emptyReport(): StormReport {
  return {
    evaluations: 0,
    checkedBooks: 0,
    checkedPools: 0,
    checkedRates: 0,
    wrongBooks: [],
    wrongPools: [],
    wrongRates: [],
    unknownTruth: 0,
    oldestBookMs: 0,
    oldestPoolMs: 0,
    opened: 0,
    recoveries: [],
    counters: { gemini: {}, solana: {} },
  };
}
