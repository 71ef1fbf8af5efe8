import { type EvaluationTrace, USDC_SYMBOL } from "#engine";
import { formatSteps, parseDecimal, type Ratio } from "#model";
import type { StandIns } from "#sim";
import { systemTimers as timers } from "#system";
import { SAMPLE_MS, type StormReport } from "./storm-report.ts";

/** The stand-ins' own books, against which each price used in an evaluation is held. */
export class Truth implements Disposable {
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
    this.#judgeRate(trace);
  }

  /** The USDC rate enters every price of a pool, so it is held against its own book. */
  #judgeRate({ rate, usdcLastId }: EvaluationTrace): void {
    const top = this.#standIns.gemini.topAt(USDC_SYMBOL, usdcLastId);
    if (top === undefined) {
      this.#report.unknownTruth += 1;
      return;
    }
    this.#report.checkedRates += 1;
    const same = ({ num, den }: Ratio, text: string | null) =>
      text !== null && num * 10n ** 12n === parseDecimal(text, 12, "exact") * den;
    if (!same(rate.bid, top.bid) || !same(rate.ask, top.ask))
      this.#report.wrongRates.push(`${USDC_SYMBOL} at ${usdcLastId}: true ${top.bid}/${top.ask}`);
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
