import { describe, expect, it } from "vitest";
import type { EngineEffect } from "#engine";
import { aDepth, anInstrument, usdcInstrument } from "../signal/builders.ts";
import {
  aLiveEngine,
  alive,
  anEngine,
  depth,
  type Market,
  MS,
  pool,
  SECOND,
  solUsd,
  tick,
} from "./harness.ts";

const resyncs = (effects: readonly EngineEffect[]) => effects.filter((effect) => effect.kind === "resync");

/** A market with an opportunity open since second one. */
function dislocated(): Market {
  const market = aLiveEngine();
  market.quote(SECOND, 14_600, 14_650);
  expect(market.phases).toEqual(["opened"]);
  return market;
}

describe("a doubtful book is void before anything is priced from it", () => {
  it("after a gap, asking the feed for a snapshot and ending the opportunity at once", () => {
    const market = dislocated();
    const effects = market.send(depth(2 * SECOND, { firstId: market.lastId + 5, lastId: market.lastId + 9 }));
    expect(resyncs(effects)).toEqual([{ kind: "resync", venue: "gemini", stream: "solusd", reason: "gap" }]);
    expect(market.phases.at(-1)).toBe("closed");
    const before = market.refused("cex-not-live");
    market.send(pool(2.1 * SECOND, { slot: 101 }));
    expect(market.refused("cex-not-live")).toBe(before + 1);
    expect(market.engine.view(2.1 * SECOND).prices[0]).toMatchObject({
      cexState: "stale",
      cexBid: null,
      cexAsk: null,
    });
  });

  it("after a crossed frame, although the crossed prices show the widest of spreads", () => {
    const market = aLiveEngine();
    const firstId = market.lastId;
    const effects = market.send(depth(SECOND, { firstId, lastId: firstId + 1, asks: [[14_000, 5000]] }));
    expect(resyncs(effects)).toHaveLength(1);
    expect(market.phases).toEqual([]);
  });

  it("when the ticker at the same update id disagrees", () => {
    const market = dislocated();
    const ticker = {
      symbol: "solusd",
      updateId: market.lastId,
      bidTicks: 14_600,
      bidLots: 1,
      askTicks: 14_650,
      askLots: 50_000,
    };
    const effects = market.send({ kind: "ticker", receivedNs: 2 * SECOND, ...ticker });
    expect(resyncs(effects)).toHaveLength(1);
    expect(market.phases.at(-1)).toBe("closed");
  });

  it("when a ticker that came before its depth frame disagrees with it", () => {
    const market = dislocated();
    const ahead = { bidTicks: 14_600, bidLots: 50_000, askTicks: 14_650, askLots: 1 };
    const ticker = { symbol: "solusd", updateId: market.lastId + 2, ...ahead };
    market.send({ kind: "ticker", receivedNs: 2 * SECOND, ...ticker });
    expect(market.phases).toEqual(["opened"]);
    expect(resyncs(market.quote(2.1 * SECOND, 14_600, 14_650))).toMatchObject([
      { reason: "ticker disagrees" },
    ]);
    expect(market.phases.at(-1)).toBe("closed");
  });

  it("when a depth check at the same update id disagrees", () => {
    const market = dislocated();
    const update = aDepth({ lastId: market.lastId, bids: [[14_599, 50_000]], asks: [[14_650, 50_000]] });
    const effects = market.send({ kind: "depth-check", receivedNs: 2 * SECOND, update });
    expect(resyncs(effects)).toHaveLength(1);
    expect(market.phases.at(-1)).toBe("closed");
  });

  it("when one of its frames could not be read; a frame without a symbol is only counted", () => {
    const market = dislocated();
    const refusal = { kind: "frame-refused", venue: "gemini", reason: "malformed", head: "{" } as const;
    expect(market.send({ ...refusal, receivedNs: 2 * SECOND, symbol: null })).toEqual([]);
    expect(resyncs(market.send({ ...refusal, receivedNs: 2 * SECOND, symbol: "solusd" }))).toHaveLength(1);
    expect(market.send({ ...refusal, receivedNs: 2 * SECOND, symbol: "dogeusd" })).toEqual([]);
    expect(market.engine.view(0).eventStats["cex.frameRefused"]).toBe(3);
  });

  it("when many of its frames could not be read, with one line in five seconds for the operator", () => {
    const market = aLiveEngine();
    const refusal = { kind: "frame-refused", venue: "gemini", reason: "malformed", head: "{" } as const;
    for (let i = 0; i < 1_000; i += 1)
      market.send({ ...refusal, receivedNs: SECOND + i * 10 * MS, symbol: "solusd" });
    const lines = market.effects.filter((one) => one.kind === "log" && one.level === "warning");
    expect(lines).toHaveLength(2);
    expect(resyncs(market.effects)).toHaveLength(1_000);
  });

  it("when the feed gives it up, which needs no further resync", () => {
    const market = dislocated();
    const effects = market.send({
      kind: "book-void",
      receivedNs: 2 * SECOND,
      symbol: "solusd",
      reason: "resubscribing",
    });
    expect(resyncs(effects)).toEqual([]);
    expect(market.phases.at(-1)).toBe("closed");
    market.snapshot(3 * SECOND, 14_600, 14_650);
    expect(market.phases.at(-1)).toBe("opened");
  });
});

