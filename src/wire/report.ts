import { z } from "zod";
import { decimal, instant } from "./primitives.ts";
import { latencySummary } from "./status.ts";
import { attribution } from "./trade.ts";

/** A day of UTC: "2026-11-26". */
const day = z.iso.date();

/** One to ninety UTC days, today being the last one. Plain digits alone. */
export const reportQuery = z.object({
  days: z
    .preprocess(
      (said) => (typeof said === "string" && /^\d{1,2}$/.test(said) ? Number(said) : said),
      z.number().int().min(1).max(90).default(7),
    )
    .describe("1 to 90, 7 where not given"),
});

const mark = z.object({ id: z.string(), pnl_usd: decimal });

/** What the trades came to that closed within some time; open and injected ones count nowhere. */
const reportFigures = z
  .object({
    trades: z.number(),
    completed: z.number(),
    unwound: z.number(),
    failed: z.number(),
    stranded: z.number(),
    /** Found within the time; null where they may be forgotten already. */
    opportunities: z.number().nullable(),
    /** Completed trades of a hundred opportunities; null where those are not known or none was found. */
    capture_rate_pct: decimal.nullable(),
    /** Net and fees together. */
    gross_pnl_usd: decimal,
    fees_usd: decimal,
    net_pnl_usd: decimal,
    wins: z.number(),
    losses: z.number(),
    /** Wins of a hundred trades that won or lost; null where none did. */
    win_rate_pct: decimal.nullable(),
    best: mark.nullable(),
    worst: mark.nullable(),
  })
  .meta({ id: "ReportFigures" });
export type ReportFigures = z.infer<typeof reportFigures>;

/** What attempts on one venue for one purpose came to. */
const reportLeg = z
  .object({
    venue: z.string(),
    purpose: z.string(),
    attempts: z.number(),
    filled: z.number(),
    partial: z.number(),
    rejected: z.number(),
    expired: z.number(),
    fees: z.array(z.object({ asset: z.string(), amount: decimal })),
    /** From handing it to the venue to the first evidence of what became of it. */
    answer: latencySummary,
  })
  .meta({ id: "ReportLeg" });
export type ReportLeg = z.infer<typeof reportLeg>;

export const report = z
  .object({
    generated_at: instant,
    days: z.number(),
    /** First and last UTC day. */
    from: day,
    to: day,
    /** The first of the days whose opportunities are all known; those and the capture rate of the total are from then on. */
    opportunities_from: day.nullable(),
    total: reportFigures,
    /** Newest first, every day. */
    daily: z.array(reportFigures.extend({ day })),
    /** By their Mondays, newest first; the first and the last week have the days of the range only. */
    weekly: z.array(reportFigures.extend({ week: day, from: day, to: day })),
    /** Hours in which a trade closed, oldest first, so that they can be laid over any clock. */
    hours: z.array(z.object({ start: instant, trades: z.number(), net_pnl_usd: decimal })),
    legs: z.array(reportLeg),
    /** Trades whose result is explained: the six causes add up to realised less predicted. */
    accuracy: z.object({
      trades: z.number(),
      /** Trades that brought at least what was predicted. */
      kept: z.number(),
      predicted_pnl_usd: decimal,
      realised_pnl_usd: decimal,
      difference_usd: decimal,
      attribution,
    }),
    /** From the decision to flat, and from the first evidenced leg to flat. */
    latency: latencySummary,
    exposure: latencySummary,
  })
  .meta({ id: "Report" });
export type Report = z.infer<typeof report>;
