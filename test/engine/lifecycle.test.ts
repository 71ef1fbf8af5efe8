import { describe, expect, it } from "vitest";
import { aCurve } from "../signal/builders.ts";
import { aLiveEngine, EPOCH_MS, MS, SECOND, tick } from "./harness.ts";

describe("one opportunity per dislocation", () => {
  it("opens on the frame that makes the spread and carries its receive stamp", () => {
    const market = aLiveEngine();
    const effects = market.quote(2 * SECOND, 14_600, 14_650);
    expect(effects.find((effect) => effect.kind === "opportunity")).toMatchObject({
      phase: "opened",
      receivedNs: 2 * SECOND,
      opportunity: {
        asset: "SOL-USD",
        direction: "cex_to_dex",
        cexPrice: 146_500_000_000n,
        dexPrice: 150_000_000_000n,
        spreadPct: 2_389_078n,
        predictedPnlPct: 989_078n,
        bookSequence: market.lastId,
        slot: 100,
        openedAtMs: EPOCH_MS + 2000,
        closedAtMs: null,
        updates: 1,
        decision: "observed",
        isInjected: false,
      },
    });
  });

  it("opens on the pool's move as well, in the other direction", () => {
    const market = aLiveEngine();
    market.send({ ...poolAt(14_600), receivedNs: 2 * SECOND });
    expect(market.last).toMatchObject({ direction: "dex_to_cex", cexPrice: 149_900_000_000n });
  });

  it("is updated while it lasts, at most four times a second, and keeps the best figures", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    const best = market.last.predictedPnlUsd;
    for (let i = 1; i <= 100; i += 1) market.quote(SECOND + i * 10 * MS, 14_600, 14_651 + (i % 5));
    expect(market.phases).toEqual(["opened", "updated", "updated", "updated", "updated"]);
    expect(market.last.predictedPnlUsd).toBe(best);
    expect(market.last.updates).toBe(101);
  });

  it("is updated at once when the net grows by a tenth", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    market.quote(SECOND + MS, 14_500, 14_550);
    expect(market.phases).toEqual(["opened", "updated"]);
    expect(market.last.cexPrice).toBe(145_500_000_000n);
    expect(market.last.openedAtMs).toBe(EPOCH_MS + 1000);
  });

  it("keeps what stood on both sides when its figures were taken, and anew when better ones are", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    const first = market.opportunities.at(-1)?.opportunity;
    expect(first?.depth?.book).toEqual([{ size: 50_000_000_000n, price: 146_500_000_000n }]);
    expect(first?.depth?.pool).toHaveLength(12);
    expect(first?.depth?.pool[5]?.size).toBe(first?.size);
    market.quote(2 * SECOND, 14_600, 14_660);
    expect(market.opportunities.at(-1)?.opportunity.depth).toBe(first?.depth);
    market.quote(3 * SECOND, 14_500, 14_550);
    const better = market.opportunities.at(-1)?.opportunity;
    expect(better?.depth?.book[0]?.price).toBe(better?.cexPrice);
    expect(better?.depth?.pool[5]?.size).toBe(better?.size);
    market.quote(4 * SECOND, 14_990, 15_010);
    market.send(tick(5 * SECOND));
    expect(market.opportunities.at(-1)).toMatchObject({
      phase: "closed",
      opportunity: { depth: better?.depth },
    });
  });

  it("survives a lapse below half a second", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    market.quote(2 * SECOND, 14_990, 15_010);
    market.send(tick(2.4 * SECOND));
    market.quote(2.49 * SECOND, 14_600, 14_650);
    market.send(tick(4 * SECOND));
    expect(market.phases.filter((phase) => phase !== "updated")).toEqual(["opened"]);
    expect(market.engine.view(4 * SECOND).openOpportunities).toHaveLength(1);
  });

  it("closes half a second after it stopped passing, as of when it stopped", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    market.quote(2 * SECOND, 14_990, 15_010);
    market.send(tick(2.4 * SECOND));
    expect(market.phases).not.toContain("closed");
    market.send(tick(2.5 * SECOND));
    expect(market.phases.at(-1)).toBe("closed");
    expect(market.last).toMatchObject({ closedAtMs: EPOCH_MS + 2000, openedAtMs: EPOCH_MS + 1000 });
    expect(market.engine.view(3 * SECOND).openOpportunities).toEqual([]);
  });

  it("stays open while nothing moves and both venues are alive", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    market.send({ kind: "liveness", venue: "gemini", receivedNs: 30 * SECOND });
    market.send({ kind: "liveness", venue: "solana", receivedNs: 30 * SECOND });
    market.send(tick(31 * SECOND));
    expect(market.phases).toEqual(["opened"]);
  });

  it("turns into another one when the direction turns", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_600, 14_650);
    market.quote(1.1 * SECOND, 15_400, 15_450);
    expect(market.phases).toEqual(["opened", "closed", "opened"]);
    expect(market.last.direction).toBe("dex_to_cex");
  });

  it("limits how many may open in a minute and counts what it held back", () => {
    const market = aLiveEngine({}, { maxOpportunitiesPerMin: 3 });
    for (let i = 0; i < 5; i += 1) {
      market.quote((1 + 2 * i) * SECOND, 14_600, 14_650);
      market.quote((2 + 2 * i) * SECOND, 14_990, 15_010);
      market.send(tick((2.6 + 2 * i) * SECOND));
    }
    expect(market.phases.filter((phase) => phase === "opened")).toHaveLength(3);
    expect(market.refused("rate-limited")).toBe(2);
    market.send({ kind: "liveness", venue: "solana", receivedNs: 61 * SECOND });
    market.quote(61.5 * SECOND, 14_600, 14_650);
    expect(market.phases.filter((phase) => phase === "opened")).toHaveLength(4);
  });
});

