import {
  type Counts,
  countOf,
  type LegTally,
  mergeReports,
  mergeTallies,
  percentileOf,
  type Report,
  type Tally,
} from "#ledger";
import { divide } from "#model";
import type { ReportFigures, ReportLeg, Report as ReportView } from "#wire";
import { DAY_MS, type ReportDay, sumOfCounts } from "./report-days.ts";
import { viewAttribution } from "./trade-view.ts";
import { amount, instantOf, pct, usd } from "./wire-text.ts";

/** The days, newest first, as the reports' screen shows them. */
export function viewReport(days: readonly ReportDay[], nowMs: number): ReportView {
  const all = mergeReports(days.map(({ report }) => report));
  const counted = days.filter(({ opportunities }) => opportunities !== null);
  return {
    generated_at: instantOf(nowMs),
    days: days.length,
    from: dayOf(days.at(-1)?.startMs ?? nowMs),
    to: dayOf(days[0]?.startMs ?? nowMs),
    opportunities_from: counted.length === 0 ? null : dayOf(counted.at(-1)?.startMs ?? nowMs),
    total: { ...viewFigures(all, null), ...captured(counted) },
    daily: days.map((day) => ({ day: dayOf(day.startMs), ...viewFigures(day.report, day.opportunities) })),
    weekly: viewWeeks(days),
    hours: [...all.hours]
      .sort(([a], [b]) => a - b)
      .map(([startMs, { trades, netUsd }]) => ({
        start: instantOf(startMs),
        trades,
        net_pnl_usd: usd(netUsd),
      })),
    legs: viewLegs(all),
    accuracy: viewAccuracy(all),
    latency: summary(all.latencyMs),
    exposure: summary(all.exposureMs),
  };
}

/** Of the days alone whose opportunities are known, so that the rate compares like with like. */
function captured(days: readonly ReportDay[]): Pick<ReportFigures, "opportunities" | "capture_rate_pct"> {
  if (days.length === 0) return { opportunities: null, capture_rate_pct: null };
  const { statuses } = tallyOf(days);
  const opportunities = countOfDays(days);
  return { opportunities, capture_rate_pct: ratePct(statuses.completed, opportunities ?? 0) };
}

function viewFigures(report: Tally, opportunities: number | null): ReportFigures {
  const { trades, statuses, wins, losses, netUsd, feesUsd, best, worst } = report;
  return {
    ...{ trades, ...statuses, opportunities },
    capture_rate_pct: opportunities === null ? null : ratePct(statuses.completed, opportunities),
    gross_pnl_usd: usd(netUsd + feesUsd),
    fees_usd: usd(feesUsd),
    net_pnl_usd: usd(netUsd),
    ...{ wins, losses, win_rate_pct: ratePct(wins, wins + losses) },
    best: best && { id: best.id, pnl_usd: usd(best.pnlUsd) },
    worst: worst && { id: worst.id, pnl_usd: usd(worst.pnlUsd) },
  };
}

function viewWeeks(days: readonly ReportDay[]): ReportView["weekly"] {
  const weeks = Map.groupBy(days, ({ startMs }) => mondayOf(startMs));
  return [...weeks].map(([mondayMs, within]) => {
    return {
      week: dayOf(mondayMs),
      from: dayOf(within.at(-1)?.startMs ?? mondayMs),
      to: dayOf(within[0]?.startMs ?? mondayMs),
      ...viewFigures(tallyOf(within), countOfDays(within)),
    };
  });
}

function tallyOf(days: readonly ReportDay[]): Tally {
  return mergeTallies(days.map(({ report }) => report));
}

function countOfDays(days: readonly ReportDay[]): number | null {
  return sumOfCounts(days.map(({ opportunities }) => opportunities));
}

/** 1970 began on a Thursday, three days after a Monday. */
function mondayOf(startMs: number): number {
  const day = startMs / DAY_MS;
  return (day - ((day + 3) % 7)) * DAY_MS;
}

function viewLegs({ legs }: Report): ReportLeg[] {
  return [...legs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, tally]) => {
      const [venue = "", purpose = ""] = key.split(" ");
      return { venue, purpose, ...viewLeg(tally) };
    });
}

function viewLeg({ fees, answerMs, ...counts }: LegTally) {
  const paid = [...fees].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...counts,
    fees: paid.map(([asset, sum]) => ({ asset, amount: amount(sum) })),
    answer: summary(answerMs),
  };
}

function viewAccuracy({ accuracy }: Report): ReportView["accuracy"] {
  const { trades, kept, predictedUsd, realisedUsd } = accuracy;
  return {
    ...{ trades, kept },
    predicted_pnl_usd: usd(predictedUsd),
    realised_pnl_usd: usd(realisedUsd),
    difference_usd: usd(realisedUsd - predictedUsd),
    attribution: viewAttribution(accuracy),
  };
}

function summary(counts: Counts) {
  return { count: countOf(counts), p50_ms: percentileOf(counts, 50), p95_ms: percentileOf(counts, 95) };
}

/** So many of a hundred, rounded down; null of nothing. */
function ratePct(part: number, whole: number): string | null {
  return whole === 0 ? null : pct(divide(BigInt(part) * 100_000_000n, BigInt(whole), "floor"));
}

function dayOf(startMs: number): string {
  return instantOf(startMs).slice(0, 10);
}
