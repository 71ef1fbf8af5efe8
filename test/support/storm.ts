import { createEngine, type Engine, type EvaluationTrace, USDC_SYMBOL } from "#engine";
import type { Asset, Log } from "#model";
import { RUNBOOK_CONFIG } from "#signal";
import { type StandIns, startStandIns } from "#sim";
import { systemClock as clock, systemRandom as random, systemTimers as timers } from "#system";
import { createJsonRpc } from "#transport";
import { createGeminiFeed, fetchInstruments } from "#venue/gemini";
import { createSolanaFeed, verifyPools } from "#venue/solana";
import type { StormPlan } from "./storm-plan.ts";
import { Recovery } from "./storm-recovery.ts";
import { emptyReport, SAMPLE_MS, type StormReport } from "./storm-report.ts";
import { Truth } from "./storm-truth.ts";

const BASES = ["SOL", "BTC", "ETH"];

/** Runs the real feeds and engine against the stand-ins under the plan, comparing every price used with their truth. */
export async function runStorm(
  seed: number,
  storm: StormPlan,
  say: (line: string) => void,
): Promise<StormReport> {
  await using stack = new AsyncDisposableStack();
  const standIns = await startStandIns({
    ...{ seed, scenario: "dislocated", bases: BASES, slotMs: 250, captureDir: null, faults: storm.plan },
    geminiPort: 0,
    solanaPort: 0,
  });
  const startedMs = performance.now();
  stack.defer(() => standIns.stop());
  const report = emptyReport();
  const truth = new Truth(standIns, report);
  stack.use(truth);
  const { engine, counters } = await connect(standIns, stack, (trace) => truth.judge(trace), report);
  const watch = new Recovery(storm, report, say);
  const nowMs = () => performance.now() - startedMs;
  stack.defer(timers.every(SAMPLE_MS, () => watch.sample(nowMs(), engine)));
  await new Promise((resolve) => setTimeout(resolve, storm.totalMs - nowMs()));
  report.counters = counters();
  return report;
}

const quiet: Log = { info() {}, warning() {}, error() {}, debug() {} };

async function connect(
  standIns: StandIns,
  stack: AsyncDisposableStack,
  onEvaluation: (trace: EvaluationTrace) => void,
  report: StormReport,
) {
  const assets = BASES.map((base): Asset => assetOf(standIns, base));
  const rpc = createJsonRpc({ urls: [standIns.addresses.solana.rpc], clock, timers, random });
  const symbols = [...assets.map(({ symbol }) => symbol), USDC_SYMBOL];
  const answers = await fetchInstruments(symbols, {
    baseUrl: standIns.addresses.gemini.rest,
    timers,
    log: quiet,
  });
  const instruments = answers.flatMap((answer) => (answer.kind === "listed" ? [answer.instrument] : []));
  const { pools } = await verifyPools({ rpc, assets });
  let ids = 0;
  const engine = createEngine({
    ...{ assets, instruments, config: RUNBOOK_CONFIG, lastWindows: [], onEvaluation },
    newId: (kind) => `${kind}-${++ids}`,
    epochOffsetMs: clock.epochMs() - clock.monotonicNs() / 1e6,
  });
  const gemini = stack.use(
    createGeminiFeed({ wsUrl: standIns.addresses.gemini.ws, instruments, clock, timers, random, log: quiet }),
  );
  const solana = stack.use(
    createSolanaFeed({
      ...{ rpc, pools, clock, timers, random, log: quiet, pollMs: 2_000 },
      wsUrls: [standIns.addresses.solana.ws],
    }),
  );
  const feeds = { gemini, solana };
  const deliver = (event: Parameters<Engine["process"]>[0]): void => {
    for (const effect of engine.process(event)) {
      if (effect.kind === "resync") feeds[effect.venue].resync(effect.stream, effect.reason);
      if (effect.kind === "opportunity" && effect.phase === "opened") report.opened += 1;
    }
  };
  stack.defer(
    timers.every(100, () =>
      deliver({ kind: "tick", receivedNs: clock.monotonicNs(), epochMs: clock.epochMs() }),
    ),
  );
  await Promise.all([gemini.start(deliver), solana.start(deliver)]);
  return { engine, counters: () => ({ gemini: gemini.stats(), solana: solana.stats() }) };
}

function assetOf(standIns: StandIns, base: string): Asset {
  const pool = standIns.solana.pools[base];
  if (pool === undefined) throw new Error(`the stand-ins have no pool for ${base}`);
  return {
    ...{ name: `${base}-USD`, base, symbol: `${base.toLowerCase()}usd` },
    ...{ pool: pool.address, baseMint: pool.baseMint, quoteMint: pool.quoteMint },
  };
}
