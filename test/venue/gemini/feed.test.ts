import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { OrderBook } from "#book";
import type { Instrument, MarketEvent } from "#model";
import { createGeminiFeed, parseCaptureLine } from "#venue/gemini";
import { eventually, recordingLog, scaledTime } from "../../support/fake-time.ts";
import { anInstrument, depthText, tickerText } from "./builders.ts";
import { ASKS, BIDS, type Script, ScriptedVenue, snapshotText, symbolOf } from "./scripted-venue.ts";

const CAPTURE = new URL(
  "../../../../shared/data/gemini/gemini_v3_btcusd_perps_2026-09-30.tsv",
  import.meta.url,
);

/** Ten times as fast as life: the feed's patience is in seconds. */
const time = scaledTime(10);
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

/** A feed with books kept as an engine keeps them: void what is doubtful, ask for a fresh snapshot. */
async function start(script: Script, instruments: readonly Instrument[] = [anInstrument()]) {
  const venue = await ScriptedVenue.open(script);
  const log = recordingLog();
  const feed = createGeminiFeed({
    wsUrl: venue.wsUrl,
    instruments,
    clock: time,
    timers: time,
    random: () => 0.1,
    log,
  });
  open.push(venue, feed);
  const books = new Map(instruments.map((instrument) => [instrument.symbol, new OrderBook(instrument)]));
  const events: string[] = [];
  const verdicts: string[] = [];
  const bookOf = (symbol: string): OrderBook => books.get(symbol) as OrderBook;
  const sink = (event: MarketEvent): void => {
    events.push("up" in event ? `${event.kind} ${event.up}` : event.kind);
    if (event.kind === "connection") for (const book of books.values()) book.voidBook("connection");
    if (event.kind === "book-void") bookOf(event.symbol).voidBook(event.reason);
    if (event.kind === "frame-refused" && event.symbol !== null) bookOf(event.symbol).voidBook(event.reason);
    if (event.kind === "ticker") bookOf(event.symbol).checkTicker(event);
    if (event.kind === "depth-check") {
      const { symbol } = event.update;
      const verdict = bookOf(symbol).checkDepth(event.update);
      verdicts.push(verdict);
      if (verdict === "disagree") feed.resync(symbol, "depth check");
    }
    if (event.kind !== "depth") return;
    const { symbol } = event.update;
    const verdict = bookOf(symbol).apply(event.update, event.receivedNs);
    verdicts.push(verdict);
    if (bookOf(symbol).state === "stale") feed.resync(symbol, verdict);
  };
  await feed.start(sink);
  return {
    venue,
    feed,
    log,
    events,
    verdicts,
    bookOf,
    isLive: (symbol: string) => bookOf(symbol).state === "live",
  };
}

/** Sends a snapshot on each subscription, its id one higher each time. */
function withSnapshots(order: "before ack" | "after ack" = "after ack"): Script {
  let id = 100;
  return (request, peer) => {
    if (request.method !== "subscribe") return;
    id += 100;
    if (order === "after ack") peer.ack(request);
    peer.send(snapshotText(symbolOf(request), id));
    if (order === "before ack") peer.ack(request);
    return true;
  };
}

