import type { Report } from "./wire.ts";

/** A bar of a sparkline, as shares of its height from the top; where nothing was earned there is no bar. */
export interface Bar {
  readonly day: string;
  readonly pnlText: string;
  readonly top: number;
  readonly height: number;
  readonly isLoss: boolean;
}

/**
 * One bar a day, oldest first, on one scale around a zero line, for drawing alone: the figures themselves stay text.
 * Gains stand on the line, losses hang from it. Pure.
 */
export function dailyBars(daily: Report["daily"]): { readonly bars: readonly Bar[]; readonly zero: number } {
  const days = daily.toReversed();
  const values = days.map(({ net_pnl_usd }) => Number(net_pnl_usd));
  const highest = Math.max(0, ...values);
  const span = highest - Math.min(0, ...values) || 1;
  const zero = highest / span;
  const bars = days.map(({ day, net_pnl_usd }, index) => {
    const value = (values[index] ?? 0) / span;
    const isLoss = value < 0;
    return { day, pnlText: net_pnl_usd, isLoss, top: isLoss ? zero : zero - value, height: Math.abs(value) };
  });
  return { bars, zero };
}
