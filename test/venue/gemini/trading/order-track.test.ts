import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "#model";
import { isEventOf, readOrderEvent } from "../../../../src/venue/gemini/trading/order-events.ts";
import { type Finding, OrderTrack } from "../../../../src/venue/gemini/trading/order-track.ts";
import { readPrivateFrame } from "../../../../src/venue/gemini/trading/private-frame.ts";
import { anIntent, type EventFields, ORDER_ID, orderText } from "./builders.ts";

const { order } = anIntent();

function updateOf(text: string) {
  const frame = readPrivateFrame(text);
  if (frame.kind !== "order") throw new Error(`not an order event: ${text}`);
  return frame.update;
}

const eventOf = (X: string, fields: EventFields = {}) =>
  readOrderEvent(updateOf(orderText(X, fields)), order);

/** What the events add up to, in their order. */
function follow(...events: readonly (readonly [string, EventFields?])[]): (Finding | null)[] {
  const track = new OrderTrack(order.lots);
  return events.map(([X, fields]) => track.apply(eventOf(X, fields)));
}

describe("an order event", () => {
  it("keeps ids beyond 2^53 exact", () => {
    const update = updateOf(
      orderText("PARTIALLY_FILLED", { Z: "0.5", z: "1" }).replace("}", ',"t":9007199254740993}'),
    );
    expect([update.i, update.t]).toEqual([ORDER_ID, "9007199254740993"]);
  });

  it("has the last execution in Z on fills and everything executed on the end", () => {
    expect(eventOf("PARTIALLY_FILLED", { Z: "0.5", z: "0.7", t: 1 })).toMatchObject({
      kind: "fill",
      lots: 500_000,
      remainingLots: 700_000,
    });
    expect(eventOf("CANCELED", { Z: "0.8" })).toMatchObject({ kind: "canceled", filledLots: 800_000 });
  });

  it("that is cancelled without Z filled nothing, although nothing seems to remain", () => {
    expect(eventOf("CANCELED", { r: "ImmediateOrCancelWouldPost" })).toEqual({
      kind: "canceled",
      filledLots: 0,
      reason: "ImmediateOrCancelWouldPost",
    });
  });

  it("tolerates states and fields that no document names", () => {
    expect(eventOf("PENDING_REVIEW", { h: "opaque", a: "1" })).toEqual({ kind: "noticed" });
    expect(updateOf('{"e":"orderUpdate","E":1,"s":"solusd","i":5,"X":"NEW","T":1}')).toMatchObject({
      c: null,
    });
  });

  it.each([[{ s: "ethusd" }], [{ S: "SELL" }], [{ p: "150.01" }], [{ q: "1.4" }]])(
    "with %j is not of this order",
    (fields) => {
      const text = orderText("NEW", fields as EventFields);
      const update = updateOf("s" in fields ? text.replace('"s":"solusd",', "") : text);
      expect(isEventOf(update, order)).toBe(false);
    },
  );

  it("pads numbers and spells symbols as it likes", () => {
    const update = { ...updateOf(orderText("NEW", { p: "150.00000", q: "1.5000000000" })), s: "SOLUSD" };
    expect(isEventOf(update, order)).toBe(true);
  });

  it("with a quantity between two lots is refused", () => {
    expect(() => eventOf("CANCELED", { Z: "0.00000051" })).toThrow(InputError);
  });

  it.each(["not json", "[]", "5", '{"e":"orderUpdate","X":"NEW"}', '{"id":{}}', "{}"])(
    "that is the frame %s is refused without a throw",
    (text) => {
      expect(readPrivateFrame(text).kind).toBe("refused");
    },
  );
});

