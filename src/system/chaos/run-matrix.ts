import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Direction, TradePolicy } from "#model";
import { createDraw } from "./draw.ts";
import type { Verdict } from "./judge/judge.ts";
import { verdictOfAll } from "./judge/verdict-of-all.ts";
import { type StormOptions, type Summary, tellComplaints } from "./run-storm.ts";
import { Stage } from "./stage.ts";
import { STORIES } from "./stories.ts";
import { type Cell, StoryTeller } from "./story-teller.ts";
import { summaryOf } from "./summary.ts";

export interface MatrixOptions extends Omit<StormOptions, "trades" | "kill" | "policy"> {
  /** Only each so-many-th point of a story. */
  readonly every: number;
  /** A sample of so many points, drawn from the seed; null goes through all of them. */
  readonly points: number | null;
}

/** What one policy's half came to. */
interface Half {
  readonly verdict: Verdict;
  readonly points: number;
  readonly kills: number;
  readonly resumes: number;
  readonly stranded: number;
  readonly failing: readonly string[];
}

const POLICIES: readonly TradePolicy[] = ["dex-first", "cex-first"];
const DIRECTIONS: readonly Direction[] = ["cex_to_dex", "dex_to_cex"];
const CELLS = STORIES.flatMap((story) => DIRECTIONS.map((direction): Cell => ({ story, direction })));
const BASE = "SOL";
/** So many trades in a row that are over before a point say that the story has no such point. */
const MISSES = 2;
/** A sample looks no further into a story: nearly every story has so many. */
const SAMPLED_POINTS = 22;

/**
 * Kills at every trade point of every story, in both directions and under both policies: one world for each policy
 * at the same time, in each one point after the other, each brought home before the next; at the end of each world
 * the verdict over all that was traded in it.
 */
export async function runMatrix(options: MatrixOptions): Promise<Summary> {
  const startedMs = performance.now();
  const ends = await Promise.allSettled(POLICIES.map((policy) => runHalf(policy, options)));
  const halves = ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
  const sum = (figure: (half: Half) => number) => halves.reduce((all, half) => all + figure(half), 0);
  const failing = halves.flatMap((half) => half.failing);
  const points = sum((half) => half.points);
  const summary = summaryOf(
    verdictOfAll(halves.map(({ verdict }) => verdict)),
    {
      ...{ seed: options.seed, asked: 1, kills: sum(({ kills }) => kills), schedule: "matrix" },
      ...{ resumes: sum(({ resumes }) => resumes), stranded: sum(({ stranded }) => stranded) },
      tookMs: performance.now() - startedMs,
    },
    { points, failing },
  );
  return { ...summary, ok: summary.ok && failing.length === 0 };
}

async function runHalf(policy: TradePolicy, options: MatrixOptions): Promise<Half> {
  const { seed, slotMs, signal, say } = options;
  const folder = join(options.folder, policy);
  mkdirSync(folder, { recursive: true });
  await using stage = await Stage.open({
    ...{ seed, scenario: "calm", bases: [BASE], slotMs, faults: [], folder, policy, signal },
    ...{ observeOnly: false, nextKill: () => null },
  });
  const teller = new StoryTeller(stage, { base: BASE, signal });
  const ledger = new Tally(policy, say);
  if (options.points === null) await sweep(teller, options.every, ledger);
  else await sample(teller, { seed, policy, points: Math.ceil(options.points / POLICIES.length) }, ledger);
  if (!(await stage.bringHome())) say(`${policy}: something is still open`);
  const verdict = await stage.judge();
  tellComplaints(verdict, say);
  const { lives, operator } = stage;
  const { points, failing } = ledger;
  return {
    ...{ verdict, points, failing },
    ...{ kills: lives.kills, resumes: operator.resumes, stranded: operator.stranded.size },
  };
}

/**
 * Every so-many-th point of every story until there are no more. The first one is the least of them, as nothing is on
 * the disk yet: where points are left out, it is.
 */
async function sweep(teller: StoryTeller, every: number, tally: Tally): Promise<void> {
  for (const cell of CELLS) {
    let missed = 0;
    for (let point = Math.min(2, every); missed < MISSES; ) {
      const ending = await teller.killAt(cell, point);
      if (ending === "missed") missed += 1;
      else {
        tally.count(cell, point, ending === "home");
        missed = 0;
        point += every;
      }
    }
    tally.tell(cell);
  }
}

interface Sample {
  readonly seed: number;
  readonly policy: TradePolicy;
  readonly points: number;
}

/** So many different points, wherever the seed says; what a story does not have is drawn anew. */
async function sample(teller: StoryTeller, { seed, policy, points }: Sample, tally: Tally): Promise<void> {
  const draw = createDraw(seed, policy);
  for (let tries = 0; tally.points < points && tries < 4 * points; tries += 1) {
    const cell = CELLS[draw.whole(0, CELLS.length - 1)];
    const point = draw.whole(1, SAMPLED_POINTS);
    if (cell === undefined) continue;
    const ending = await teller.killAt(cell, point);
    if (ending !== "missed") tally.count(cell, point, ending === "home");
    tally.tell(cell);
  }
}

/** Counts the points of one policy and names those that did not come home. */
class Tally {
  readonly failing: string[] = [];
  points = 0;
  readonly #policy: TradePolicy;
  readonly #say: (line: string) => void;

  constructor(policy: TradePolicy, say: (line: string) => void) {
    this.#policy = policy;
    this.#say = say;
  }

  count({ story, direction }: Cell, point: number, isHome: boolean): void {
    this.points += 1;
    if (isHome) return;
    const name = `${this.#policy} ${direction} ${story.name}, point ${point}: not home`;
    this.failing.push(name);
    this.#say(`FAILED ${name}`);
  }

  tell({ story, direction }: Cell): void {
    this.#say(`${this.#policy} ${direction} ${story.name}: ${this.points} points so far`);
  }
}
