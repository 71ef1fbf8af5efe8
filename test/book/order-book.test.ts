import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrderBook } from "#book";
import { createDepthUpdate, type DepthUpdate, parseStep, type TickerEvent } from "#model";

const SOL = {
  symbol: "solusd",
  base: "SOL",
  quote: "USD",
  tickSize: parseStep("0.01"),
  lotSize: parseStep("0.000001"),
  minLots: 1,
  open: true,
};

type Level = readonly [ticks: number, lots: number];

function update(
  firstId: number,
  lastId: number,
  bids: readonly Level[],
  asks: readonly Level[],
): DepthUpdate {
  const made = createDepthUpdate(Math.max(1, bids.length, asks.length));
  made.symbol = "solusd";
  made.firstId = firstId;
  made.lastId = lastId;
  made.bidCount = bids.length;
  made.askCount = asks.length;
  for (const [i, [ticks, lots]] of bids.entries()) [made.bidTicks[i], made.bidLots[i]] = [ticks, lots];
  for (const [i, [ticks, lots]] of asks.entries()) [made.askTicks[i], made.askLots[i]] = [ticks, lots];
  return made;
}

function snapshot(id: number, bids: readonly Level[], asks: readonly Level[]): DepthUpdate {
  return update(id, id, bids, asks);
}

function ticker(updateId: number, bid: Level, ask: Level): TickerEvent {
  const [bidTicks, bidLots] = bid;
  const [askTicks, askLots] = ask;
  return { kind: "ticker", receivedNs: 0, symbol: "solusd", updateId, bidTicks, bidLots, askTicks, askLots };
}

function levels(book: OrderBook): { bids: Level[]; asks: Level[] } {
  return {
    bids: Array.from({ length: book.bidCount }, (_, i) => [book.bidTicksAt(i), book.bidLotsAt(i)] as const),
    asks: Array.from({ length: book.askCount }, (_, i) => [book.askTicksAt(i), book.askLotsAt(i)] as const),
  };
}

function liveBook(): OrderBook {
  const book = new OrderBook(SOL);
  book.apply(
    snapshot(
      100,
      [
        [999, 5],
        [998, 7],
      ],
      [
        [1001, 4],
        [1003, 6],
      ],
    ),
    1,
  );
  return book;
}

describe("an order book", () => {
  it("has no prices before its snapshot", () => {
    const book = new OrderBook(SOL);
    expect(book.apply(update(5, 9, [[999, 5]], []), 1)).toBe("ignored");
    expect([book.state, book.bestBidTicks, book.bestAskTicks]).toEqual(["awaiting_snapshot", 0, 0]);
  });

  it("shows the snapshot best first, whatever order it came in", () => {
    const book = new OrderBook(SOL);
    expect(
      book.apply(
        snapshot(
          7,
          [
            [998, 7],
            [999, 5],
            [990, 1],
          ],
          [
            [1003, 6],
            [1001, 4],
          ],
        ),
        42,
      ),
    ).toBe("snapshot");
    expect(levels(book)).toEqual({
      bids: [
        [999, 5],
        [998, 7],
        [990, 1],
      ],
      asks: [
        [1001, 4],
        [1003, 6],
      ],
    });
    expect([book.state, book.lastId, book.receivedNs, book.bidTicksAt(3)]).toEqual(["live", 7, 42, 0]);
  });

  it("applies what continues it, with absolute sizes and deletes, some of levels that it does not hold", () => {
    const book = liveBook();
    expect(
      book.apply(
        update(
          100,
          105,
          [
            [999, 0],
            [997, 2],
            [500, 0],
          ],
          [
            [1001, 9],
            [1002, 1],
          ],
        ),
        2,
      ),
    ).toBe("applied");
    expect(levels(book)).toEqual({
      bids: [
        [998, 7],
        [997, 2],
      ],
      asks: [
        [1001, 9],
        [1002, 1],
        [1003, 6],
      ],
    });
    expect([book.bestBidTicks, book.bestBidLots, book.bestAskTicks, book.bestAskLots]).toEqual([
      998, 7, 1001, 9,
    ]);
    expect(book.apply(update(98, 106, [], [[1001, 0]]), 3)).toBe("applied");
  });

  it("drops what it knows already", () => {
    const book = liveBook();
    expect(book.apply(update(90, 100, [[999, 0]], []), 2)).toBe("stale");
    expect(book.apply(snapshot(100, [], []), 2)).toBe("stale");
    expect([book.bestBidTicks, book.lastId, book.receivedNs]).toEqual([999, 100, 1]);
  });

  it("is void after a gap until a snapshot, and no diff revives it", () => {
    const book = liveBook();
    expect(book.apply(update(101, 104, [], []), 2)).toBe("gap");
    expect([book.state, book.reason, book.bestBidTicks, book.bidCount]).toEqual(["stale", "gap", 0, 0]);
    expect(book.apply(update(100, 105, [[999, 1]], []), 3)).toBe("ignored");
    expect(book.apply(snapshot(110, [[990, 1]], [[1010, 1]]), 4)).toBe("snapshot");
    expect(levels(book)).toEqual({ bids: [[990, 1]], asks: [[1010, 1]] });
  });

  it.each([
    ["crossed", 1002],
    ["locked", 1001],
  ])("is void when %s after a whole frame, but not within one", (_name, bid) => {
    const book = liveBook();
    expect(book.apply(update(100, 101, [[bid, 1]], []), 2)).toBe("crossed");
    expect([book.state, book.bestAskTicks]).toEqual(["stale", 0]);
    const moved = liveBook();
    expect(moved.apply(update(100, 101, [[1002, 1]], [[1001, 0]]), 2)).toBe("applied");
  });

  it("says why it is void, and forgets it with the next snapshot", () => {
    const book = liveBook();
    book.voidBook("gap");
    book.voidBook("disconnected");
    expect(book.reason).toBe("disconnected");
    book.apply(snapshot(200, [], []), 1);
    expect(book.reason).toBe("");
  });

  it("made for a capture takes any first frame for the snapshot and stays void for good", () => {
    const book = new OrderBook(SOL, { source: "capture" });
    expect(book.apply(update(1, 9, [[999, 5]], []), 1)).toBe("snapshot");
    expect(book.apply(update(11, 12, [], []), 1)).toBe("gap");
    expect(book.apply(snapshot(12, [[999, 5]], []), 1)).toBe("ignored");
  });
});

