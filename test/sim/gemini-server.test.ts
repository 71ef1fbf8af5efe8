import { afterEach, describe, expect, it } from "vitest";
import { type GeminiStandIn, startGemini } from "../../sim/gemini/index.ts";
import { createHiddenMarket, driveMarket, type MarketDriver } from "../../sim/market/index.ts";
import { applyDepth, isDepth, isTicker, naiveBook, sortedLevels } from "./naive-book.ts";
import { connect, type SocketClient } from "./socket-client.ts";

const SYMBOLS = ["solusd", "btcusd", "ethusd", "usdcusd"];

describe("the stand-in exchange on its sockets", () => {
  const open: { driver?: MarketDriver; venue?: GeminiStandIn; clients: SocketClient[] } = { clients: [] };

  async function aVenue(overtakeChance = 0.25): Promise<GeminiStandIn> {
    const market = createHiddenMarket({ seed: 1, bases: ["SOL", "BTC", "ETH"] });
    open.driver = driveMarket(market);
    open.venue = await startGemini({ market, symbols: SYMBOLS, seed: 1, overtakeChance });
    return open.venue;
  }
  async function aClient(venue: GeminiStandIn, snapshot?: string): Promise<SocketClient> {
    const client = await connect(venue.wsUrl, snapshot);
    open.clients.push(client);
    return client;
  }
  afterEach(async () => {
    for (const client of open.clients.splice(0)) client.close();
    open.driver?.stop();
    await open.venue?.stop();
  });

  it("give a client a book that equals the exchange's, top by top", async () => {
    const venue = await aVenue();
    const client = await aClient(venue);
    client.send({ id: 1, method: "subscribe", params: ["SOLUSD@depth@100ms", "solusd@bookTicker"] });
    await client.until(
      (frames) => frames.filter(isDepth).length > 12 && frames.filter(isTicker).length > 5,
      15_000,
    );
    const book = naiveBook();
    for (const frame of client.frames.filter(isDepth)) {
      applyDepth(book, frame);
      const { bids, asks } = sortedLevels(book);
      const top = venue.topAt("solusd", book.lastId)!;
      expect([top.bid, top.bidSize]).toEqual(bids[0]);
      expect([top.ask, top.askSize]).toEqual(asks[0]);
    }
    expect(book.gaps).toBe(0);
    const reply = await fetch(`${venue.restUrl}/truth/top?symbol=solusd&u=${book.lastId}`);
    expect(await reply.json()).toEqual(venue.topAt("solusd", book.lastId));
  });

  it("send the snapshot before the acknowledgement or after it", async () => {
    for (const [chance, first] of [
      [1, "snapshot"],
      [0, "ack"],
    ] as const) {
      const venue = await aVenue(chance);
      const client = await aClient(venue);
      client.send({ id: "s", method: "SUBSCRIBE", params: ["solusd@depth@100ms"] });
      await client.until(
        (frames) => frames.some(isDepth) && frames.some((frame) => frame.startsWith('{"id"')),
      );
      expect(isDepth(client.frames[0]!) ? "snapshot" : "ack").toBe(first);
      client.close();
      open.driver?.stop();
      await venue.stop();
    }
  });

  it("answer every request with its id", async () => {
    const client = await aClient(await aVenue());
    const requests = [
      { id: 1, method: "PING" },
      { id: "t", method: "time" },
      { id: 3, method: "conninfo" },
      { id: 4, method: "depth", params: { symbol: "BTCUSD", limit: 2 } },
      { id: 5, method: "list_subscriptions" },
      { id: 6, method: "subscribe", params: ["solusd@trade", "contractStatus"] },
      { id: 7, method: "LIST_SUBSCRIPTIONS" },
      { id: 8, method: "unsubscribe", params: ["solusd@trade"] },
      { id: 9, method: "list_subscriptions" },
    ];
    for (const request of requests) client.send(request);
    await client.until((frames) => frames.length >= requests.length);
    const replies = client.frames.map((frame) => JSON.parse(frame));
    expect(client.frames[0]).toBe('{"id":1,"status":200}');
    expect(replies.map(({ id, status }) => [id, status])).toEqual(requests.map(({ id }) => [id, 200]));
    expect(replies[1].result.serverTime).toBeGreaterThan(1.7e12);
    expect(replies[2].result.rateLimits.map((limit: { limit: number }) => limit.limit)).toEqual([
      7_000, 3_500, 300,
    ]);
    expect([replies[3].result.bids.length, replies[3].result.asks.length]).toEqual([2, 2]);
    expect(replies[4].result).toEqual([]);
    expect(replies[6].result).toEqual(["solusd@trade", "contractStatus"]);
    expect(replies[8].result).toEqual(["contractStatus"]);
  });

  it("refuse what is wrong with the venue's codes, the whole frame for one bad name", async () => {
    const client = await aClient(await aVenue());
    const refused: [unknown, number, number][] = [
      [{ id: 1, method: "subscribe", params: ["solusd@trade", "nosuch@depth@100ms"] }, 400, -1013],
      [{ id: 2, method: "subscribe", params: { streams: ["solusd@trade"] } }, 400, -1013],
      [{ id: 3, method: "subscribe", params: ["orders@account"] }, 401, -1002],
      [{ id: 4, method: "order.place", params: {} }, 401, -1002],
      [{ id: 5, method: "dance" }, 400, -1020],
      [{ id: 6, method: "depth", params: { symbol: "nosuch" } }, 400, -1013],
      [{ id: 7, method: "depth", params: { symbol: "solusd", limit: 0 } }, 400, -1013],
      [{ id: 8, method: "subscribe", params: [null] }, 400, -1013],
      ["{not json", 400, -1013],
    ];
    for (const [request] of refused) client.send(request);
    client.send({ id: "after", method: "list_subscriptions" });
    await client.until((frames) => frames.length === refused.length + 1);
    const replies = client.frames.map((frame) => JSON.parse(frame));
    expect(replies.slice(0, -1).map(({ status, error }) => [status, error.code])).toEqual(
      refused.map(([, status, code]) => [status, code]),
    );
    expect(replies[0].error.msg).toBe("Invalid stream name: nosuch@depth@100ms");
    expect(replies.at(-1)).toEqual({ id: "after", status: 200, result: [] });
  });

  it("refuse requests beyond the request weight and connections beyond the attempts", async () => {
    const venue = await aVenue();
    const client = await aClient(venue);
    for (let i = 0; i < 7_001; i += 1) client.send('{"id":1,"method":"ping"}');
    await client.until((frames) => frames.length === 7_001, 15_000);
    expect(JSON.parse(client.frames.at(-1)!)).toMatchObject({ status: 429, error: { code: -1003 } });
    expect(client.frames.filter((frame) => frame.includes("-1003"))).toHaveLength(1);
    for (let i = 1; i < 300; i += 1) (await connect(venue.wsUrl)).close();
    await expect(connect(venue.wsUrl)).rejects.toThrow(/429/);
  });

  it("answer protocol pings", async () => {
    const client = await aClient(await aVenue());
    client.ping();
    await client.until(() => client.pongs() === 1);
  });

  it("leave no timer and no socket behind", async () => {
    const count = (): number =>
      process.getActiveResourcesInfo().filter((name) => /Timeout|TCP/.test(name)).length;
    const before = count();
    const venue = await aVenue();
    const client = await aClient(venue);
    client.send({ id: 1, method: "subscribe", params: ["solusd@depth@100ms"] });
    await client.until((frames) => frames.length > 2);
    open.driver?.stop();
    await venue.stop();
    await client.until(() => client.ended());
    await expect.poll(count, { timeout: 5_000 }).toBeLessThanOrEqual(before);
  });

  it("say clearly that a port is in use or a symbol is none of theirs", async () => {
    const venue = await aVenue();
    const market = createHiddenMarket({ seed: 1, bases: ["SOL"] });
    await expect(startGemini({ market, symbols: ["solusd"], seed: 1, port: venue.port })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await expect(startGemini({ market, symbols: ["ethusd"], seed: 1 })).rejects.toThrow(/no base ETH/);
    await expect(startGemini({ market, symbols: ["soleur"], seed: 1 })).rejects.toThrow(/dollar pairs/);
  });
});

describe("the stand-in exchange over HTTP", () => {
  async function withVenue(use: (get: (path: string) => Promise<Response>) => Promise<void>): Promise<void> {
    const market = createHiddenMarket({ seed: 1, bases: ["SOL", "BTC", "ETH", "BONK"] });
    const venue = await startGemini({ market, symbols: [...SYMBOLS, "bonkusd"], seed: 1 });
    try {
      await use((path) => fetch(venue.restUrl + path));
    } finally {
      await venue.stop();
    }
  }

  it("lists its symbols and their steps, numbers written out", async () => {
    await withVenue(async (get) => {
      expect(await (await get("/v1/symbols")).json()).toEqual([...SYMBOLS, "bonkusd"]);
      expect(await (await get("/v1/symbols/details/btcusd")).text()).toBe(
        '{"symbol":"BTCUSD","quote_currency":"USD","tick_size":0.00000001,"quote_increment":0.01,' +
          '"min_order_size":"0.00001","status":"open","wrap_enabled":false,"product_type":"spot",' +
          '"contract_type":"vanilla","contract_price_currency":"USD","base_currency":"BTC"}',
      );
      const text = await (await get("/v1/symbols/details/SOLUSD")).text();
      expect(text).toContain('"tick_size":0.000001,"quote_increment":0.01,');
      expect(await (await get("/v1/symbols/details/bonkusd")).json()).toMatchObject({
        base_currency: "BONK",
      });
    });
  });

  it("gives books and tickers with the asked depth", async () => {
    await withVenue(async (get) => {
      const book = await (await get("/v1/book/SOLUSD?limit_bids=1&limit_asks=3")).json();
      expect([book.bids.length, book.asks.length]).toEqual([1, 3]);
      expect(book.bids[0]).toEqual({
        price: expect.stringMatching(/^\d+(\.\d+)?$/),
        amount: expect.stringMatching(/^\d+(\.\d+)?$/),
        timestamp: expect.stringMatching(/^\d{10}$/),
      });
      expect((await (await get("/v1/book/solusd")).json()).bids).toHaveLength(50);
      expect((await (await get("/v1/book/solusd?limit_bids=0")).json()).bids.length).toBeGreaterThan(60);
      expect((await get("/v1/book/solusd?limit_bids=-1")).status).toBe(400);
      const ticker = await (await get("/v1/pubticker/btcusd")).json();
      expect(Number(ticker.bid)).toBeLessThan(Number(ticker.ask));
    });
  });

  it("refuses with the venue's envelopes", async () => {
    await withVenue(async (get) => {
      for (const path of ["/v1/symbols/details/nosuch", "/v1/book/nosuch", "/v1/pubticker/nosuch"]) {
        const reply = await get(path);
        expect(reply.status).toBe(400);
        expect(await reply.json()).toMatchObject({ result: "error", reason: "InvalidSymbol" });
      }
      const unknown = await get("/v7/nothing");
      expect(unknown.status).toBe(404);
      expect(await unknown.json()).toMatchObject({ reason: "EndpointNotFound" });
      expect((await get("/truth/top?symbol=solusd&u=abc")).status).toBe(404);
      expect((await get("/truth/book?symbol=nosuch")).status).toBe(400);
      expect((await get("//")).status).toBe(404);
    });
  });
});