describe("the Gemini feed", () => {
  it.each(["before ack", "after ack"] as const)("is live with a snapshot that comes %s", async (order) => {
    const { venue, isLive, log, events, bookOf } = await start(withSnapshots(order));
    await eventually("a live book", () => isLive("solusd"));
    expect(venue.urls).toEqual(["/?snapshot=-1"]);
    expect(log.lines.map(({ event }) => event)).toContain("Connected to Gemini");
    expect(events.slice(0, 2)).toEqual(["connection true", expect.any(String)]);
    expect([bookOf("solusd").bestBidTicks, bookOf("solusd").bestAskLots]).toEqual([10_000, 3_000_000]);
  });

  it("is live with a venue whose first frame spans a range of ids, and never takes a diff for a snapshot", async () => {
    const { venue, isLive, bookOf, verdicts } = await start((request, peer) => {
      if (request.method === "subscribe") {
        peer.ack(request);
        peer.send(depthText("solusd", 90, 100, BIDS, ASKS));
        peer.send(depthText("solusd", 100, 110, [["100.50", "1"]]));
        return true;
      }
      if (request.method !== "depth") return;
      const bids = [["100.50", "1"], ...BIDS];
      peer.send(
        JSON.stringify({ id: request.id, status: 200, result: { lastUpdateId: 115, bids, asks: ASKS } }),
      );
      peer.send(depthText("solusd", 110, 120, [["100.60", "4"]]));
      return true;
    });
    await eventually("a live book", () => isLive("solusd"));
    expect(verdicts).toEqual(["snapshot", "applied"]);
    expect([bookOf("solusd").lastId, bookOf("solusd").bestBidTicks]).toEqual([120, 10_060]);
    expect([bookOf("solusd").bidCount, bookOf("solusd").askCount]).toEqual([3, 1]);
    expect(venue.methods("solusd")).toEqual(["subscribe"]);
  });

  it("keeps several symbols apart on one connection", async () => {
    const symbols = ["solusd", "btcusd", "ethusd"];
    const { venue, isLive, bookOf } = await start(
      withSnapshots(),
      symbols.map((symbol) => anInstrument(symbol)),
    );
    await eventually("live books", () => symbols.every(isLive));
    const { lastId } = bookOf("btcusd");
    venue.peer.send(depthText("btcusd", lastId, lastId + 5, [["100.50", "1"]]));
    await eventually("the diff", () => bookOf("btcusd").bestBidTicks === 10_050);
    expect(bookOf("solusd").bestBidTicks).toBe(10_000);
    expect(venue.urls).toHaveLength(1);
  });

  it("gets a fresh snapshot after a gap, and no frame of the old stream reaches the book", async () => {
    const { venue, isLive, bookOf, verdicts } = await start((request, peer) => {
      if (request.method === "subscribe") {
        peer.ack(request);
        peer.send(snapshotText("solusd", venue?.methods("solusd").length === 1 ? 100 : 500));
        return true;
      }
      if (request.method !== "unsubscribe") return;
      for (let id = 300; id < 305; id += 1) peer.send(depthText("solusd", id, id + 1, [["100.90", "1"]]));
      peer.ack(request);
      return true;
    });
    await eventually("a live book", () => isLive("solusd"));
    venue.peer.send(depthText("solusd", 200, 201, [["100.90", "1"]]));
    await eventually("a fresh book", () => isLive("solusd") && bookOf("solusd").lastId === 500);
    expect(verdicts).toEqual(["snapshot", "gap", "snapshot"]);
    expect(bookOf("solusd").bestBidTicks).toBe(10_000);
    expect(venue.methods("solusd")).toEqual(["subscribe", "unsubscribe", "subscribe"]);
    expect(venue.urls).toHaveLength(1);
  });

  it("voids and renews the book of a malformed frame, and only that", async () => {
    const instruments = [anInstrument("solusd"), anInstrument("btcusd")];
    const { venue, feed, isLive, bookOf, events, log } = await start(withSnapshots(), instruments);
    await eventually("live books", () => isLive("solusd") && isLive("btcusd"));
    const { lastId } = bookOf("solusd");
    venue.peer.send(depthText("solusd", lastId, lastId + 1, [["100.00", "NaN"]]));
    venue.peer.send("}{");
    venue.peer.send(depthText("nosuch", 1, 2));
    await eventually("a fresh book", () => isLive("solusd") && bookOf("solusd").lastId > lastId);
    expect(events.filter((kind) => kind === "frame-refused")).toHaveLength(3);
    expect(feed.stats()).toMatchObject({ frames_refused: 3, resyncs: 1, connects: 1 });
    expect(venue.methods("btcusd")).toEqual(["subscribe"]);
    const warning = log.lines.find(({ event }) => event === "Gemini frame refused");
    expect(warning?.fields).toMatchObject({ symbol: "solusd", head: expect.stringContaining('"NaN"') });
  });

  it("voids every book when the connection drops, twenty times, and is live again each time", async () => {
    const { venue, isLive, events, bookOf, feed } = await start(withSnapshots());
    for (let drop = 1; drop <= 20; drop += 1) {
      await eventually("a live book", () => isLive("solusd") && bookOf("solusd").lastId === 100 + 100 * drop);
      venue.peer.drop();
      await eventually(
        "the drop",
        () => events.filter((kind) => kind === "connection false").length === drop,
      );
    }
    await eventually("the last recovery", () => isLive("solusd"));
    expect(feed.stats()).toMatchObject({ connects: 21, drops: 20 });
  });

  it("survives a frame of 20 MB", async () => {
    const { venue, isLive, log, bookOf } = await start(withSnapshots());
    await eventually("a live book", () => isLive("solusd"));
    venue.peer.send(snapshotText("solusd", 1).replace("}", `,"x":"${"y".repeat(20 * 1024 * 1024)}"}`));
    await eventually("a second connection", () => venue.urls.length === 2 && isLive("solusd"), 15_000);
    expect(bookOf("solusd").lastId).toBe(300);
    const lost = log.lines.find(({ event }) => event === "Gemini connection lost");
    expect(lost?.fields.reason).toBe("frame too large");
  });

  it("names a symbol whose subscription is refused and keeps the others", async () => {
    const snapshots = withSnapshots();
    const script: Script = (request, peer, connection) => {
      if (request.method !== "subscribe" || symbolOf(request) !== "badusd")
        return snapshots(request, peer, connection);
      peer.refuse(request, "Invalid stream name: badusd@depth@100ms");
      return true;
    };
    const { isLive, log, bookOf, venue } = await start(script, [
      anInstrument("badusd"),
      anInstrument("solusd"),
    ]);
    await eventually("the good book", () => isLive("solusd"));
    await eventually("the warning", () =>
      log.lines.some(({ event }) => event === "Gemini subscription refused"),
    );
    expect(bookOf("badusd").reason).toContain("badusd@depth@100ms");
    expect(venue.urls).toHaveLength(1);
  });

  it("checks a silent symbol by a one-shot request and renews the book when it lastingly disagrees", async () => {
    let answer = { lastUpdateId: 200, bids: BIDS, asks: ASKS };
    const snapshots = withSnapshots();
    const { verdicts, isLive, venue, bookOf } = await start((request, peer, connection) => {
      if (request.method !== "depth") return snapshots(request, peer, connection);
      peer.send(JSON.stringify({ id: request.id, status: 200, result: answer }));
      return true;
    });
    await eventually("a live book", () => isLive("solusd"));
    await eventually("the first check", () => verdicts.includes("agree"), 8_000);
    answer = { lastUpdateId: 250, bids: [["99.00", "1"]], asks: ASKS };
    await eventually("a fresh book", () => bookOf("solusd").lastId === 300, 8_000);
    expect(verdicts).toEqual(["snapshot", "agree", "behind", "disagree", "snapshot"]);
    expect(venue.urls).toHaveLength(1);
  });

  it("does not trust a book whose check stays unanswered", async () => {
    const snapshots = withSnapshots();
    const { isLive, bookOf, feed } = await start(
      (request, peer, connection) => request.method === "depth" || snapshots(request, peer, connection),
    );
    await eventually("a live book", () => isLive("solusd"));
    await eventually("a fresh book", () => bookOf("solusd").lastId === 300, 9_000);
    expect(feed.stats().depth_checks_unanswered).toBe(1);
  });

  it("reads the venue's clock and limits, and takes pings as life", async () => {
    const { feed, events } = await start((request, peer) => {
      const result =
        request.method === "time"
          ? { serverTime: Date.now() + 60_000 }
          : {
              rateLimits: [
                { rateLimitType: "REQUEST_WEIGHT", interval: "SECOND", intervalNum: 10, limit: 7000 },
              ],
            };
      if (request.method === "subscribe") return;
      peer.send(JSON.stringify({ id: request.id, status: 200, result }));
      return true;
    });
    await eventually(
      "the answers",
      () => feed.stats().request_weight_limit === 7000 && feed.stats().clock_skew_ms !== 0,
    );
    expect(feed.stats().clock_skew_ms).toBeGreaterThan(59_000);
    expect(feed.stats().clock_skew_ms).toBeLessThan(61_000);
    const before = events.length;
    await eventually(
      "pongs",
      () => events.slice(before).filter((kind) => kind === "liveness").length >= 2,
      8_000,
    );
  });

  it("leaves no event behind when disposed", async () => {
    const { feed, isLive, events, venue } = await start(withSnapshots());
    await eventually("a live book", () => isLive("solusd"));
    venue.peer.send(tickerText("solusd", 200, ["100.00", "2"], ["101.00", "3"]));
    await eventually("the ticker", () => events.includes("ticker"));
    await feed[Symbol.asyncDispose]();
    expect(events.at(-1)).toBe("connection false");
    const count = events.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(events).toHaveLength(count);
    expect(venue.urls).toHaveLength(1);
  });

  it.skipIf(!existsSync(CAPTURE))("keeps the recorded session's books (needs ../shared/data)", async () => {
    const symbols = ["btcusd", "btcgusdperp", "ethgusdperp"];
    const frames = readFileSync(CAPTURE, "utf8")
      .split("\n")
      .flatMap((line) => parseCaptureLine(line)?.frame ?? [])
      .filter((frame) => !frame.startsWith('{"id"'));
    const started = new Set<string>();
    const { verdicts, feed, bookOf } = await start(
      (request, peer) => {
        if (request.method !== "subscribe") return;
        peer.ack(request);
        started.add(symbolOf(request));
        if (started.size === symbols.length) for (const frame of frames) peer.send(frame);
        return true;
      },
      symbols.map((symbol) => anInstrument(symbol, "0.00000001", "0.00000001")),
    );
    await eventually(
      "all frames",
      () => Number(feed.stats().frames_ticker) === 105 && verdicts.length === 92,
    );
    const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
    expect([count("snapshot"), count("applied"), count("stale"), count("gap")]).toEqual([3, 88, 1, 0]);
    expect(feed.stats()).toMatchObject({
      frames_depth: 92,
      frames_trade: 3,
      levels_clipped: 2,
      frames_refused: 0,
    });
    const checks = symbols.map((symbol) => [bookOf(symbol).tickerChecks, bookOf(symbol).tickerAgreements]);
    expect(checks.reduce(([a = 0, b = 0], [c = 0, d = 0]) => [a + c, b + d], [0, 0])).toEqual([13, 13]);
  });
});
