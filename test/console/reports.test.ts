import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReportSearch } from "../../console/features/reports/search.ts";
import { sumDecimals } from "../../console/lib/decimal-text.ts";
import { hoursOfDay, hourText } from "../../console/lib/hours-of-day.ts";
import { dailyCsv, dailyCsvName } from "../../console/lib/report-csv.ts";
import type { Report } from "../../console/lib/wire.ts";

type Hour = Report["hours"][number];

const aDay = (changes: Partial<Report["daily"][number]> = {}): Report["daily"][number] => ({
  ...{ day: "2026-11-26", trades: 2, completed: 1, unwound: 1, failed: 0, stranded: 0 },
  ...{ opportunities: 9, capture_rate_pct: "11.111111", gross_pnl_usd: "9007199254740993.000000001" },
  ...{ fees_usd: "1.5", net_pnl_usd: "-0.000000001", wins: 1, losses: 1, win_rate_pct: "50" },
  best: { id: "trd-1", pnl_usd: "2.5" },
  worst: { id: "trd-2", pnl_usd: "-2.500000001" },
  ...changes,
});

describe("the range of a report", () => {
  it.each([
    [{}, {}],
    [{ days: "30" }, { days: 30 }],
    [
      { days: 90, by: "week" },
      { days: 90, by: "week" },
    ],
    [{ days: "8" }, {}],
    [{ days: "30x", by: "month" }, {}],
  ])("of the address %j is %j", (raw, search) => {
    expect(parseReportSearch(raw)).toEqual(search);
  });
});

describe("the hours of a day", () => {
  const someHours = fc.array(
    fc
      .record({
        at: fc.nat(90 * 24),
        trades: fc.integer({ min: 1, max: 9 }),
        units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      })
      .map(({ at, trades, units }): Hour => {
        const sign = units < 0n ? "-" : "";
        const digits = (units < 0n ? -units : units).toString().padStart(10, "0");
        const net_pnl_usd = `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
        return { start: new Date(Date.UTC(2026, 8, 1) + at * 3_600_000).toISOString(), trades, net_pnl_usd };
      }),
  );

  it.each(["utc", "local"] as const)("hold every trade and cent on the %s clock", (zone) => {
    fc.assert(
      fc.property(someHours, (hours) => {
        const day = hoursOfDay(hours, zone);
        expect(day.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
        const sum = (values: readonly string[]) => sumDecimals(["0.000000000", ...values]);
        expect(sum(day.map(({ netUsd }) => netUsd))).toBe(sum(hours.map((hour) => hour.net_pnl_usd)));
        expect(day.reduce((all, { trades }) => all + trades, 0)).toBe(
          hours.reduce((all, { trades }) => all + trades, 0),
        );
      }),
    );
  });

  it("take together what closed at the same hour of different days", () => {
    const hours = ["2026-11-20T14:00:00.000Z", "2026-11-21T14:00:00.000Z", "2026-11-21T15:00:00.000Z"];
    const day = hoursOfDay(
      hours.map((start) => ({ start, trades: 1, net_pnl_usd: "1.1" })),
      "utc",
    );
    expect(day[14]).toEqual({ hour: 14, trades: 2, netUsd: "2.2" });
    expect(day[15]).toEqual({ hour: 15, trades: 1, netUsd: "1.1" });
    expect([hourText(9), hourText(24)]).toEqual(["09:00", "00:00"]);
  });
});

describe("the daily table as CSV", () => {
  it("has the API's names and digits, and nothing where nothing is known", () => {
    const csv = dailyCsv({
      daily: [aDay(), aDay({ day: "2026-11-25", opportunities: null, capture_rate_pct: null, best: null })],
    });
    const [header, first, second, end] = csv.split("\r\n");
    expect(header).toBe(
      "day,trades,completed,unwound,failed,stranded,opportunities,capture_rate_pct,gross_pnl_usd,fees_usd," +
        "net_pnl_usd,wins,losses,win_rate_pct,best_trade,best_pnl_usd,worst_trade,worst_pnl_usd",
    );
    expect(first).toBe(
      "2026-11-26,2,1,1,0,0,9,11.111111,9007199254740993.000000001,1.5,-0.000000001,1,1,50,trd-1,2.5,trd-2,-2.500000001",
    );
    expect(second).toMatch(/^2026-11-25,2,1,1,0,0,,,9007199254740993.000000001,.*,50,,,trd-2,-2.500000001$/);
    expect(end).toBe("");
    expect(dailyCsvName({ from: "2026-11-20", to: "2026-11-26" })).toBe(
      "tandem-daily-2026-11-20-2026-11-26.csv",
    );
  });
});
