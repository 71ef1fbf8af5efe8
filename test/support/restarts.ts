import { operate } from "./operator.ts";
import { judgeRestarts, type RestartJudgement } from "./restart-judgement.ts";
import { type LoadCounts, type LoadPlan, startLoad } from "./restart-load.ts";
import { type RestartTimes, restartOnce, type Spread, spreadOf } from "./restart-times.ts";
import { startStandInsProcess } from "./stand-ins-process.ts";

export interface RestartPlan extends LoadPlan {
  readonly restarts: number;
  readonly signal: "SIGTERM" | "SIGKILL";
  readonly slotMs: number;
  readonly say: (line: string) => void;
}

export interface RestartReport extends RestartJudgement {
  readonly restarts: number;
  readonly signal: string;
  readonly ms: Readonly<Record<"connected" | "gateOpen" | "firstTrade" | "stopping", Spread>>;
  /** Trades that were open when a process was told to end, of all restarts. */
  readonly openAtStop: number;
  readonly load: LoadCounts;
  /** Restarts, by number, that took too long to the open gate. */
  readonly slow: readonly (RestartTimes & { readonly restart: number })[];
}

/** The gate must be open so long after the start of a process. */
export const GATE_WITHIN_MS = 10_000;

/** So many failures and losses are nothing here: with so many trades they would pause it. */
const LIMITS = {
  ...{ MAX_ORDER_ERRORS: "1000", MAX_CONSECUTIVE_LOSSES: "1000", DAILY_LOSS_LIMIT_USD: "1000000" },
  ...{ RATE_LIMIT_PER_MIN: "0", MAX_POSITION_USD: "1000" },
};
/** Where in the life of a trade the process is cut off differs from restart to restart. */
const DELAYS_MS = [0, 40, 90, 150, 220, 310, 15, 65, 120, 185];

/** A demo that is ended and started again and again, with readers, while its venues go on and trades are open. */
export async function runRestarts(plan: RestartPlan): Promise<RestartReport> {
  await using venues = await startStandInsProcess({ slotMs: plan.slotMs });
  await using operator = await operate(["run", "--mode", "demo"], { ...venues.env, ...LIMITS });
  await operator.trading();
  const load = startLoad(operator.api, plan);
  await using _load = load;
  const all: RestartTimes[] = [];
  for (let restart = 1; restart <= plan.restarts; restart += 1) {
    const delayMs = DELAYS_MS[restart % DELAYS_MS.length] ?? 0;
    const times = await restartOnce(operator, { signal: plan.signal, delayMs });
    all.push(times);
    plan.say(`restart ${restart}: ${JSON.stringify(times)}`);
  }
  const judgement = await judgeRestarts(operator, venues);
  const of = (name: keyof RestartTimes) => spreadOf(all.map((times) => times[name]));
  return {
    ...{ restarts: plan.restarts, signal: plan.signal },
    ms: {
      ...{ connected: of("connected"), gateOpen: of("gateOpen") },
      ...{ firstTrade: of("firstTrade"), stopping: of("stopping") },
    },
    openAtStop: all.reduce((sum, times) => sum + times.openAtStop, 0),
    load: load.counts,
    slow: all
      .map((times, index) => ({ restart: index + 1, ...times }))
      .filter(({ gateOpen }) => gateOpen > GATE_WITHIN_MS),
    ...judgement,
  };
}

/** Nothing lost, nothing doubled, nothing slow, and no reader was told nonsense. */
export function isCleanRestart({ wrong, slow, load }: RestartReport): boolean {
  return [...Object.values(wrong), slow, load.failures].every(({ length }) => length === 0);
}
