import { setTimeout as sleep } from "node:timers/promises";
import type { Direction } from "#model";
import type { Seen } from "./operator.ts";
import type { Stage } from "./stage.ts";
import { STORY_MS, type Story, shockFor } from "./stories.ts";

/** One cell of the matrix beside its policy: what goes wrong, and which way the trade goes. */
export interface Cell {
  readonly story: Story;
  readonly direction: Direction;
}

/**
 * How a telling ended: killed at the point and everything home again; over before the point was reached; or something
 * stayed open.
 */
export type Ending = "home" | "missed" | "stuck";

const HOME_MS = 60_000;
/** A story whose trade is not over by then may not have begun. */
const BEGIN_MS = 5_000;

/** Brings about one trade after the other on a stage, and kills each at the point that is asked for. */
export class StoryTeller {
  readonly #stage: Stage;
  readonly #base: string;
  readonly #signal: AbortSignal;
  #storyEndsMs = 0;

  constructor(stage: Stage, { base, signal }: { readonly base: string; readonly signal: AbortSignal }) {
    this.#stage = stage;
    this.#base = base;
    this.#signal = signal;
  }

  /** Kills at the n-th trade point from the moment at which the story's price begins. */
  async killAt({ story, direction }: Cell, point: number): Promise<Ending> {
    const { lives, world } = this.#stage;
    await this.#untilStoryIsOver();
    const before = await this.#stage.until(isHome, HOME_MS);
    if (before === null) return "stuck";
    const death = lives.death().then(() => "killed" as const);
    lives.arm(point);
    world.inject([shockFor(direction, this.#base), ...story.faults]);
    this.#storyEndsMs = performance.now() + STORY_MS;
    const end = await Promise.race([death, this.#over(before)]);
    if (end !== "killed") lives.arm(null);
    else if ((await this.#stage.until(isHome, HOME_MS)) !== null) return "home";
    return end === "missed" ? "missed" : "stuck";
  }

  async #over(before: Seen): Promise<"missed" | "stuck"> {
    const ended = await this.#stage.until((seen) => seen.trades > before.trades && isHome(seen), BEGIN_MS);
    if (ended !== null) return "missed";
    return (await this.#stage.until(isHome, HOME_MS)) === null ? "stuck" : "missed";
  }

  /** Two prices at once would be a spread that nobody believes. */
  async #untilStoryIsOver(): Promise<void> {
    const waitMs = this.#storyEndsMs - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: this.#signal });
  }
}

function isHome({ gate_open, open_trades }: Seen): boolean {
  return gate_open && open_trades === 0;
}
