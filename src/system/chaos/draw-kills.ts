import { createDraw } from "./draw.ts";

/** Trade points that a trade has on average: writes, sends and evidence of two legs. */
const POINTS_A_TRADE = 30;
/** Such a kill meets the process while it still brings home what the last one left. */
const EARLY = { chance: 0.2, within: 12 };

/** One kill about every `killEvery` trades: the points that each life has. There are always enough of them. */
export function drawKills(seed: number, trades: number, killEvery: number): readonly number[] {
  const draw = createDraw(seed, "kills");
  const usual = 2 * POINTS_A_TRADE * killEvery;
  return Array.from({ length: trades }, () =>
    draw.chance(EARLY.chance) ? draw.whole(1, EARLY.within) : draw.whole(1, usual),
  );
}