describe("a pool", () => {
  it("ends the opportunity at once when it is void and opens a new one when it is back", () => {
    const market = dislocated();
    market.send({ kind: "pool-void", receivedNs: 2 * SECOND, pool: "Pool1111", reason: "slots disagree" });
    expect(market.phases.at(-1)).toBe("closed");
    market.quote(2.1 * SECOND, 14_600, 14_651);
    expect(market.refused("dex-not-live")).toBeGreaterThan(0);
    market.send(pool(2.2 * SECOND, { slot: 105 }));
    expect(market.phases.at(-1)).toBe("opened");
  });

  it("of an older slot changes nothing", () => {
    const market = aLiveEngine();
    market.send(pool(SECOND, { slot: 90, cents: 16_000 }));
    expect(market.phases).toEqual([]);
    expect(market.engine.view(SECOND).prices[0]).toMatchObject({ slot: 100, dexPrice: "150.00075" });
  });

  it("is asked for anew when one of its frames could not be read", () => {
    const market = dislocated();
    const event = {
      kind: "frame-refused",
      venue: "solana",
      symbol: "Pool1111",
      reason: "bad base64",
      head: "",
    } as const;
    expect(resyncs(market.send({ ...event, receivedNs: 2 * SECOND }))).toMatchObject([
      { venue: "solana", stream: "Pool1111" },
    ]);
    expect(market.phases.at(-1)).toBe("closed");
  });
});

describe("a venue", () => {
  it.each(["gemini", "solana"] as const)(
    "that goes down (%s) takes all its prices along at once",
    (venue) => {
      const market = dislocated();
      market.send({ kind: "connection", venue, up: false, receivedNs: 2 * SECOND, reason: "socket closed" });
      expect(market.phases.at(-1)).toBe("closed");
      const view = market.engine.view(2 * SECOND);
      expect(view.venues.find((one) => one.venue === venue)).toMatchObject({ connected: false, live: 0 });
      expect(view.prices[0]).toMatchObject(
        venue === "gemini"
          ? { cexState: "disconnected", cexBid: null }
          : { dexState: "disconnected", dexPrice: null },
      );
      expect(view.prices[0]?.spreadPct).toBeNull();
    },
  );

  it("whose node changed may start at a lower slot", () => {
    const market = aLiveEngine();
    market.send({ kind: "connection", venue: "solana", up: false, receivedNs: SECOND, reason: "" });
    market.send({ kind: "connection", venue: "solana", up: true, receivedNs: SECOND, reason: "" });
    market.send(pool(SECOND, { slot: 95 }));
    expect(market.engine.view(SECOND).prices[0]).toMatchObject({ slot: 95, dexState: "live" });
  });

  it("that is silent for more than ten seconds is not priced, by tick or by the other side's frame", () => {
    const market = dislocated();
    market.send({ kind: "liveness", venue: "gemini", receivedNs: 10 * SECOND });
    market.send(tick(10 * SECOND));
    expect(market.phases).toEqual(["opened"]);
    market.send(tick(10 * SECOND + 2 * MS));
    expect(market.phases.at(-1)).toBe("closed");
    market.quote(11 * SECOND, 14_600, 14_651);
    expect(market.refused("stale-dex")).toBe(1);
    expect(market.engine.view(11 * SECOND).prices[0]).toMatchObject({ dexState: "stale", dexPrice: null });
    market.send(pool(22 * SECOND, { slot: 101 }));
    expect(market.refused("stale-cex")).toBe(1);
    for (const event of alive(22 * SECOND)) market.send(event);
    market.quote(22 * SECOND, 14_600, 14_650);
    expect(market.phases.at(-1)).toBe("opened");
  });
});

