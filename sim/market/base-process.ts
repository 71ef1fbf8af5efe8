import { createDislocations, NO_DISLOCATIONS } from "./dislocations.ts";
import type { StandInVenue } from "./hidden-market.ts";
import { normal, type Random } from "./random.ts";
import type { BaseProfile, ScenarioProfile } from "./scenario.ts";

/** The world of one base: its fair price and what each venue makes of it. */
export interface BaseProcess {
  step(stepMs: number): void;
  fair(): number;
  target(venue: StandInVenue): number;
}

/** A venue forgets its own deviation with this time constant (s). */
const NOISE_MEMORY_S = 20;
/** No venue's target ever leaves the fair price by more than this. */
const FARTHEST = 0.045;
/** A venue's own noise alone stays within this. */
const NOISE_LIMIT = 0.003;

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

export interface BaseProcessOptions {
  readonly base: BaseProfile;
  readonly scenario: ScenarioProfile;
  readonly random: Random;
  readonly firstDislocationMs: number;
}

/**
 * A geometric random walk for the fair price (a pegged base is pulled back to its start) and an
 * Ornstein-Uhlenbeck deviation for each venue, plus the dislocations.
 */
export function createBaseProcess(options: BaseProcessOptions): BaseProcess {
  const { base, scenario, random } = options;
  const limit = base.pegged ? base.venueNoise * 3 : NOISE_LIMIT;
  const drift = base.pegged ? 0 : (random() < 0.5 ? -1 : 1) * (scenario.driftPerMinute / 60);
  const dislocations = base.pegged
    ? NO_DISLOCATIONS
    : createDislocations(scenario, random, options.firstDislocationMs);
  const noise = { gemini: 0, solana: 0 };
  let logMove = 0;
  let nowMs = 0;

  const moveVenue = (venue: StandInVenue, seconds: number): void => {
    const keep = Math.exp(-seconds / NOISE_MEMORY_S);
    const kick = base.venueNoise * Math.sqrt(1 - keep * keep) * normal(random);
    noise[venue] = clamp(noise[venue] * keep + kick, limit);
  };
  const fair = (): number => base.startUsd * Math.exp(logMove);

  return {
    step(stepMs) {
      const seconds = stepMs / 1_000;
      nowMs += stepMs;
      const spread = base.perSecond * (base.pegged ? 1 : scenario.moves) * Math.sqrt(seconds);
      logMove += drift * seconds + spread * normal(random);
      if (base.pegged) logMove = clamp(logMove * Math.exp(-seconds / 30), 0.0004);
      moveVenue("gemini", seconds);
      moveVenue("solana", seconds);
      dislocations.at(nowMs);
    },
    fair,
    target(venue) {
      return fair() * (1 + clamp(noise[venue] + dislocations.offset(venue), FARTHEST));
    },
  };
}