describe("the ticker check", () => {
  it("compares best prices and sizes at equal ids only", () => {
    const book = liveBook();
    expect(book.checkTicker(ticker(99, [1, 1], [2, 2]))).toBe("incomparable");
    expect(book.checkTicker(ticker(100, [999, 5], [1001, 4]))).toBe("agree");
    expect(book.state).toBe("live");
  });

  it.each([
    ["bid price", [998, 5], [1001, 4]],
    ["bid size", [999, 6], [1001, 4]],
    ["ask price", [999, 5], [1002, 4]],
    ["ask size", [999, 5], [1001, 3]],
    ["missing side", [0, 0], [1001, 4]],
  ] as const)("voids the book on another %s", (_name, bid, ask) => {
    const book = liveBook();
    expect(book.checkTicker(ticker(100, bid, ask))).toBe("disagree");
    expect([book.state, book.reason]).toEqual(["stale", "ticker disagrees"]);
  });

  it("keeps a ticker that is ahead until the depth frame that ends at its id", () => {
    const book = liveBook();
    book.checkTicker(ticker(103, [1, 1], [2, 2]));
    book.checkTicker(ticker(105, [999, 8], [1001, 4]));
    expect(book.apply(update(100, 105, [[999, 8]], []), 2)).toBe("applied");
    expect([book.tickerChecks, book.tickerAgreements]).toEqual([1, 1]);
    book.checkTicker(ticker(107, [999, 8], [1001, 4]));
    expect(book.apply(update(105, 107, [[999, 9]], []), 3)).toBe("disagree");
    expect([book.state, book.tickerChecks, book.tickerAgreements]).toEqual(["stale", 2, 1]);
  });

  it("forgets the oldest when many tickers wait, and all of them with the book", () => {
    const book = liveBook();
    for (let id = 101; id < 400; id += 1) book.checkTicker(ticker(id, [1, 1], [2, 2]));
    book.voidBook("disconnected");
    expect(book.apply(snapshot(399, [[999, 5]], [[1001, 4]]), 2)).toBe("snapshot");
    for (let id = 400; id < 700; id += 1) book.checkTicker(ticker(id, [1, 1], [2, 2]));
    expect(book.apply(update(399, 450, [], []), 3)).toBe("applied");
    expect(book.apply(update(450, 699, [], []), 3)).toBe("disagree");
  });
});

