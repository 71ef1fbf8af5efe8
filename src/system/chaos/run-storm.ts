import type { TradePolicy } from "#model";
import type { Verdict } from "./judge/judge.ts";
import { planChaos } from "./plan.ts";
import { Stage } from "./stage.ts";
import { complaintsOf, summaryOf } from "./summary.ts";

export interface StormOptions {
  readonly seed: number;
  readonly trades: number;
  /** A kill about every so many trades; null for none. */
  readonly killEvery: number | null;
  readonly policy: TradePolicy;
  readonly slotMs: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export type Summary = ReturnType<typeof summaryOf>;

/** One trade of an asset at a time: more assets, more trades a second. */
const BASES = ["SOL", "BTC", "ETH", "AVAX", "LINK"];
const SAY_EVERY_MS = 5_000;
/** A run that comes no nearer to its trades for so long has hung. */
const STUCK_MS = 180_000;
const LONGEST_MS = 3 * 3_600_000;

/** So many trades under the seed's faults and kills, then everything home, then the verdict. */
export async function runStorm(options: StormOptions): Promise<Summary> {
  const { seed, trades, killEvery, policy, slotMs, folder, signal, say } = options;
  const startedMs = performance.now();
  const plan = planChaos(seed, trades, killEvery);
  const kills = plan.kills.values();
  say(
    `schedule ${plan.hash}: ${plan.faults.length} faults, ${killEvery === null ? "not killed" : `a kill about every ${killEvery} trades`}`,
  );
  await using stage = await Stage.open({
    ...{ seed, scenario: "churning", bases: BASES, slotMs, faults: plan.faults, folder, policy, signal },
    observeOnly: false,
    nextKill: () => kills.next().value ?? null,
  });
  await trade(stage, trades, say);
  say("trades done, bringing everything home");
  if (!(await stage.bringHome())) say("something is still open");
  const verdict = await stage.judge();
  tellComplaints(verdict, say);
  const { operator, lives } = stage;
  return summaryOf(verdict, {
    ...{ seed, asked: trades, kills: lives.kills, resumes: operator.resumes, schedule: plan.hash },
    ...{ stranded: operator.stranded.size, tookMs: performance.now() - startedMs },
  });
}

async function trade(stage: Stage, trades: number, say: (line: string) => void): Promise<void> {
  const { operator, lives } = stage;
  let saidMs = 0;
  let best = 0;
  let bestMs = performance.now();
  const reached = await stage.until((seen) => {
    const nowMs = performance.now();
    if (seen.trades > best) [best, bestMs] = [seen.trades, nowMs];
    if (nowMs - saidMs >= SAY_EVERY_MS) {
      saidMs = nowMs;
      say(
        `${seen.trades} trades, ${seen.open_trades} open, ${lives.kills} kills, ${operator.stranded.size} stranded`,
      );
    }
    return seen.trades >= trades || nowMs - bestMs > STUCK_MS;
  }, LONGEST_MS);
  if (reached === null || best < trades) say(`stuck at ${best} trades`);
}

export function tellComplaints(verdict: Verdict, say: (line: string) => void): void {
  const complaints = complaintsOf(verdict);
  for (const line of complaints.slice(0, 40)) say(`WRONG ${line}`);
  if (complaints.length > 40) say(`WRONG and ${complaints.length - 40} more`);
}
