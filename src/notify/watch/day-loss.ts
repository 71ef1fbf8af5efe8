import type { TradingFacts } from "../facts.ts";
import type { Moment, Notice } from "../notice.ts";

const WARN_AT_PCT = 80n;

/** The UTC day for which it was told; null before. */
export type SeenDayLoss = string | null;

/** Told once a day, when the day's loss has come near its limit. */
export function watchDayLoss(
  seen: SeenDayLoss,
  { day, dailyPnlUsd, dailyLossLimitUsd }: TradingFacts,
  now: Moment,
): readonly [SeenDayLoss, readonly Notice[]] {
  if (seen === day || -dailyPnlUsd * 100n < WARN_AT_PCT * dailyLossLimitUsd) return [seen, []];
  const loss = `${dollars(-dailyPnlUsd)} of ${dollars(dailyLossLimitUsd)} USD`;
  return [
    day,
    [
      {
        ...{ key: `day-loss:${day}`, kind: "once", severity: "warning" },
        title: `Loss of the day at ${(-dailyPnlUsd * 100n) / dailyLossLimitUsd} % of its limit`,
        text: `${loss} were lost on ${day}. At the limit trading pauses by itself. Look at why on the reports screen, or pause now. Runbook: "Daily loss limit reached".`,
        ...{ screen: "/reports", atMs: now.epochMs },
      },
    ],
  ];
}

/** Whole cents, towards zero: a figure to read, not to reckon with. */
function dollars(nanos: bigint): string {
  const cents = nanos / 10_000_000n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}
