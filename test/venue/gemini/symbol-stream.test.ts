import { describe, expect, it } from "vitest";
import { createDepthUpdate, type DepthUpdate } from "#model";
import { SymbolStream } from "../../../src/venue/gemini/symbol-stream.ts";
import { FakeTime } from "../../support/fake-time.ts";

function frame(firstId: number, lastId = firstId): DepthUpdate {
  return { ...createDepthUpdate(1), symbol: "solusd", firstId, lastId };
}

function withLevels(update: DepthUpdate): DepthUpdate {
  const [ticks, lots] = [new Float64Array([100]), new Float64Array([5])];
  return { ...update, bidCount: 1, bidTicks: ticks, bidLots: lots };
}

function aStream() {
  const time = new FakeTime();
  const sent: { id: string; method: string; params: string[] }[] = [];
  const told: string[] = [];
  const stream = new SymbolStream("solusd", {
    clock: time,
    timers: time,
    random: () => 0.5,
    send: (text) => sent.push(JSON.parse(text)) > 0,
    onBook: (update) => told.push(`book: ${update.lastId}`),
    onVoid: (_symbol, reason) => told.push(`void: ${reason}`),
    onRefused: (_symbol, reason) => told.push(`refused: ${reason}`),
    onStuck: (_symbol, reason) => {
      told.push(`stuck: ${reason}`);
      stream.down();
    },
  });
  stream.up();
  expect(told.splice(0)).toEqual(["void: no snapshot yet"]);
  const ack = (status = 200) => stream.takesReply({ id: sent.at(-1)?.id ?? null, status });
  return { time, sent, told, stream, ack, methods: () => sent.map(({ method }) => method) };
}

