import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MatchingEngine } from "../../sim/gemini/book/matching-engine.ts";
import type { Execution, OrderRequest } from "../../sim/gemini/book/order.ts";

function engineWithTape() {
  const levels: [string, number, number][] = [];
  const trades: Execution[] = [];
  const engine = new MatchingEngine({
    level: (side, priceTicks, lots) => levels.push([side, priceTicks, lots]),
    trade: (execution) => trades.push(execution),
  });
  return { engine, levels, trades };
}

function anOrder(order: Partial<OrderRequest>): OrderRequest {
  return { owner: "someone", side: "bid", priceTicks: 100, lots: 10, timeInForce: "GTC", ...order };
}

const request = fc.record({
  owner: fc.constant("someone"),
  side: fc.constantFrom("bid" as const, "ask" as const),
  priceTicks: fc.integer({ min: 95, max: 105 }),
  lots: fc.integer({ min: 1, max: 50 }),
  timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const, "MOC" as const),
});
const action = fc.oneof(
  { weight: 4, arbitrary: request.map((place) => ({ place })) },
  { weight: 1, arbitrary: fc.nat(80).map((cancel) => ({ cancel })) },
);

function totalLots(engine: MatchingEngine, side: "bid" | "ask"): number {
  let lots = 0;
  for (let rank = 0; rank < engine.side(side).size; rank += 1) {
    const level = engine.side(side).at(rank)!;
    expect(level.lots).toBe(level.orders.reduce((sum, order) => sum + order.lots, 0));
    expect(level.lots).toBeGreaterThan(0);
    lots += level.lots;
  }
  return lots;
}

describe("the matching engine", () => {
  it("serves the best price first and at one price the oldest order first", () => {
    const { engine, trades } = engineWithTape();
    const late = engine.place(anOrder({ side: "ask", priceTicks: 101, lots: 5 })).orderId;
    const first = engine.place(anOrder({ side: "ask", priceTicks: 100, lots: 5 })).orderId;
    const second = engine.place(anOrder({ side: "ask", priceTicks: 100, lots: 5 })).orderId;
    const taken = engine.place(anOrder({ side: "bid", priceTicks: 102, lots: 12, timeInForce: "IOC" }));
    expect(taken.filledLots).toBe(12);
    expect(trades.map(({ makerOrderId, priceTicks, lots }) => [makerOrderId, priceTicks, lots])).toEqual([
      [first, 100, 5],
      [second, 100, 5],
      [late, 101, 2],
    ]);
    expect(engine.order(late)?.lots).toBe(3);
    expect(engine.order(first)).toBeUndefined();
  });

  it("rests what a good-till-cancel order could not take, and cancels the rest of an immediate one", () => {
    const { engine } = engineWithTape();
    engine.place(anOrder({ side: "ask", lots: 4 }));
    const rests = engine.place(anOrder({ side: "bid", lots: 10 }));
    expect(rests).toMatchObject({ filledLots: 4, restingLots: 6 });
    const dies = engine.place(anOrder({ side: "ask", lots: 10, timeInForce: "IOC" }));
    expect(dies).toMatchObject({ filledLots: 6, restingLots: 0, reason: "ImmediateOrCancelWouldPost" });
    expect(engine.bids.size + engine.asks.size).toBe(0);
  });

  it("fills a fill-or-kill order whole or not at all", () => {
    const { engine, trades } = engineWithTape();
    engine.place(anOrder({ side: "ask", priceTicks: 100, lots: 4 }));
    engine.place(anOrder({ side: "ask", priceTicks: 101, lots: 4 }));
    const killed = engine.place(anOrder({ priceTicks: 100, lots: 5, timeInForce: "FOK" }));
    expect(killed).toMatchObject({ filledLots: 0, reason: "FillOrKillWouldNotFill" });
    expect(trades).toEqual([]);
    expect(engine.place(anOrder({ priceTicks: 101, lots: 8, timeInForce: "FOK" })).filledLots).toBe(8);
  });

  it("refuses a post-only order that would take, and numbers that are no order", () => {
    const { engine, levels } = engineWithTape();
    engine.place(anOrder({ side: "ask", priceTicks: 100 }));
    expect(engine.place(anOrder({ priceTicks: 100, timeInForce: "MOC" })).reason).toBe(
      "MakerOrCancelWouldTake",
    );
    expect(engine.place(anOrder({ priceTicks: 99, timeInForce: "MOC" })).restingLots).toBe(10);
    expect(engine.place(anOrder({ priceTicks: 99.5 })).reason).toBe("InvalidPrice");
    expect(engine.place(anOrder({ lots: 0 })).reason).toBe("InvalidQuantity");
    expect(engine.place(anOrder({ lots: Number.NaN })).reason).toBe("InvalidQuantity");
    expect(levels).toHaveLength(2);
  });

  it("is never crossed between two changes and never makes or loses a lot", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const book = { bid: new Map<number, number>(), ask: new Map<number, number>() };
        let traded = 0;
        const engine = new MatchingEngine({
          level(side, priceTicks, lots) {
            if (lots === 0) book[side].delete(priceTicks);
            else book[side].set(priceTicks, lots);
            expect(Math.max(...book.bid.keys(), 0)).toBeLessThan(Math.min(...book.ask.keys(), 1_000));
          },
          trade: ({ lots }) => {
            traded += lots;
          },
        });
        let placed = 0;
        let cancelled = 0;
        let died = 0;
        let filled = 0;
        for (const one of actions) {
          if ("cancel" in one) {
            cancelled += engine.cancel(one.cancel);
            continue;
          }
          const result = engine.place(one.place);
          placed += one.place.lots;
          filled += result.filledLots;
          died += one.place.lots - result.filledLots - result.restingLots;
        }
        expect(filled).toBe(traded);
        expect(totalLots(engine, "bid") + totalLots(engine, "ask")).toBe(
          placed - cancelled - died - 2 * traded,
        );
        expect(engine.bids.size).toBe(book.bid.size);
        expect(engine.asks.size).toBe(book.ask.size);
      }),
      { numRuns: 300 },
    );
  });
});
