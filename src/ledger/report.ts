import type { AttemptPurpose, Attribution, TradeRecord, TradeStatus, VenueName } from "#model";
import { type Counts, mergeCounts, mergeMaps, one } from "./percentiles.ts";
import { type LegTally, mergeLegs, tallyLeg } from "./report-legs.ts";
import { HOUR_MS } from "./window-hours.ts";

/** A trade that stands out, and what it brought. */
export interface TradeMark {
  readonly id: string;
  readonly pnlUsd: bigint;
}

/** What an hour's trades came to. */
export interface HourTally {
  readonly trades: number;
  readonly netUsd: bigint;
}

/** Closed trades that have an attribution: what was promised, what came, and why they differ. Dollars in 1e-9. */
export interface Accuracy extends Attribution {
  readonly trades: number;
  readonly predictedUsd: bigint;
  readonly realisedUsd: bigint;
  /** Trades that brought at least what was promised. */
  readonly kept: number;
}

/** What trades came to as one line of a table. */
export interface Tally {
  readonly trades: number;
  readonly statuses: Readonly<Record<Exclude<TradeStatus, "executing">, number>>;
  /** Trades with a result above and below zero. */
  readonly wins: number;
  readonly losses: number;
  /** After every fee, from ledger transfers only; 1e-9 USD, as every figure here. */
  readonly netUsd: bigint;
  readonly feesUsd: bigint;
  readonly best: TradeMark | null;
  readonly worst: TradeMark | null;
}

/** Closed trades added up. Sums of reports are reports: in whatever pieces and order, the result is the same. */
export interface Report extends Tally {
  /** By the start of the UTC hour in which they closed. */
  readonly hours: ReadonlyMap<number, HourTally>;
  readonly legs: ReadonlyMap<`${VenueName} ${AttemptPurpose}`, LegTally>;
  readonly accuracy: Accuracy;
  readonly latencyMs: Counts;
  readonly exposureMs: Counts;
}

export const EMPTY_REPORT: Report = {
  ...{ trades: 0, wins: 0, losses: 0, netUsd: 0n, feesUsd: 0n, best: null, worst: null },
  statuses: { completed: 0, unwound: 0, failed: 0, stranded: 0 },
  hours: new Map(),
  legs: new Map(),
  accuracy: {
    ...{ trades: 0, kept: 0, predictedUsd: 0n, realisedUsd: 0n },
    ...{ feeUsd: 0n, depthUsd: 0n, latencyUsd: 0n, networkUsd: 0n, adverseUsd: 0n, reserveUsd: 0n },
  },
  latencyMs: new Map(),
  exposureMs: new Map(),
};

/** Adds trades to a report. One that is still open or was injected counts nowhere. */
export function addTrades(report: Report, trades: readonly TradeRecord[]): Report {
  return mergeReports([report, ...trades.map(reportOf)]);
}

function reportOf(trade: TradeRecord): Report {
  const { id, status, closedAtMs, pnlUsd, feesUsd, latencyMs, exposureMs } = trade;
  if (closedAtMs === null || trade.isInjected || status === "executing") return EMPTY_REPORT;
  const mark = { id, pnlUsd };
  return {
    trades: 1,
    statuses: { ...EMPTY_REPORT.statuses, [status]: 1 },
    wins: pnlUsd > 0n ? 1 : 0,
    losses: pnlUsd < 0n ? 1 : 0,
    ...{ netUsd: pnlUsd, feesUsd, best: mark, worst: mark },
    hours: new Map([[closedAtMs - (closedAtMs % HOUR_MS), { trades: 1, netUsd: pnlUsd }]]),
    legs: mergeMaps(
      trade.legs.map((leg) => new Map([[`${leg.venue} ${leg.purpose}` as const, tallyLeg(leg)]])),
      mergeLegs,
    ),
    accuracy: accuracyOf(trade),
    latencyMs: one(latencyMs),
    exposureMs: exposureMs === null ? EMPTY_REPORT.exposureMs : one(exposureMs),
  };
}

function accuracyOf({ attribution, pnlUsd, predictedPnlUsd }: TradeRecord): Accuracy {
  if (attribution === null) return EMPTY_REPORT.accuracy;
  const kept = pnlUsd >= predictedPnlUsd ? 1 : 0;
  return { trades: 1, kept, predictedUsd: predictedPnlUsd, realisedUsd: pnlUsd, ...attribution };
}

/** What all of them report together. */
export function mergeReports(reports: readonly Report[]): Report {
  return {
    ...mergeTallies(reports),
    hours: mergeMaps(
      reports.map(({ hours }) => hours),
      addHours,
    ),
    legs: mergeMaps(
      reports.map(({ legs }) => legs),
      mergeLegs,
    ),
    accuracy: mergeAccuracy(reports.map(({ accuracy }) => accuracy)),
    latencyMs: mergeCounts(reports.map(({ latencyMs }) => latencyMs)),
    exposureMs: mergeCounts(reports.map(({ exposureMs }) => exposureMs)),
  };
}

/** The lines alone, which is quick however much was measured. */
export function mergeTallies(reports: readonly Tally[]): Tally {
  const count = (of: (report: Tally) => number) => reports.reduce((sum, report) => sum + of(report), 0);
  const sum = (of: (report: Tally) => bigint) => reports.reduce((all, report) => all + of(report), 0n);
  const marks = (of: (report: Tally) => TradeMark | null) => reports.map(of).filter((mark) => mark !== null);
  return {
    trades: count(({ trades }) => trades),
    statuses: {
      completed: count(({ statuses }) => statuses.completed),
      unwound: count(({ statuses }) => statuses.unwound),
      failed: count(({ statuses }) => statuses.failed),
      stranded: count(({ statuses }) => statuses.stranded),
    },
    wins: count(({ wins }) => wins),
    losses: count(({ losses }) => losses),
    netUsd: sum(({ netUsd }) => netUsd),
    feesUsd: sum(({ feesUsd }) => feesUsd),
    best: first(
      marks(({ best }) => best),
      (a, b) => a.pnlUsd > b.pnlUsd,
    ),
    worst: first(
      marks(({ worst }) => worst),
      (a, b) => a.pnlUsd < b.pnlUsd,
    ),
  };
}

/** Of equal ones that with the smaller id, so that no order of reading changes which it is. */
function first(marks: readonly TradeMark[], isAhead: (a: TradeMark, b: TradeMark) => boolean) {
  return marks.reduce<TradeMark | null>((held, mark) => {
    if (held === null || isAhead(mark, held)) return mark;
    return mark.pnlUsd === held.pnlUsd && mark.id < held.id ? mark : held;
  }, null);
}

function addHours(hours: readonly HourTally[]): HourTally {
  return hours.reduce((a, b) => ({ trades: a.trades + b.trades, netUsd: a.netUsd + b.netUsd }));
}

function mergeAccuracy(parts: readonly Accuracy[]): Accuracy {
  return parts.reduce((a, b) => {
    if (b.trades === 0) return a;
    return {
      trades: a.trades + b.trades,
      kept: a.kept + b.kept,
      predictedUsd: a.predictedUsd + b.predictedUsd,
      realisedUsd: a.realisedUsd + b.realisedUsd,
      feeUsd: a.feeUsd + b.feeUsd,
      depthUsd: a.depthUsd + b.depthUsd,
      latencyUsd: a.latencyUsd + b.latencyUsd,
      networkUsd: a.networkUsd + b.networkUsd,
      adverseUsd: a.adverseUsd + b.adverseUsd,
      reserveUsd: a.reserveUsd + b.reserveUsd,
    };
  }, EMPTY_REPORT.accuracy);
}
