import {
  addTrades,
  EMPTY_REPORT,
  HOUR_MS,
  mergeReports,
  type OpportunityStore,
  type Report,
  type TradeStore,
} from "#ledger";
import type { Clock } from "#model";
import { type ListPiece, readPieces } from "./read-page.ts";

/** What is known of one UTC day. */
export interface ReportDay {
  readonly startMs: number;
  readonly report: Report;
  /** Null where some of them may be forgotten already. */
  readonly opportunities: number | null;
}

export interface ReportSources {
  readonly trades: TradeStore;
  readonly opportunities: OpportunityStore;
  readonly clock: Clock;
  /** False while what happened may not be stored yet. */
  readonly isWhole: () => boolean;
}

export interface ReportDays {
  /** The last days, today included, newest first. Rejects like the stores. */
  read(days: number): Promise<readonly ReportDay[]>;
}

export const DAY_MS = 24 * HOUR_MS;
/** A trade is stored within moments of its end; where the storage was away it may take minutes. */
const LATE_MS = 15 * 60_000;
/** Another hand in the database is seen after this long at the latest. */
const KEPT_MS = HOUR_MS;

/** With their legs, about two milliseconds of one turn. */
const TRADES_A_TURN = 25;

type Part = Omit<ReportDay, "startMs">;

interface Kept {
  readonly part: Promise<Part>;
  readonly untilMs: number;
}

/**
 * Adds up closed trades day by day. A closed trade never changes, so what lies well behind is kept: days of the past whole,
 * and of today each hour. What is new is read in small pieces, one after the other, and prices pass in between.
 */
export function createReportDays({ trades, opportunities, clock, isWhole }: ReportSources): ReportDays {
  const kept = new Map<string, Kept>();

  async function compute(fromMs: number, toMs: number): Promise<Part> {
    let report = EMPTY_REPORT;
    const list = (page: ListPiece) => trades.closedTrades({ fromMs, toMs, ...page });
    for await (const piece of readPieces(list, TRADES_A_TURN)) report = addTrades(report, piece);
    return { report, opportunities: await opportunities.countOpportunities(fromMs, toMs) };
  }

  /** Those who ask for the same at once wait for the same. */
  function part(fromMs: number, toMs: number): Promise<Part> {
    const nowMs = clock.epochMs();
    const key = `${fromMs} ${toMs}`;
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > nowMs) return known.part;
    const made = compute(fromMs, toMs);
    const drop = () => void kept.delete(key);
    if (toMs + LATE_MS < nowMs && isWhole()) kept.set(key, { part: made, untilMs: nowMs + KEPT_MS });
    else {
      kept.set(key, { part: made, untilMs: Number.POSITIVE_INFINITY });
      made.then(drop, () => {});
    }
    made.catch(drop);
    return made;
  }

  async function today(startMs: number): Promise<Part> {
    const parts: Part[] = [];
    for (let fromMs = startMs; fromMs <= clock.epochMs(); fromMs += HOUR_MS)
      parts.push(await part(fromMs, fromMs + HOUR_MS));
    return together(parts);
  }

  function forgetOld(): void {
    const nowMs = clock.epochMs();
    for (const [key, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(key);
  }

  return {
    async read(days) {
      forgetOld();
      const todayMs = clock.epochMs() - (clock.epochMs() % DAY_MS);
      const read: ReportDay[] = [{ startMs: todayMs, ...(await today(todayMs)) }];
      for (let back = 1; back < days; back += 1) {
        const startMs = todayMs - back * DAY_MS;
        read.push({ startMs, ...(await part(startMs, startMs + DAY_MS)) });
      }
      return read;
    },
  };
}

function together(parts: readonly Part[]): Part {
  return {
    report: mergeReports(parts.map(({ report }) => report)),
    opportunities: sumOfCounts(parts.map(({ opportunities }) => opportunities)),
  };
}

/** Known where all of them are. */
export function sumOfCounts(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}
