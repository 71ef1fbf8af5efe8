import { type BaseProcess, createBaseProcess } from "./base-process.ts";
import type { HiddenMarket, Scenario } from "./hidden-market.ts";
import { between, createRandom, exponential } from "./random.ts";
import { baseProfile, DEFAULT_SCENARIO, scenarioProfile } from "./scenario.ts";

export interface HiddenMarketOptions {
  readonly seed: number;
  /** "volatile" where left out. */
  readonly scenario?: Scenario;
  /** Bases such as "SOL"; "USDC" is always there. */
  readonly bases: readonly string[];
}

/**
 * The world moves in equal steps of this length whatever `advance` is given, so that the same seed
 * gives the same prices at the same market time for every driver.
 */
const STEP_MS = 25;

function createProcesses(options: HiddenMarketOptions): Map<string, BaseProcess> {
  const scenario = scenarioProfile(options.scenario ?? DEFAULT_SCENARIO);
  const names = [...new Set([...options.bases.map((base) => base.toUpperCase()), "USDC"])];
  const coins = names.filter((name) => !baseProfile(name).pegged);
  const director = createRandom(`${options.seed}:director`);
  const firstMs = between(director, scenario.firstMs[0], scenario.firstMs[1]);
  const leader = coins[Math.floor(director() * coins.length)];
  const processes = new Map<string, BaseProcess>();
  for (const name of names) {
    const random = createRandom(`${options.seed}:${name}`);
    const laterMs = firstMs + exponential(random, scenario.meanPauseMs);
    const firstDislocationMs = name === leader ? firstMs : laterMs;
    processes.set(name, createBaseProcess({ base: baseProfile(name), scenario, random, firstDislocationMs }));
  }
  return processes;
}

/** Makes the hidden market. Asking for a base that was not given throws RangeError. */
export function createHiddenMarket(options: HiddenMarketOptions): HiddenMarket {
  const processes = createProcesses(options);
  let owedMs = 0;
  const find = (base: string): BaseProcess => {
    const process = processes.get(base) ?? processes.get(base.toUpperCase());
    if (process === undefined) throw new RangeError(`the hidden market has no base ${base}`);
    return process;
  };
  return {
    advance(ms) {
      owedMs += ms;
      for (; owedMs >= STEP_MS; owedMs -= STEP_MS) {
        for (const process of processes.values()) process.step(STEP_MS);
      }
    },
    fair: (base) => find(base).fair(),
    target: (venue, base) => find(base).target(venue),
  };
}