describe("a symbol's stream", () => {
  it("subscribes to depth, ticker and trades in one frame of its own", () => {
    const { sent } = aStream();
    expect(sent).toEqual([
      {
        id: "sub:solusd:1",
        method: "subscribe",
        params: ["solusd@depth@100ms", "solusd@bookTicker", "solusd@trade"],
      },
    ]);
  });

  it.each(["before", "after"])("goes live by a snapshot that comes %s the reply", (order) => {
    const { stream, ack, time, told } = aStream();
    if (order === "after") ack();
    expect(stream.takes(frame(10))).toBe(true);
    if (order === "before") ack();
    expect(stream.takes(frame(10, 12))).toBe(true);
    time.advance(60_000);
    expect([stream.isLive, told]).toEqual([true, []]);
  });

  it("lets no diff through before the snapshot, and asks for the whole book when only diffs come", () => {
    const { stream, time, told, sent, methods } = aStream();
    expect(stream.takes(frame(8, 10))).toBe(false);
    time.advance(499);
    expect(methods()).toEqual(["subscribe"]);
    time.advance(1);
    expect(sent.at(-1)).toEqual({
      id: "anchor:solusd:1",
      method: "depth",
      params: { symbol: "solusd", limit: 5_000 },
    });
    time.advance(2_000);
    expect(told).toEqual(["void: no snapshot before the first diff"]);
    expect(methods()).toEqual(["subscribe", "depth", "unsubscribe"]);
  });

  it("is not put off by a diff every 100 ms", () => {
    const { stream, time, methods } = aStream();
    for (let i = 0; i < 6; i += 1) {
      stream.takes(frame(10 + i, 11 + i));
      time.advance(100);
    }
    expect(methods()).toEqual(["subscribe", "depth"]);
  });

  it("begins from a one-shot book once a frame's range holds its id, and delivers from that frame on", () => {
    const { stream, time, told } = aStream();
    stream.takes(frame(8, 10));
    time.advance(500);
    expect(stream.takesBook("anchor:solusd:1", frame(15))).toBe(true);
    expect(stream.takes(frame(10, 14))).toBe(false);
    expect([stream.isLive, told]).toEqual([false, []]);
    expect(stream.takes(frame(14, 18))).toBe(true);
    expect([stream.isLive, told]).toEqual([true, ["book: 15"]]);
    expect(stream.takes(frame(18, 20))).toBe(true);
  });

  it("begins at once from a one-shot book that ends where the latest frame ends", () => {
    const { stream, time, told } = aStream();
    stream.takes(frame(8, 10));
    time.advance(500);
    stream.takesBook("anchor:solusd:1", frame(10));
    expect([stream.isLive, told]).toEqual([true, ["book: 10"]]);
  });

  it("begins from a first frame whose levels are those of the one-shot book, at the frame's own id", () => {
    const { stream, time, told } = aStream();
    stream.takes(withLevels(frame(8, 10)));
    time.advance(500);
    stream.takesBook("anchor:solusd:1", withLevels(frame(99)));
    expect([stream.isLive, told]).toEqual([true, ["book: 10"]]);
    expect(stream.takes(frame(10, 12))).toBe(true);
  });

  it("never begins from a one-shot book of other ids, nor from one that the frames have left behind", () => {
    const foreign = aStream();
    foreign.stream.takes(frame(8, 10));
    foreign.time.advance(500);
    foreign.stream.takesBook("anchor:solusd:1", withLevels(frame(1_000_000)));
    for (let id = 10; id < 40; id += 1) foreign.stream.takes(frame(id, id + 1));
    foreign.time.advance(2_000);
    expect(foreign.told).toEqual(["void: no snapshot before the first diff"]);
    const behind = aStream();
    behind.stream.takes(frame(8, 10));
    behind.time.advance(500);
    for (let reply = 1; reply <= 3; reply += 1) behind.stream.takesBook(`anchor:solusd:${reply}`, frame(9));
    expect(behind.told).toEqual(["void: no one-shot book connects with the frames"]);
  });

  it("takes the snapshot that comes after all instead of the one-shot book", () => {
    const { stream, time, told } = aStream();
    stream.takes(frame(8, 10));
    time.advance(600);
    expect(stream.takes(frame(12))).toBe(true);
    expect(stream.takesBook("anchor:solusd:1", frame(14))).toBe(true);
    expect([stream.isLive, told]).toEqual([true, []]);
  });

  it("asks for a fresh snapshot alone, as ticker and trades go on", () => {
    const { stream, ack, time, sent } = aStream();
    stream.takes(frame(10));
    stream.resync("gap");
    time.advance(100);
    ack();
    expect(sent.at(-1)).toMatchObject({ method: "subscribe", params: ["solusd@depth@100ms"] });
    stream.down();
    stream.up();
    expect(sent.at(-1)?.params).toHaveLength(3);
  });

  it("resynchronises by unsubscribe, reply, subscribe and delivers nothing in between", () => {
    const { stream, ack, time, sent, told } = aStream();
    stream.takes(frame(10));
    stream.resync("gap");
    expect(stream.takes(frame(10, 12))).toBe(false);
    time.advance(100);
    expect(sent.at(-1)).toMatchObject({ method: "unsubscribe", params: ["solusd@depth@100ms"] });
    expect(stream.takes(frame(12, 14))).toBe(false);
    expect(told).toEqual([]);
    ack();
    expect(told).toEqual(["void: gap"]);
    expect(sent.at(-1)).toMatchObject({ method: "subscribe" });
    expect(stream.takes(frame(10))).toBe(false);
    expect(stream.takes(frame(14))).toBe(true);
  });

  it("asks for nothing more while a snapshot is under way", () => {
    const { stream, time, sent } = aStream();
    stream.resync("gap");
    stream.takes(frame(10));
    stream.resync("gap");
    stream.resync("gap");
    time.advance(100);
    stream.resync("gap");
    expect(sent).toHaveLength(2);
  });

  it("spaces resynchronisations that follow each other, until the book has held for a while", () => {
    const { stream, ack, time, sent } = aStream();
    const delays: number[] = [];
    const resync = (): void => {
      stream.takes(frame(1_000));
      const [before, startNs] = [sent.length, time.monotonicNs()];
      stream.resync("gap");
      while (sent.length === before) time.advance(1);
      delays.push((time.monotonicNs() - startNs) / 1e6);
      ack();
    };
    for (let i = 0; i < 6; i += 1) resync();
    stream.takes(frame(1_000));
    time.advance(11_000);
    resync();
    expect(delays).toEqual([50, 100, 200, 400, 800, 1_000, 50]);
  });

  it("waits longer for each snapshot that does not come and then drops the connection", () => {
    const { ack, time, told } = aStream();
    ack();
    time.advance(5_000);
    expect(told).toEqual(["void: no snapshot"]);
    ack();
    time.advance(7_500);
    ack();
    time.advance(11_250);
    // Once when it is given up, once when the stream begins anew, three times over.
    expect(told).toEqual([...new Array(5).fill("void: no snapshot"), "stuck: no snapshot"]);
    expect(time.pendingCount).toBe(0);
  });

  it("drops the connection when unsubscribing is not answered or is refused", () => {
    const silent = aStream();
    silent.stream.takes(frame(10));
    silent.stream.resync("gap");
    silent.time.advance(100 + 5_000);
    expect(silent.told).toEqual(["stuck: no reply to unsubscribe"]);
    const refused = aStream();
    refused.stream.takes(frame(10));
    refused.stream.resync("gap");
    refused.time.advance(100);
    refused.ack(500);
    expect(refused.told).toEqual(["stuck: unsubscribe refused: 500"]);
  });

  it("names a refused subscription and tries again a minute later, or soon when the venue was busy", () => {
    const { stream, time, told, ack, sent } = aStream();
    ack(400);
    expect(told).toEqual(["void: subscription refused: 400", "refused: subscription refused: 400"]);
    expect(stream.takes(frame(10))).toBe(false);
    time.advance(59_999);
    expect(sent).toHaveLength(1);
    time.advance(1);
    expect(sent).toHaveLength(2);
    ack(429);
    time.advance(5_000);
    expect(sent).toHaveLength(3);
  });

  it("leaves no timer behind when the connection goes, and starts afresh with the next", () => {
    const { stream, time } = aStream();
    stream.takes(frame(5_000));
    stream.down();
    expect([stream.isLive, time.pendingCount]).toEqual([false, 0]);
    stream.up();
    expect(stream.takes(frame(10))).toBe(true);
  });
});