describe("the depth check", () => {
  it("agrees over the reply's range, even where the reply's id is further on", () => {
    const book = liveBook();
    expect(
      book.checkDepth(
        snapshot(
          100,
          [[999, 5]],
          [
            [1001, 4],
            [1003, 6],
          ],
        ),
      ),
    ).toBe("agree");
    expect(
      book.checkDepth(
        snapshot(
          150,
          [
            [999, 5],
            [998, 7],
          ],
          [[1001, 4]],
        ),
      ),
    ).toBe("agree");
    expect(book.checkDepth(snapshot(99, [], []))).toBe("incomparable");
    expect(book.state).toBe("live");
  });

  it.each([
    ["another size", [[999, 4]], [[1001, 4]]],
    [
      "a level that the book lacks",
      [
        [999, 5],
        [998, 7],
        [997, 1],
      ],
      [[1001, 4]],
    ],
    ["a level that only the book has", [[999, 5]], [[1003, 6]]],
    ["an empty side", [], [[1001, 4]]],
  ] as const)("voids the book at the same id on %s", (_name, bids, asks) => {
    const book = liveBook();
    expect(book.checkDepth(snapshot(100, bids, asks))).toBe("disagree");
    expect(book.state).toBe("stale");
  });

  it("waits for a second answer where the venue is ahead, since the frame may be on its way", () => {
    const book = liveBook();
    expect(book.checkDepth(snapshot(105, [[998, 7]], [[1001, 4]]))).toBe("behind");
    expect(book.apply(update(100, 105, [[999, 0]], []), 2)).toBe("applied");
    expect(book.checkDepth(snapshot(108, [[990, 7]], [[1001, 4]]))).toBe("behind");
    expect(book.state).toBe("live");
    expect(book.checkDepth(snapshot(109, [[990, 7]], [[1001, 4]]))).toBe("disagree");
    expect(book.state).toBe("stale");
  });
});

type Truth = ReadonlyMap<number, { readonly bids: Map<number, number>; readonly asks: Map<number, number> }>;

/** A stream of frames in order, and the naive book after each id. */
function history(changes: readonly (readonly [boolean, number, number][])[]): {
  frames: DepthUpdate[];
  truth: Truth;
} {
  const bids = new Map([
    [500, 1],
    [400, 2],
  ]);
  const asks = new Map([
    [501, 1],
    [600, 2],
  ]);
  const frames = [snapshot(10, [...bids], [...asks])];
  const truth = new Map([[10, { bids: new Map(bids), asks: new Map(asks) }]]);
  let id = 10;
  for (const frameChanges of changes) {
    const bidLevels: Level[] = [];
    const askLevels: Level[] = [];
    for (const [isBid, distance, lots] of frameChanges) {
      const [side, ticks, out] = isBid
        ? [bids, 500 - distance, bidLevels]
        : [asks, 501 + distance, askLevels];
      out.push([ticks, lots]);
      if (lots === 0) side.delete(ticks);
      else side.set(ticks, lots);
    }
    frames.push(update(id, id + 3, bidLevels, askLevels));
    id += 3;
    truth.set(id, { bids: new Map(bids), asks: new Map(asks) });
  }
  return { frames, truth };
}

const changes = fc.array(
  fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 400 }), fc.nat({ max: 3 })), { maxLength: 12 }),
  { minLength: 1, maxLength: 40 },
);

function expectTruth(book: OrderBook, truth: Truth): void {
  const expected = truth.get(book.lastId);
  expect(levels(book)).toEqual({
    bids: [...(expected?.bids ?? [])].sort(([a], [b]) => b - a),
    asks: [...(expected?.asks ?? [])].sort(([a], [b]) => a - b),
  });
}

describe("an order book, whatever comes", () => {
  it("equals a naive book after each frame of an unbroken stream", () => {
    fc.assert(
      fc.property(changes, (made) => {
        const { frames, truth } = history(made);
        const book = new OrderBook(SOL);
        for (const frame of frames) {
          book.apply(frame, 1);
          expect(book.state).toBe("live");
          expectTruth(book, truth);
        }
      }),
    );
  });

  it("is never live with other levels than the venue had at its id, under loss, copies and disorder", () => {
    const mishaps = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 5 })), { maxLength: 60 });
    fc.assert(
      fc.property(changes, mishaps, (made, plan) => {
        const { frames, truth } = history(made);
        const arriving = [...frames];
        for (const [kind, distance] of plan) {
          const at = (kind * 7 + distance) % arriving.length;
          const [taken] = kind < 3 ? arriving.splice(at, 1) : [arriving[at]];
          if (taken !== undefined && kind >= 2)
            arriving.splice(Math.min(at + distance, arriving.length), 0, taken);
          if (arriving.length === 0) return;
        }
        const book = new OrderBook(SOL);
        for (const frame of arriving) {
          book.apply(frame, 1);
          if (book.state === "live") expectTruth(book, truth);
          else expect([book.bidCount, book.askCount, book.bestBidTicks]).toEqual([0, 0, 0]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
