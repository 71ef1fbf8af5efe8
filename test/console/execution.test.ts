import { describe, expect, it } from "vitest";
import { barOf, lanesOf, spanOf } from "../../console/lib/leg-tracks.ts";
import { netByAsset, residualsOf } from "../../console/lib/residuals.ts";
import { shortTrack } from "../../console/lib/short-track.ts";
import type { OpenTrade } from "../../console/lib/wire.ts";
import { aLeg, aTrade } from "./a-trade.ts";

const START = "2026-11-22T14:00:00.000Z";
const at = (ms: number, what: string) => ({
  at: new Date(Date.parse(START) + ms).toISOString(),
  what,
  ref: "",
});

function anOpenTrade(changes: Partial<OpenTrade> = {}): OpenTrade {
  return {
    ...aTrade({ id: "open", status: "executing", closed_at: null, residual: "-0.5" }),
    ...{ phase: "leg2", exposed_since: START, smallest_closable: "0.01", max_loss_usd: "20", legs: [] },
    ...changes,
  };
}

describe("the tracks of an open trade", () => {
  it("puts each attempt on its venue's lane, in order", () => {
    const legs = [
      aLeg({ attempt_id: "t-1", venue: "solana" }),
      aLeg({ attempt_id: "t-2" }),
      aLeg({ attempt_id: "t-3", venue: "solana" }),
    ];
    const { cex, dex } = lanesOf(legs);
    expect(cex.map(({ attempt_id }) => attempt_id)).toEqual(["t-2"]);
    expect(dex.map(({ attempt_id }) => attempt_id)).toEqual(["t-1", "t-3"]);
  });

  it("ends a bar where evidence ended the leg, not where it was settled", () => {
    const leg = aLeg({ timeline: [at(100, "planned"), at(600, "filled"), at(900, "settled")] });
    const span = spanOf(START, [leg], Date.parse(START) + 1_000);
    const bar = barOf(leg, span);
    expect(bar).toMatchObject({ left: 10, width: 50, growing: false });
    expect(bar.marks.map(({ at: place }) => place)).toEqual([10, 60, 90]);
  });

  it.each(["failed_confirmed", "not_sent", "absent", "expired", "filled_in_part"])(
    "ends a bar with %s",
    (end) => {
      const leg = aLeg({ state: "rejected", timeline: [at(0, "planned"), at(500, end), at(800, "settled")] });
      expect(barOf(leg, spanOf(START, [leg], Date.parse(START) + 1_000)).width).toBe(50);
    },
  );

  it("lets a leg without an end grow with the clock, an unknown one too", () => {
    const leg = aLeg({ state: "unknown", timeline: [at(200, "planned"), at(400, "unknown")] });
    const bar = barOf(leg, spanOf(START, [leg], Date.parse(START) + 2_000));
    expect(bar).toMatchObject({ left: 10, width: 90, growing: true });
  });

  it("never draws outside of its lane where the clocks disagree", () => {
    const leg = aLeg({ state: "sent", timeline: [at(-50, "planned")] });
    const bar = barOf(leg, spanOf(START, [leg], Date.parse(START) - 5_000));
    expect(bar).toMatchObject({ left: 0, width: 100 });
  });
});

describe("the short track of a finished trade", () => {
  it("divides its length into before the first fill and exposed", () => {
    expect(shortTrack({ latency_ms: 500, exposure_ms: 100 }, 1_000)).toEqual({
      beforePct: 40,
      exposedPct: 10,
    });
  });

  it("shows none exposed where nothing was filled, and never more than there is", () => {
    expect(shortTrack({ latency_ms: 500, exposure_ms: null }, 1_000)).toEqual({
      beforePct: 50,
      exposedPct: 0,
    });
    expect(shortTrack({ latency_ms: 0, exposure_ms: 7 }, 0)).toEqual({ beforePct: 0, exposedPct: 0 });
    expect(shortTrack({ latency_ms: 10, exposure_ms: 99 }, 10)).toEqual({ beforePct: 0, exposedPct: 100 });
  });
});

describe("the residual board", () => {
  it("says of each residual why it is not gone", () => {
    const open = [
      anOpenTrade({ id: "a" }),
      anOpenTrade({ id: "b", phase: "stranded", status: "stranded", status_reason: "beyond the bound" }),
      anOpenTrade({ id: "c", residual: "0.009" }),
    ];
    const over = [
      aTrade({ id: "d", residual: "0.001" }),
      aTrade({ id: "e", residual: "1.5", status: "stranded", status_reason: "sold by hand" }),
    ];
    expect(residualsOf(open, over).map(({ trade, kind }) => [trade.id, kind])).toEqual([
      ["a", "closing"],
      ["b", "stranded"],
      ["c", "dust"],
      ["d", "dust"],
      ["e", "accepted"],
    ]);
    expect(residualsOf(open, over)[1]?.why).toBe("beyond the bound");
    expect(residualsOf(open, over)[4]?.why).toContain("sold by hand");
  });

  it("leaves out what is flat, what was injected, and the older state of what is open", () => {
    const over = [
      aTrade({ id: "flat", residual: "0.000" }),
      aTrade({ id: "injected", residual: "1", is_injected: true }),
      aTrade({ id: "open", residual: "3", status: "stranded" }),
    ];
    expect(residualsOf([anOpenTrade()], over).map(({ amount }) => amount)).toEqual(["-0.5"]);
  });

  it("adds up each asset exactly", () => {
    const over = [
      aTrade({ id: "1", residual: "0.1" }),
      aTrade({ id: "2", residual: "0.2" }),
      aTrade({ id: "3", asset: "BTC-USD", residual: "-0.000000000000000001" }),
    ];
    expect(netByAsset(residualsOf([], over))).toEqual([
      { base: "SOL", amount: "0.3" },
      { base: "BTC", amount: "-0.000000000000000001" },
    ]);
  });
});
