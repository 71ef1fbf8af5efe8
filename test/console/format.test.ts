import { describe, expect, it } from "vitest";
import {
  formatCost,
  formatMid,
  formatMs,
  formatPct,
  formatPrice,
  formatShare,
  formatSignedUsd,
  formatSize,
  formatSizeBrief,
  formatUsd,
  groupThousands,
  shorten,
} from "../../console/lib/format.ts";
import { formatDuration, formatInstant, formatTimeMs } from "../../console/lib/time.ts";

describe("numbers on screen", () => {
  it("groups thousands and leaves the fraction alone", () => {
    expect(groupThousands("1234567.891011")).toBe("1,234,567.891011");
    expect(groupThousands("-1234")).toBe("-1,234");
    expect(groupThousands("999")).toBe("999");
  });

  it("cuts no digit of an exchange price, however large", () => {
    expect(formatPrice("97234.5")).toBe("97,234.50");
    expect(formatPrice("0.00001234")).toBe("0.00001234");
    expect(formatPrice("9007199254740993.01")).toBe("9,007,199,254,740,993.01");
  });

  it("rounds what is paid or at stake up, as it rounds what is earned down", () => {
    expect(formatCost("3.558106786")).toBe("$3.56");
    expect(formatCost("999.999214893")).toBe("$1,000.00");
    expect(formatCost("0")).toBe("$0.00");
    expect(formatCost("2.5")).toBe("$2.50");
  });

  it("shows a pool's mid to the digits that mean something", () => {
    expect(formatMid("97234.512345678")).toBe("97,234.51");
    expect(formatMid("152.123456789")).toBe("152.1235");
    expect(formatMid("0.000012345678")).toBe("0.000012");
  });

  it("never flatters: dollars are rounded down, gains and losses alike", () => {
    expect(formatUsd("1.239")).toBe("$1.23");
    expect(formatUsd("-1.231")).toBe("\u2212$1.24");
    expect(formatSignedUsd("1.239")).toBe("+$1.23");
    expect(formatSignedUsd("0.004")).toBe("$0.00");
    expect(formatSignedUsd("-0.004")).toBe("\u2212$0.01");
    expect(formatUsd("1234567.8")).toBe("$1,234,567.80");
  });

  it("rounds a percentage down and signs it", () => {
    expect(formatPct("1.499999")).toBe("+1.499\u202F%");
    expect(formatPct("-0.0001")).toBe("\u22120.001\u202F%");
    expect(formatPct("0")).toBe("0.000\u202F%");
    expect(formatPct("1.5", { signed: false })).toBe("1.500\u202F%");
  });

  it("prints sizes whole in the detail and aligned in a column", () => {
    expect(formatSize("12.340000000")).toBe("12.34");
    expect(formatSize("1200")).toBe("1,200");
    expect(formatSizeBrief("0.2200053499")).toBe("0.220005");
  });

  it("gives latencies three figures", () => {
    expect(formatMs(0.4123)).toBe("0.412");
    expect(formatMs(3.214)).toBe("3.21");
    expect(formatMs(48.31)).toBe("48.3");
    expect(formatMs(1204.4)).toBe("1,204");
    expect(formatMs(null)).toBe("\u2013");
  });

  it("never calls a share that exists zero", () => {
    expect(formatShare(1, 1_000_000)).toBe("<0.1\u202F%");
    expect(formatShare(0, 10)).toBe("0\u202F%");
    expect(formatShare(5, 10)).toBe("50.0\u202F%");
    expect(formatShare(0, 0)).toBe("0\u202F%");
  });

  it("shortens only ids that gain from it", () => {
    expect(shorten("Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE")).toBe("Czfq3xZZ\u202644zE");
    expect(shorten("opp_1")).toBe("opp_1");
  });
});

describe("times on screen", () => {
  const at = Date.UTC(2026, 10, 22, 14, 3, 7, 42);

  it("prints UTC to the millisecond", () => {
    expect(formatTimeMs(at, "utc")).toBe("14:03:07.042");
    expect(formatInstant(at, "utc")).toBe("2026-11-22 14:03:07.042 UTC");
  });

  it("counts midnight as hour 00", () => {
    expect(formatTimeMs(Date.UTC(2026, 0, 1), "utc")).toBe("00:00:00.000");
  });

  it.each([
    [-5, "0 ms"],
    [240, "240 ms"],
    [3_290, "3.2 s"],
    [59_999, "59.9 s"],
    [125_000, "2 m 05 s"],
    [3_780_000, "1 h 03 m"],
    [90_000_000, "1 d 01 h"],
  ])("says how long %i ms are", (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});
