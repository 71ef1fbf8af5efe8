import type { StandInVenue } from "./hidden-market.ts";
import { between, exponential, type Random } from "./random.ts";
import type { ScenarioProfile } from "./scenario.ts";

/** One venue's price is away from fair: up to `offset` (a fraction, signed) between two moments. */
interface Dislocation {
  readonly venue: StandInVenue;
  readonly offset: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Dislocations {
  /** Moves on to this market time (ms), never backwards. */
  at(nowMs: number): void;
  /** How far this venue is pushed away now, as a fraction of the fair price. */
  offset(venue: StandInVenue): number;
}

/** Prices jump within this time and come back within it, as a swept book or a large swap does. */
const RAMP_MS = 300;

function draw(profile: ScenarioProfile, random: Random, startMs: number): Dislocation {
  const size = between(random, profile.size[0], profile.size[1]);
  const venue = random() < 0.5 ? "gemini" : "solana";
  const offset = random() < 0.5 ? size : -size;
  const lastsMs = between(random, profile.lastsMs[0], profile.lastsMs[1]);
  return { venue, offset, startMs, endMs: startMs + lastsMs };
}

/** The next one: after a pause, and against the direction of the last where the scenario says so. */
function follow(last: Dislocation, profile: ScenarioProfile, random: Random): Dislocation {
  const pause = profile.alternatingPauseMs;
  if (pause === undefined) {
    return draw(profile, random, last.endMs + 1_000 + exponential(random, profile.meanPauseMs));
  }
  const next = draw(profile, random, last.endMs + between(random, pause[0], pause[1]));
  // Gemini above fair and Solana below fair are one and the same direction of trade.
  const isUp = (last.venue === "gemini") === last.offset > 0;
  const size = Math.abs(next.offset);
  return { ...next, offset: isUp === (next.venue === "gemini") ? -size : size };
}

/** The first one is of full size and lasts, so that a new observer surely sees what a dislocation is. */
function plainToSee(first: Dislocation, profile: ScenarioProfile): Dislocation {
  const lastsMs = Math.max(first.endMs - first.startMs, (profile.lastsMs[0] + profile.lastsMs[1]) / 2);
  return { ...first, offset: Math.sign(first.offset) * profile.size[1], endMs: first.startMs + lastsMs };
}

/** The share of the full offset at a moment: a trapezium. */
function strength(dislocation: Dislocation, nowMs: number): number {
  const since = nowMs - dislocation.startMs;
  const left = dislocation.endMs - nowMs;
  return Math.max(0, Math.min(1, since / RAMP_MS, left / RAMP_MS));
}

/**
 * The dislocations of one base, one at a time. The first begins at `firstMs`; the pauses between
 * them are memoryless, so neither their time nor their venue and direction can be learnt, unless the
 * scenario alternates.
 */
export function createDislocations(profile: ScenarioProfile, random: Random, firstMs: number): Dislocations {
  let nowMs = 0;
  let current = plainToSee(draw(profile, random, firstMs), profile);
  return {
    at(ms) {
      nowMs = ms;
      while (nowMs >= current.endMs) current = follow(current, profile, random);
    },
    offset(venue) {
      return venue === current.venue ? current.offset * strength(current, nowMs) : 0;
    },
  };
}

/** A pegged base has none. */
export const NO_DISLOCATIONS: Dislocations = { at() {}, offset: () => 0 };
