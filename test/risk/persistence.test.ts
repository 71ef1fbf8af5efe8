import { describe, expect, it } from "vitest";
import { ConfigError } from "#model";
import { createRisk, DEFAULT_LIMITS, readKept, serializeRisk, viewRisk } from "#risk";
import { aRisk, aStart, closed, NOON, pauseAll, type Said, say, USD } from "./builders.ts";

const failed: Said = { kind: "order-ended", asset: "SOL-USD", error: "HTTP 500" };

const full = say(
  aRisk(),
  NOON,
  closed(-12n * USD - 500_000_000n, { tradeId: "T-one" }),
  failed,
  { kind: "stranded", tradeId: "T-two", asset: "SOL-USD", detail: "0.4 SOL too much" },
  { ...pauseAll, scope: { kind: "pool", pool: "Pool1111" } },
  { kind: "observe-only", on: true, by: "ada" },
).state;

describe("what risk keeps", () => {
  it("is one line of JSON with dollars as decimal text", () => {
    const text = serializeRisk(full);
    expect(text).not.toContain("\n");
    expect(JSON.parse(text)).toEqual({
      version: 1,
      pauses: [
        expect.objectContaining({ reason: "stranded leg", by: "tandem" }),
        {
          reason: "manual",
          scope: { kind: "pool", pool: "Pool1111" },
          sinceMs: NOON,
          by: "ada",
          detail: "lunch",
        },
      ],
      day: { date: "2026-11-25", pnlUsd: "-12.5", lowUsd: "-12.5", trades: 1 },
      countedTrades: ["T-one"],
      consecutiveLosses: 1,
      orderErrorsMs: [NOON],
      stranded: [{ tradeId: "T-two", asset: "SOL-USD", detail: "0.4 SOL too much" }],
      observeOnly: true,
    });
  });

  it("comes back the same, with limits and observe-only as the caller says", () => {
    const text = serializeRisk(full);
    expect(readKept(text)).toEqual(full.kept);
    const limits = { ...DEFAULT_LIMITS, maxOrderErrors: 3 };
    const restored = createRisk({ limits, observeOnly: false, restored: text, nowMs: NOON });
    expect(viewRisk(restored, NOON)).toMatchObject({
      limits,
      observeOnly: false,
      consecutiveLosses: 1,
      orderErrors: 1,
    });
    expect(restored.kept).toEqual({ ...full.kept, observeOnly: false });
  });

  it("stays small through a storm of errors and trades", () => {
    const errors = Array.from({ length: 1_200 }, () => failed);
    const many = Array.from({ length: 700 }, (_, i) => closed(1n, { tradeId: `T${i}` }));
    const { kept } = say(aRisk(), NOON, ...errors, ...many).state;
    expect(kept.orderErrorsMs).toHaveLength(1_000);
    expect(kept.countedTrades).toHaveLength(500);
    expect(kept.countedTrades.at(-1)).toBe("T699");
    expect(kept.day.trades).toBe(700);
  });

  it("starts without pauses where nothing was ever kept", () => {
    expect(viewRisk(aStart(), NOON)).toMatchObject({ isPaused: false, dailyPnlUsd: 0n, day: "2026-11-25" });
  });

  const kept: Record<string, unknown> = JSON.parse(serializeRisk(full));
  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["another kind of thing", "[]"],
    ["a newer version", JSON.stringify({ ...kept, version: 2 })],
    ["no pauses", JSON.stringify({ ...kept, pauses: undefined })],
    ["a reason that nobody knows", JSON.stringify({ ...kept, pauses: [{ ...pauseAll, reason: "mood" }] })],
    [
      "dollars as a float",
      JSON.stringify({ ...kept, day: { date: "2026-11-25", pnlUsd: -12.5, trades: 1 } }),
    ],
    [
      "dollars that are no number",
      JSON.stringify({ ...kept, day: { date: "2026-11-25", pnlUsd: "x", trades: 1 } }),
    ],
    ["a day that is none", JSON.stringify({ ...kept, day: { date: "2026-02-30", pnlUsd: "0", trades: 1 } })],
    ["a field too many", JSON.stringify({ ...kept, more: 1 })],
  ])("stops the start on %s, naming DATA_DIR in one line", (_name, text) => {
    const start = () => aStart({}, text);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(/^DATA_DIR: [^\n]+$/);
  });
});
