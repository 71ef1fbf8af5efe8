import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFaultClock, type Fault, type FaultClock } from "../../sim/faults/index.ts";
import { type GeminiStandIn, startGemini } from "../../sim/gemini/index.ts";
import { createHiddenMarket, driveMarket, type MarketDriver } from "../../sim/market/index.ts";
import { applyDepth, isDepth, naiveBook } from "./naive-book.ts";
import { connect, eventually, type SocketClient } from "./socket-client.ts";

describe("faults of the stand-in exchange, as a raw client sees them", () => {
  let faults: FaultClock;
  let driver: MarketDriver;
  let venue: GeminiStandIn;
  let clients: SocketClient[];

  beforeEach(async () => {
    clients = [];
    const market = createHiddenMarket({ seed: 2, bases: ["SOL", "BTC"] });
    driver = driveMarket(market);
    const startMs = performance.now();
    faults = createFaultClock({ faults: [] }, () => performance.now() - startMs);
    venue = await startGemini({ market, symbols: ["solusd", "btcusd"], seed: 2, faults });
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    driver.stop();
    await venue.stop();
  });

  async function aSubscriber(): Promise<SocketClient> {
    const client = await connect(venue.wsUrl);
    clients.push(client);
    client.send({ id: 1, method: "subscribe", params: ["solusd@depth@100ms", "btcusd@depth@100ms"] });
    await client.until((frames) => frames.filter(isDepth).length > 3);
    client.frames.length = 0;
    return client;
  }
  function inject(fault: Record<string, unknown>): void {
    faults.inject({ venue: "gemini", atMs: 0, forMs: 0, ...fault } as Fault);
  }
  const about = (symbol: string) => (frame: string) => frame.includes(`"s":"${symbol}"`);

  it("drop cuts every socket at once and refuses new ones until it ends", async () => {
    const client = await aSubscriber();
    inject({ kind: "drop", forMs: 300 });
    await client.until(() => client.ended());
    await expect(connect(venue.wsUrl)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 320));
    await aSubscriber();
  });

  it("silence of one symbol leaves the other, the pongs and the replies", async () => {
    const client = await aSubscriber();
    inject({ kind: "silence", symbol: "solusd", forMs: 2_000 });
    client.ping();
    client.send({ id: 9, method: "depth", params: { symbol: "solusd", limit: 1 } });
    // What had left before the silence began may still come, but only ahead of the reply.
    const isReply = (frame: string) => frame.startsWith('{"id":9,"status":200');
    await client.until((frames) => frames.some(isReply));
    client.frames.splice(0, client.frames.findIndex(isReply) + 1);
    await client.until((frames) => frames.filter(about("btcusd")).length > 3);
    expect(client.frames.filter(about("solusd"))).toEqual([]);
    await client.until(() => client.pongs() === 1);
    await client.until((frames) => frames.some(about("solusd")));
  });

  it("freeze stops even pongs, acknowledgements, HTTP and handshakes, and all comes afterwards", async () => {
    const client = await aSubscriber();
    inject({ kind: "freeze", forMs: 600 });
    client.frames.length = 0;
    client.ping();
    client.send({ id: 9, method: "ping" });
    const startMs = performance.now();
    const [reply] = await Promise.all([
      fetch(`${venue.restUrl}/v1/symbols`),
      connect(venue.wsUrl).then((c) => clients.push(c)),
    ]);
    expect(reply.status).toBe(200);
    expect(performance.now() - startMs).toBeGreaterThan(500);
    await client.until((frames) => frames.includes('{"id":9,"status":200}'));
    expect(client.pongs()).toBe(0);
    const book = naiveBook();
    for (const frame of client.frames.filter(isDepth).filter(about("solusd"))) applyDepth(book, frame);
    expect(book.gaps).toBe(0);
  });

  it("freeze does not keep the venue from stopping, even with a handshake that waits", async () => {
    inject({ kind: "freeze", forMs: 60_000 });
    const refused = expect(connect(venue.wsUrl)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await venue.stop();
    await refused;
  });

  it("gap leaves holes in the ids", async () => {
    const client = await aSubscriber();
    inject({ kind: "gap", probability: 0.5, forMs: 60_000 });
    await client.until((frames) => {
      const book = naiveBook();
      for (const frame of frames.filter(isDepth).filter(about("solusd"))) applyDepth(book, frame);
      return book.gaps > 1;
    });
  });

  it("duplicate repeats frames", async () => {
    const client = await aSubscriber();
    inject({ kind: "duplicate", probability: 1, forMs: 60_000 });
    await client.until((frames) => new Set(frames).size < frames.length - 2);
  });

  it("reorder lets a later frame overtake an earlier one", async () => {
    const client = await aSubscriber();
    inject({ kind: "reorder", probability: 0.5, forMs: 60_000 });
    await client.until((frames) => {
      const ids = frames
        .filter(isDepth)
        .filter(about("solusd"))
        .map((frame) => JSON.parse(frame).u);
      return ids.some((id, i) => id < (ids[i - 1] ?? 0));
    });
  });

  it("malformed replaces frames by ones that are no JSON or no market data", async () => {
    const client = await aSubscriber();
    inject({ kind: "malformed", probability: 1, forMs: 60_000 });
    await client.until((frames) => {
      const unreadable = frames.filter((frame) => {
        try {
          JSON.parse(frame);
          return false;
        } catch {
          return true;
        }
      });
      return unreadable.length > 2 && unreadable.length < frames.length;
    }, 10_000);
  });

  it("oversize sends one frame of exactly that many bytes", async () => {
    const client = await aSubscriber();
    inject({ kind: "oversize", bytes: 3_000_000 });
    await client.until((frames) => frames.some((frame) => frame.length === 3_000_000));
    expect(client.frames.filter((frame) => frame.length > 100_000)).toHaveLength(1);
  });

  it("http answers 429 with the time to wait, plain text for 5xx, and refuses upgrades", async () => {
    inject({ kind: "http", status: 429, forMs: 200 });
    const limited = await fetch(`${venue.restUrl}/v1/symbols`);
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await limited.json()).toMatchObject({ reason: "RateLimit" });
    await expect(connect(venue.wsUrl)).rejects.toThrow(/429/);
    inject({ kind: "http", status: 503, forMs: 200 });
    const down = await fetch(`${venue.restUrl}/v1/book/solusd`);
    expect([down.status, await down.text()]).toEqual([503, "upstream unavailable"]);
    expect((await fetch(`${venue.restUrl}/truth/book?symbol=solusd`)).status).toBe(200);
    await eventually(() => faults.active("gemini", "http") === undefined);
    expect((await fetch(`${venue.restUrl}/v1/symbols`)).status).toBe(200);
  });

  it("latency delays frames and replies", async () => {
    const client = await aSubscriber();
    inject({ kind: "latency", delayMs: 200, forMs: 60_000 });
    const startMs = performance.now();
    client.send({ id: 5, method: "ping" });
    await client.until((frames) => frames.includes('{"id":5,"status":200}'));
    expect(performance.now() - startMs).toBeGreaterThan(195);
    expect((await fetch(`${venue.restUrl}/v1/symbols`)).status).toBe(200);
    expect(performance.now() - startMs).toBeGreaterThan(395);
  });
});
