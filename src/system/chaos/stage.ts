import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TradePolicy } from "#model";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import { readKept } from "./judge/kept.ts";
import { Lives } from "./lives.ts";
import { Operator, type Seen } from "./operator.ts";
import { World, type WorldOptions } from "./world.ts";

export interface StageOptions extends WorldOptions {
  readonly policy: TradePolicy;
  readonly observeOnly: boolean;
  readonly nextKill: () => number | null;
  /** Ends every wait with its reason. */
  readonly signal: AbortSignal;
}

const LOOK_MS = 150;
/** So long may it take to bring everything home; what is open then counts against the run. */
const HOME_MS = 240_000;
/** Looks in a row that must find nothing open, so that no leg between two states is overlooked. */
const QUIET_LOOKS = 3;
const SETTLE_MS = 300;

/** Venues, a Tandem that is killed and restarted on them, and the operator who watches it. */
export class Stage implements AsyncDisposable {
  readonly world: World;
  readonly lives: Lives;
  readonly operator: Operator;
  readonly #options: StageOptions;
  readonly #parts: AsyncDisposableStack;

  private constructor(
    options: StageOptions,
    world: World,
    lives: Lives,
    port: number,
    parts: AsyncDisposableStack,
  ) {
    this.#options = options;
    this.world = world;
    this.lives = lives;
    this.operator = new Operator(port);
    this.#parts = parts;
  }

  static async open(options: StageOptions): Promise<Stage> {
    await using parts = new AsyncDisposableStack();
    const world = parts.use(await World.open(options));
    const port = await freePort();
    const environment = { ...world.environment, ...configuration(options, port) };
    const { folder, nextKill } = options;
    const lives = parts.use(new Lives({ environment, folder, nextKill }));
    return new Stage(options, world, lives, port, parts.move());
  }

  /** Looks again and again until what is seen is as wanted; null where that takes longer than `withinMs`. */
  async until(wanted: (seen: Seen) => boolean, withinMs: number): Promise<Seen | null> {
    const end = performance.now() + withinMs;
    while (performance.now() < end) {
      this.lives.check();
      const seen = await this.operator.look();
      if (seen !== null && wanted(seen)) return seen;
      await sleep(LOOK_MS, undefined, { signal: this.#options.signal });
    }
    return null;
  }

  /** Lets nothing new begin and waits until nothing is open; false where something stays open. */
  async bringHome(): Promise<boolean> {
    this.lives.arm(null);
    let quiet = 0;
    const home = await this.until((seen) => {
      if (!seen.observe_only) void this.operator.observeOnly(true);
      const isQuiet = seen.observe_only && seen.gate_open && seen.open_trades === 0;
      quiet = isQuiet ? quiet + 1 : 0;
      return quiet >= QUIET_LOOKS;
    }, HOME_MS);
    return home !== null;
  }

  /** Ends Tandem and compares what it kept with what is true. */
  async judge(): Promise<Verdict> {
    await this.lives.stop();
    await sleep(SETTLE_MS);
    const log = createLog("error", systemClock, (line) => process.stderr.write(line));
    const kept = await readKept(dataDir(this.#options), { log, clock: systemClock });
    return judge(kept, await this.world.truth());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync();
  }
}

function dataDir({ folder }: Pick<StageOptions, "folder">): string {
  return join(folder, "data");
}

/** Limits far away, because a run of faults loses on purpose and what is proven here is that it ends flat. */
function configuration(options: StageOptions, port: number): Record<string, string> {
  return {
    ...{ DATA_DIR: dataDir(options), PORT: String(port), LEG_POLICY: options.policy },
    ...{ OBSERVE_ONLY: String(options.observeOnly), SOLANA_POLL_SEC: "0.5", MAX_OPEN_EXPOSURE_USD: "100000" },
    ...{ DAILY_LOSS_LIMIT_USD: "1000000", MAX_CONSECUTIVE_LOSSES: "1000", MAX_ORDER_ERRORS: "1000" },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
