import { createEngine, type Engine, type EvaluationTrace, USDC_SYMBOL } from "#engine";
import { type Asset, formatSteps, type Log, parseDecimal, type VenueName } from "#model";
import { RUNBOOK_CONFIG } from "#signal";
import { type StandIns, startStandIns } from "#sim";
import { systemClock as clock, systemRandom as random, systemTimers as timers } from "#system";
import { createJsonRpc } from "#transport";
import { createGeminiFeed, fetchInstruments } from "#venue/gemini";
import { createSolanaFeed, verifyPools } from "#venue/solana";
import type { StormPlan } from "./storm-plan.ts";

/** What a storm came to. Everything that must be zero is counted on its own. */
export interface StormReport {
  evaluations: number;
  checkedBooks: number;
  checkedPools: number;
  wrongBooks: string[];
  wrongPools: string[];
  unknownTruth: number;
  /** Longest time that a used price had already been replaced at the venue. */
  oldestBookMs: number;
  oldestPoolMs: number;
  opened: number;
  recoveries: { act: string; venue: VenueName; ms: number | null }[];
  counters: Record<VenueName, Readonly<Record<string, number>>>;
}

const BASES = ["SOL", "BTC", "ETH"];
const SAMPLE_MS = 25;

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

function emptyReport(): StormReport {
  return {
    evaluations: 0,
    checkedBooks: 0,
    checkedPools: 0,
    wrongBooks: [],
    wrongPools: [],
    unknownTruth: 0,
    oldestBookMs: 0,
    oldestPoolMs: 0,
    opened: 0,
    recoveries: [],
    counters: { gemini: {}, solana: {} },
  };
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
  stack.defer(timers.every(100, () => deliver({ kind: "tick", receivedNs: clock.monotonicNs() })));
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

/** The stand-ins' own books, against which each price used in an evaluation is held. */
class Truth implements Disposable {
  readonly #standIns: StandIns;
  readonly #report: StormReport;
  /** Update ids over time, so that the age of a price can be told. */
  readonly #ids = new Map<string, { atMs: number; id: number }[]>();
  readonly #stop: () => void;

  constructor(standIns: StandIns, report: StormReport) {
    this.#standIns = standIns;
    this.#report = report;
    this.#stop = timers.every(SAMPLE_MS, () => this.#sampleIds());
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  judge(trace: EvaluationTrace): void {
    this.#report.evaluations += 1;
    this.#judgeBook(trace);
    this.#judgePool(trace);
  }

  #judgeBook({ instrument, bookLastId, bidTicks, askTicks }: EvaluationTrace): void {
    const { symbol, tickSize } = instrument;
    const top = this.#standIns.gemini.topAt(symbol, bookLastId);
    if (top === undefined) {
      this.#report.unknownTruth += 1;
      return;
    }
    this.#report.checkedBooks += 1;
    const same = (ticks: number, text: string | null) =>
      text === null
        ? ticks === 0
        : parseDecimal(formatSteps(ticks, tickSize), 12, "exact") === parseDecimal(text, 12, "exact");
    if (!same(bidTicks, top.bid) || !same(askTicks, top.ask)) {
      const used = `${formatSteps(bidTicks, tickSize)}/${formatSteps(askTicks, tickSize)}`;
      this.#report.wrongBooks.push(`${symbol} at ${bookLastId}: used ${used}, true ${top.bid}/${top.ask}`);
    }
    const replaced = this.#ids.get(symbol)?.find(({ id }) => id > bookLastId);
    if (replaced !== undefined)
      this.#report.oldestBookMs = Math.max(this.#report.oldestBookMs, performance.now() - replaced.atMs);
  }

  #judgePool({ asset, slot, mid }: EvaluationTrace): void {
    const pool = this.#standIns.solana.pools[asset.replace("-USD", "")];
    const state = pool && this.#standIns.solana.poolAt(pool.address, slot);
    if (pool === undefined || state === undefined) {
      this.#report.unknownTruth += 1;
      return;
    }
    this.#report.checkedPools += 1;
    const [num, den] =
      state.mintA === pool.baseMint
        ? [state.sqrtPrice ** 2n, 1n << 128n]
        : [1n << 128n, state.sqrtPrice ** 2n];
    if (mid.num * den !== mid.den * num)
      this.#report.wrongPools.push(`${asset} at slot ${slot}: mid differs`);
    const head = this.#standIns.solana.slot();
    for (let later = slot + 1; later <= head; later += 1) {
      const next = this.#standIns.solana.poolAt(pool.address, later);
      if (next === undefined || next.sqrtPrice === state.sqrtPrice) continue;
      this.#report.oldestPoolMs = Math.max(this.#report.oldestPoolMs, (head - later) * 250);
      return;
    }
  }

  #sampleIds(): void {
    for (const symbol of this.#standIns.gemini.symbols) {
      const samples = this.#ids.get(symbol) ?? [];
      samples.push({ atMs: performance.now(), id: this.#standIns.gemini.book(symbol).lastUpdateId });
      if (samples.length > 2_000) samples.shift();
      this.#ids.set(symbol, samples);
    }
  }
}

/** Measures for each act how long after its end a venue's last book or pool was live again. */
class Recovery {
  readonly #storm: StormPlan;
  readonly #report: StormReport;
  readonly #say: (line: string) => void;
  #index = 0;
  #pending: Set<VenueName> | null = null;

  constructor(storm: StormPlan, report: StormReport, say: (line: string) => void) {
    this.#storm = storm;
    this.#report = report;
    this.#say = say;
  }

  sample(nowMs: number, engine: Engine): void {
    const act = this.#storm.acts[this.#index];
    if (act === undefined || nowMs < act.endMs + 100) return;
    this.#pending ??= new Set(act.faults.map(({ venue }) => venue));
    for (const { venue, connected, live, wanted } of engine.view(clock.monotonicNs()).venues) {
      if (!this.#pending.has(venue) || !connected || live < wanted) continue;
      this.#pending.delete(venue);
      this.#note(act.name, venue, nowMs - act.endMs);
    }
    const next = this.#storm.acts[this.#index + 1]?.startMs ?? this.#storm.totalMs;
    if (this.#pending.size > 0 && nowMs < next - 100) return;
    for (const venue of this.#pending) this.#note(act.name, venue, null);
    this.#pending = null;
    this.#index += 1;
  }

  #note(act: string, venue: VenueName, ms: number | null): void {
    this.#report.recoveries.push({ act, venue, ms });
    this.#say(
      `${act}: ${venue} ${ms === null ? "did NOT recover" : `live ${ms.toFixed(0)} ms after the end`}`,
    );
  }
}
