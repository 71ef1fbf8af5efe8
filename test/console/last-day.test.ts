import { describe, expect, it } from "vitest";
import { lastDay } from "../../console/lib/hours-of-day.ts";

const at = (start: string, trades: number, net_pnl_usd: string) => ({ start, trades, net_pnl_usd });

describe("the last 24 hours of a report", () => {
  it("are the hour that goes on and the 23 before it, added up exactly", () => {
    const hours = [
      at("2026-11-25T16:00:00.000Z", 7, "100"),
      at("2026-11-25T17:00:00.000Z", 2, "0.000000001"),
      at("2026-11-26T03:00:00.000Z", 1, "-12.5"),
      at("2026-11-26T16:00:00.000Z", 3, "4.25"),
    ];
    const of = (generated_at: string) => lastDay({ hours, generated_at });
    expect(of("2026-11-26T16:59:59.999Z")).toEqual({ trades: 6, netUsd: "-8.249999999" });
    expect(of("2026-11-26T16:00:00.000Z")).toEqual({ trades: 6, netUsd: "-8.249999999" });
    expect(of("2026-11-26T17:00:00.000Z")).toEqual({ trades: 4, netUsd: "-8.25" });
  });

  it("are nothing where nothing closed", () => {
    expect(lastDay({ hours: [], generated_at: "2026-11-26T16:00:00.000Z" })).toEqual({
      trades: 0,
      netUsd: "0",
    });
  });
});
