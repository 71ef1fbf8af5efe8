import { describe, expect, it } from "vitest";
import { dailyBars } from "../../console/lib/daily-bars.ts";
import type { Report } from "../../console/lib/wire.ts";

const daily = (...pnls: string[]) =>
  pnls.map((net_pnl_usd, index) => ({ day: `2026-11-${20 - index}`, net_pnl_usd })) as Report["daily"];

describe("bars of daily results", () => {
  it("stand on one line, oldest first: gains above, losses below, on one scale", () => {
    const { bars, zero } = dailyBars(daily("-10", "0", "30"));
    expect(zero).toBe(0.75);
    expect(bars.map(({ day, isLoss, top, height }) => [day, isLoss, top, height])).toEqual([
      ["2026-11-18", false, 0, 0.75],
      ["2026-11-19", false, 0.75, 0],
      ["2026-11-20", true, 0.75, 0.25],
    ]);
  });

  it("are flat where nothing was earned", () => {
    expect(dailyBars(daily("0", "0")).bars.every(({ height }) => height === 0)).toBe(true);
    expect(dailyBars(daily("-1")).zero).toBe(0);
  });
});