describe("USDC", () => {
  it("off its peg ends every opportunity and allows none", () => {
    const market = dislocated();
    market.send(
      depth(2 * SECOND, {
        symbol: "usdcusd",
        firstId: 1,
        lastId: market.lastId + 2,
        bids: [
          [100_000, 0],
          [99_000, 5],
        ],
        asks: [
          [100_001, 0],
          [99_100, 5],
        ],
      }),
    );
    expect(market.phases.at(-1)).toBe("closed");
    expect(market.refused("usdc-off-peg")).toBeGreaterThan(0);
  });

  it("without a book refuses by that name", () => {
    const engine = anEngine({ instruments: [anInstrument()] });
    engine.process(depth(1, { lastId: 5, bids: [[14_990, 9]], asks: [[15_010, 9]] }));
    engine.process(pool(2));
    engine.process(depth(3, { firstId: 5, lastId: 7, bids: [[14_991, 9]] }));
    expect(engine.view(3).refusals["usdc-rate-missing"]).toBe(2);
    expect(engine.view(3).usdcUsd).toBeNull();
    expect(engine.symbols).toEqual(["solusd"]);
  });

  it("whose book is void refuses as stale until it is back", () => {
    const market = aLiveEngine();
    market.send({ kind: "book-void", receivedNs: SECOND, symbol: "usdcusd", reason: "gap" });
    market.quote(2 * SECOND, 14_600, 14_650);
    expect(market.refused("usdc-rate-stale")).toBe(2);
    market.usdc(3 * SECOND);
    expect(market.phases).toEqual(["opened"]);
  });

  it("moves the bounds when it moves: a dearer dollar token makes selling to the pool worth more", () => {
    const market = aLiveEngine();
    market.quote(SECOND, 14_770, 14_790);
    expect(market.phases).toEqual([]);
    market.send(
      depth(2 * SECOND, {
        symbol: "usdcusd",
        firstId: 1,
        lastId: 99,
        bids: [[100_300, 5]],
        asks: [
          [100_001, 0],
          [100_301, 5],
        ],
      }),
    );
    expect(market.phases).toEqual(["opened"]);
  });
});

it("an asset that the exchange does not list is refused by that name and keeps its pool's price", () => {
  const other = { ...solUsd, name: "XYZ-USD", symbol: "xyzusd", pool: "Pool2222" };
  const engine = anEngine({ assets: [solUsd, other], instruments: [anInstrument(), usdcInstrument] });
  engine.process({ kind: "connection", venue: "solana", up: true, receivedNs: 1, reason: "" });
  engine.process(pool(2, { pool: "Pool2222" }));
  const view = engine.view(2);
  expect(view.refusals["cex-unlisted"]).toBe(1);
  expect(view.prices[1]).toMatchObject({
    asset: "XYZ-USD",
    cexState: "unlisted",
    dexState: "live",
    dexPrice: "150",
  });
});
