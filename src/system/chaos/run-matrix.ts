import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Direction, TradePolicy } from "#model";
import type { Verdict } from "./judge/judge.ts";
import type { Seen } from "./operator.ts";
import { type StormOptions, type Summary, tellComplaints } from "./run-storm.ts";
import { Stage } from "./stage.ts";
import { STORIES, STORY_MS, type Story, shockFor } from "./stories.ts";
import { summaryOf } from "./summary.ts";

export interface MatrixOptions extends Omit<StormOptions, "trades" | "kill" | "policy"> {
  /** Only each so-many-th point of a story. */
  readonly every: number;
}

interface Figures {
  points: number;
  kills: number;
  resumes: number;
  readonly stranded: Set<string>;
  readonly failing: string[];
}

const POLICIES: readonly TradePolicy[] = ["dex-first", "cex-first"];
const DIRECTIONS: readonly Direction[] = ["cex_to_dex", "dex_to_cex"];
const BASE = "SOL";
const HOME_MS = 60_000;
/** A story whose trade is not over by then may not have begun. */
const BEGIN_MS = 5_000;
/** So many trades in a row that are over before a point say that the story has no such point. */
const MISSES = 2;

/**
 * Kills at every trade point of every story, in both directions and under both policies: one world for each policy
 * at the same time, in each one point after the other, each one brought home before the next; at the end of each world the verdict over all.
 */
export async function runMatrix(options: MatrixOptions): Promise<Summary> {
  const startedMs = performance.now();
  const figures: Figures = { points: 0, kills: 0, resumes: 0, stranded: new Set(), failing: [] };
  const verdicts: Verdict[] = [];
  const ends = await Promise.allSettled(POLICIES.map((policy) => runPolicy(policy, options, figures)));
  for (const end of ends) {
    if (end.status === "rejected") throw end.reason;
    verdicts.push(end.value);
  }
  const verdict = together(verdicts);
  const { points, kills, resumes, stranded, failing } = figures;
  const { seed, say } = options;
  for (const point of failing) say(`FAILED ${point}`);
  const summary = summaryOf(
    verdict,
    {
      ...{ seed, asked: points, kills, resumes, stranded: stranded.size, schedule: "matrix" },
      tookMs: performance.now() - startedMs,
    },
    { points, failing },
  );
  return { ...summary, ok: summary.ok && failing.length === 0 };
}

async function runPolicy(policy: TradePolicy, options: MatrixOptions, figures: Figures): Promise<Verdict> {
  const { seed, slotMs, signal, say } = options;
  const folder = join(options.folder, policy);
  mkdirSync(folder, { recursive: true });
  await using stage = await Stage.open({
    ...{ seed, scenario: "calm", bases: [BASE], slotMs, faults: [], folder, policy, signal },
    ...{ observeOnly: false, nextKill: () => null },
  });
  for (const story of STORIES)
    for (const direction of DIRECTIONS) {
      const name = `${policy} ${direction} ${story.name}`;
      const count = await tellStory(stage, { story, direction, name, folder }, options, figures);
      say(`${name}: ${count} points, ${figures.points} in all`);
    }
  await stage.bringHome();
  const verdict = await stage.judge();
  tellComplaints(verdict, say);
  figures.kills += stage.lives.kills;
  figures.resumes += stage.operator.resumes;
  for (const id of stage.operator.stranded) figures.stranded.add(id);
  return verdict;
}

interface Telling {
  readonly story: Story;
  readonly direction: Direction;
  readonly name: string;
  readonly folder: string;
}

/** Kills at each point until trades come home without having reached it; answers how many points there were. */
async function tellStory(
  stage: Stage,
  telling: Telling,
  { every, signal, say }: MatrixOptions,
  figures: Figures,
): Promise<number> {
  let count = 0;
  let missed = 0;
  for (let point = 1; missed < MISSES; ) {
    const end = await killAt(stage, telling, point, signal);
    if (end === "stuck") break;
    if (end === "missed") {
      missed += 1;
      continue;
    }
    missed = 0;
    point += every;
    count += 1;
    figures.points += 1;
    const home = await stage.until(isHome, HOME_MS);
    if (home !== null) continue;
    figures.failing.push(`${telling.name}: killed at ${lastDeath(telling.folder)}: not home`);
    say(figures.failing.at(-1) ?? "");
  }
  return count;
}

/** Brings about one trade and kills at its n-th point; missed where it was over before. */
async function killAt(
  stage: Stage,
  { story, direction }: Telling,
  point: number,
  signal: AbortSignal,
): Promise<"killed" | "missed" | "stuck"> {
  const before = await stage.until(isHome, HOME_MS);
  if (before === null) return "stuck";
  const death = stage.lives.death().then(() => "killed" as const);
  stage.lives.arm(point);
  stage.world.inject([shockFor(direction, BASE), ...story.faults]);
  const over = stage
    .until((seen) => seen.trades > before.trades && isHome(seen), BEGIN_MS)
    .then((seen) => (seen === null ? stage.until(isHome, HOME_MS) : seen))
    .then((seen) => (seen === null ? ("stuck" as const) : ("missed" as const)));
  const end = await Promise.race([death, over]);
  if (end === "killed") return end;
  stage.lives.arm(null);
  await sleep(STORY_MS, undefined, { signal });
  return end;
}

function isHome({ gate_open, open_trades }: Seen): boolean {
  return gate_open && open_trades === 0;
}

/** "12 evidence": what the last process died of. */
function lastDeath(folder: string): string {
  try {
    return readFileSync(join(folder, "deaths.txt"), "utf8").trim().split("\n").at(-1) ?? "";
  } catch {
    return "nothing";
  }
}

function together(verdicts: readonly Verdict[]): Verdict {
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