describe("windows", () => {
  it("hold opportunities less than a minute apart", () => {
    const market = aLiveEngine();
    const dislocate = (from: number): void => {
      market.send({ kind: "liveness", venue: "solana", receivedNs: from * SECOND });
      market.quote(from * SECOND, 14_600, 14_650);
      market.quote((from + 1) * SECOND, 14_990, 15_010);
      market.send(tick((from + 2) * SECOND));
    };
    for (const from of [10, 60, 130]) dislocate(from);
    const windows = market.opportunities
      .filter(({ phase }) => phase === "opened")
      .map(({ window }) => window);
    expect(windows.map((window) => window.opportunityCount)).toEqual([1, 2, 1]);
    expect(new Set(windows.map((window) => window.id)).size).toBe(2);
    expect(market.opportunities.at(-1)?.window).toMatchObject({
      startMs: EPOCH_MS + 130_000,
      endMs: EPOCH_MS + 131_000,
      cexToDexCount: 1,
    });
  });

  it("go on after a restart", () => {
    const before = aLiveEngine();
    before.quote(SECOND, 14_600, 14_650);
    const window = before.opportunities.at(-1)?.window;
    if (window === undefined) throw new Error("no window");
    const after = aLiveEngine({ lastWindows: [window], epochOffsetMs: EPOCH_MS + 30_000 });
    after.quote(SECOND, 14_600, 14_650);
    expect(after.opportunities.at(-1)?.window).toMatchObject({ id: window.id, opportunityCount: 2 });
  });

  it("go on after a restart that learns of them late, unless another one has begun", () => {
    const before = aLiveEngine();
    before.quote(SECOND, 14_600, 14_650);
    const windows = before.opportunities.slice(-1).map(({ window }) => window);
    const late = aLiveEngine({ epochOffsetMs: EPOCH_MS + 30_000 });
    late.engine.process({ kind: "windows", receivedNs: 0, windows });
    late.quote(SECOND, 14_600, 14_650);
    expect(late.opportunities.at(-1)?.window).toMatchObject({ id: windows[0]?.id, opportunityCount: 2 });
    const begun = aLiveEngine({ epochOffsetMs: EPOCH_MS + 30_000 });
    begun.quote(SECOND, 14_600, 14_650);
    const own = begun.opportunities.at(-1)?.window;
    begun.engine.process({ kind: "windows", receivedNs: SECOND, windows: [{ ...windows[0]!, id: "other" }] });
    begun.quote(2 * SECOND, 14_600, 14_650);
    expect(begun.opportunities.at(-1)?.window.id).toBe(own?.id);
  });
});

function poolAt(cents: number) {
  return { kind: "pool" as const, curve: aCurve({ cents }) };
}