describe("an order's track", () => {
  it("sums distinct fills and ends with what the end says", () => {
    expect(
      follow(
        ["NEW"],
        ["PARTIALLY_FILLED", { Z: "0.5", z: "1", t: 1 }],
        ["PARTIALLY_FILLED", { Z: "0.5", z: "1", t: 1 }],
        ["PARTIALLY_FILLED", { Z: "0.25", z: "0.75", t: 2 }],
        ["CANCELED", { Z: "0.75", r: "ImmediateOrCancelWouldPost" }],
      ),
    ).toEqual([
      { kind: "noticed" },
      { kind: "partial", filledLots: 500_000 },
      null,
      { kind: "partial", filledLots: 750_000 },
      { kind: "ended", filledLots: 750_000, reason: "ImmediateOrCancelWouldPost" },
    ]);
  });

  it("ends filled where nothing remains, with z left out or zero", () => {
    const ended = { kind: "ended", filledLots: 1_500_000, reason: null };
    expect(follow(["FILLED", { Z: "1.5", t: 1 }])).toEqual([ended]);
    expect(follow(["FILLED", { Z: "0.5", z: "0", t: 3 }])).toEqual([ended]);
  });

  it("ends rejected with nothing", () => {
    expect(follow(["REJECTED", { r: "InsufficientFunds" }])).toEqual([
      { kind: "ended", filledLots: 0, reason: "InsufficientFunds" },
    ]);
  });

  it("is not changed by anything after its end", () => {
    const [, ...late] = follow(
      ["CANCELED", { Z: "0.5" }],
      ["PARTIALLY_FILLED", { Z: "0.5", z: "1", t: 1 }],
      ["FILLED", { Z: "1", t: 2 }],
      ["NEW"],
    );
    expect(late).toEqual([null, null, null]);
  });

  it.each([
    ["a filled order of which something remains", ["FILLED", { Z: "250", z: "0.25", t: 1 }]],
    ["a cancellation of more than the order", ["CANCELED", { Z: "1.6" }]],
    ["the refusal of a second order with our id", ["REJECTED", { r: "DuplicateOrder" }]],
  ] as const)("doubts %s", (_name, event) => {
    expect(follow(event)[0]?.kind).toBe("doubtful");
  });

  it.each([
    ["CANCELED", { Z: "0.4" }],
    ["CANCELED", {}],
    ["REJECTED", { r: "InvalidPrice" }],
  ] as const)("doubts %s %j after fills that exceed it", (X, fields) => {
    expect(follow(["PARTIALLY_FILLED", { Z: "0.5", z: "1", t: 1 }], [X, fields])[1]?.kind).toBe("doubtful");
  });

  it("reaches the truth over every order and repetition of an order's events", () => {
    const fills = fc.array(fc.integer({ min: 1, max: 500_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        fills,
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        fc.nat({ max: 6 }),
        (lots, isFull, picks, extra) => {
          const executed = lots.reduce((sum, one) => sum + one, 0);
          const quantity = isFull ? executed : executed + 1;
          if (quantity === 0) return;
          const events = eventsOf(lots, quantity);
          const doubled = [
            ...events,
            ...Array.from({ length: extra }, () => events[pick(picks, events.length)]),
          ];
          const track = new OrderTrack(quantity);
          const findings = shuffle(doubled, picks).flatMap((event) => (event ? [track.apply(event)] : []));
          const told = findings.filter((finding) => finding !== null);
          const partials = told.flatMap((finding) =>
            finding.kind === "partial" ? [finding.filledLots] : [],
          );
          expect(told.filter(({ kind }) => kind === "ended")).toEqual([
            { kind: "ended", filledLots: executed, reason: null },
          ]);
          expect(told.at(-1)?.kind).toBe("ended");
          expect(told.some(({ kind }) => kind === "doubtful")).toBe(false);
          expect(partials).toEqual(partials.toSorted((a, b) => a - b));
          expect(Math.max(0, ...partials)).toBeLessThanOrEqual(executed);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const text = (lots: number): string => (lots / 1e6).toFixed(6);
const pick = (picks: fc.Stream<number>, length: number): number => (picks.next().value ?? 0) % length;

/** The venue's own events of an order that executes `lots` one after the other, through the real reader. */
function eventsOf(lots: readonly number[], quantity: number) {
  let executed = 0;
  const fields = { p: "150.00", q: text(quantity) };
  const fillEvents = lots.map((one, index) => {
    executed += one;
    const remaining = quantity - executed;
    const X = remaining === 0 ? "FILLED" : "PARTIALLY_FILLED";
    return eventOf(X, {
      ...fields,
      t: index + 1,
      Z: text(one),
      ...(remaining === 0 ? {} : { z: text(remaining) }),
    });
  });
  const end =
    executed === quantity
      ? []
      : [eventOf("CANCELED", { ...fields, ...(executed === 0 ? {} : { Z: text(executed) }) })];
  return [eventOf("NEW", fields), ...fillEvents, ...end];
}

function shuffle<T>(items: readonly T[], picks: fc.Stream<number>): T[] {
  const rest = [...items];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(pick(picks, rest.length), 1));
  return out;
}
