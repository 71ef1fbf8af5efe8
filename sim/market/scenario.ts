import type { Scenario } from "./hidden-market.ts";

/** How one base moves in a quiet market. */
export interface BaseProfile {
  readonly startUsd: number;
  /** Standard deviation of one second's relative move of the fair price. */
  readonly perSecond: number;
  /** Standard deviation of a venue's own deviation from fair. */
  readonly venueNoise: number;
  /** A pegged base returns to its start and is never dislocated. */
  readonly pegged: boolean;
}

/** How a scenario bends the profiles. Times in ms of market time, moves as fractions. */
export interface ScenarioProfile {
  readonly moves: number;
  /** Relative drift a minute; the sign is drawn for each base. */
  readonly driftPerMinute: number;
  /** When the first dislocation of all begins. */
  readonly firstMs: readonly [number, number];
  /** Mean pause between two dislocations of one base. */
  readonly meanPauseMs: number;
  readonly size: readonly [number, number];
  readonly lastsMs: readonly [number, number];
  /**
   * Where given, pauses are drawn evenly from this instead of being memoryless, and the cheap venue
   * alternates, so that trades in both directions come about equally often.
   */
  readonly alternatingPauseMs?: readonly [number, number];
}

/** The scenario of a demo: mostly refusals, and a few opportunities a minute over three assets. */
export const DEFAULT_SCENARIO: Scenario = "volatile";

const coin = { venueNoise: 0.0008, pegged: false };

const BASES: Readonly<Record<string, BaseProfile>> = {
  SOL: { ...coin, startUsd: 150, perSecond: 0.00012 },
  BTC: { ...coin, startUsd: 85_000, perSecond: 0.00006 },
  ETH: { ...coin, startUsd: 2_700, perSecond: 0.00009 },
  USDC: { startUsd: 1, perSecond: 0.00002, venueNoise: 0.00005, pegged: true },
};

const SCENARIOS: Readonly<Record<Scenario, ScenarioProfile>> = {
  calm: {
    moves: 0.6,
    driftPerMinute: 0,
    firstMs: [45_000, 90_000],
    meanPauseMs: 240_000,
    size: [0.016, 0.019],
    lastsMs: [2_000, 4_000],
  },
  volatile: {
    moves: 1.6,
    driftPerMinute: 0,
    firstMs: [8_000, 18_000],
    meanPauseMs: 45_000,
    size: [0.0175, 0.026],
    lastsMs: [2_000, 8_000],
  },
  trending: {
    moves: 1.2,
    driftPerMinute: 0.0012,
    firstMs: [8_000, 18_000],
    meanPauseMs: 60_000,
    size: [0.0175, 0.026],
    lastsMs: [2_000, 8_000],
  },
  dislocated: {
    moves: 1.6,
    driftPerMinute: 0,
    firstMs: [3_000, 6_000],
    meanPauseMs: 12_000,
    size: [0.02, 0.036],
    lastsMs: [3_000, 8_000],
  },
  churning: {
    moves: 1.6,
    driftPerMinute: 0,
    firstMs: [800, 1_600],
    meanPauseMs: 400,
    size: [0.018, 0.026],
    lastsMs: [1_000, 3_000],
    alternatingPauseMs: [50, 650],
  },
};

/** The profile of a base; one that is not listed is a coin of ten dollars. */
export function baseProfile(base: string): BaseProfile {
  return BASES[base.toUpperCase()] ?? { ...coin, startUsd: 10, perSecond: 0.00015 };
}

export function scenarioProfile(scenario: Scenario): ScenarioProfile {
  return SCENARIOS[scenario];
}
