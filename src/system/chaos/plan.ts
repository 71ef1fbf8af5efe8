import { createHash } from "node:crypto";
import { drawFaults, type Fault } from "./draw-faults.ts";
import { drawKills } from "./draw-kills.ts";

/** What goes wrong in a run: the faults of the venues by their time, and after how many trade points each life ends. */
export interface ChaosPlan {
  readonly faults: readonly Fault[];
  /** The n-th life of the process ends at this many trade points; lives beyond the list are not killed. */
  readonly kills: readonly number[];
  /** Names the whole schedule: equal hashes, equal schedules. */
  readonly hash: string;
}

/** Longer than a run takes: what is left of a plan when the trades are done is not waited for. */
const MS_A_TRADE = 2_500;
const AT_LEAST_MS = 60_000;

/** The schedule of a run, with a kill about every so many trades or with none: pure, so that the same seed gives the same one. */
export function planChaos(seed: number, trades: number, killEvery: number | null): ChaosPlan {
  const faults = drawFaults(seed, AT_LEAST_MS + trades * MS_A_TRADE);
  const kills = killEvery === null ? [] : drawKills(seed, trades, killEvery);
  const hash = createHash("sha256").update(JSON.stringify({ faults, kills })).digest("hex").slice(0, 16);
  return { faults, kills, hash };
}
