import { type Trade, tradePage } from "#wire";
import { judge } from "../../src/system/chaos/judge/judge.ts";
import { readKept } from "../../src/system/chaos/judge/kept.ts";
import { readTruth } from "../../src/system/chaos/judge/truth.ts";
import { realTime, recordingLog } from "./fake-time.ts";
import { ledgerOf, truthOf } from "./money.ts";
import type { Operator } from "./operator.ts";
import type { StandInsProcess } from "./stand-ins-process.ts";

/** Sentences that must not be there, and how the trades ended. */
export interface RestartJudgement {
  readonly trades: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/**
 * Compares, when everything has come home and the process has ended, the venues' truth with the journal, the ledger and
 * what the API showed: every trade in each exactly once.
 */
export async function judgeRestarts(operator: Operator, venues: StandInsProcess): Promise<RestartJudgement> {
  await operator.post("/controls/pause");
  await operator.flat();
  const { risk } = await operator.status();
  const shown = await allTrades(operator);
  const ledger = ledgerOf(await operator.inventory());
  await operator.stop("SIGTERM");
  const truth = await venues.truth();
  const kept = await readKept(operator.dataDir, { log: recordingLog(), clock: realTime });
  const verdict = judge(kept, readTruth(truth));
  return {
    trades: verdict.trades,
    outcomes: verdict.outcomes,
    wrong: {
      duplicateSends: verdict.duplicateSends,
      openTrades: verdict.openTrades,
      ledgerMismatches: verdict.ledgerMismatches,
      unexplainedResiduals: verdict.unexplainedResiduals,
      stranded: risk.stranded_trades === 0 ? [] : [`${risk.stranded_trades} trades are stranded`],
      shown: differences(
        kept.journal.map(({ tradeId }) => tradeId),
        shown.map(({ id }) => id),
      ),
      inventory: inventoryDifferences(ledger, truthOf(truth)),
    },
  };
}

async function allTrades(operator: Operator): Promise<readonly Trade[]> {
  const trades: Trade[] = [];
  let after = "";
  do {
    const page = tradePage.parse((await operator.get(`/trades?limit=500${after}`)).body);
    trades.push(...page.trades);
    after = page.next_cursor === null ? "" : `&cursor=${page.next_cursor}`;
  } while (after !== "");
  return trades.filter(({ is_injected }) => !is_injected);
}

function differences(journaled: readonly string[], shown: readonly string[]): readonly string[] {
  const count = Map.groupBy(shown, (id) => id);
  return [
    ...journaled.filter((id) => !count.has(id)).map((id) => `trade ${id} is not shown`),
    ...[...count].filter(([, all]) => all.length > 1).map(([id]) => `trade ${id} is shown more than once`),
    ...[...count.keys()].filter((id) => !journaled.includes(id)).map((id) => `trade ${id} is in no journal`),
  ];
}

function inventoryDifferences(
  ledger: Readonly<Record<string, bigint>>,
  truth: Readonly<Record<string, bigint>>,
): readonly string[] {
  const keys = new Set([...Object.keys(ledger), ...Object.keys(truth)]);
  return [...keys]
    .filter((key) => ledger[key] !== truth[key])
    .map((key) => `${key}: shown ${ledger[key] ?? 0n}, truth ${truth[key] ?? 0n}`);
}
