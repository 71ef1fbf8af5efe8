import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { GeminiClientOptions } from "#venue/gemini";
import { eventually } from "../../../support/fake-time.ts";
import {
  anIntent,
  CREDENTIALS,
  FAST,
  ORDER_ID,
  orderText,
  recordText,
  startClient,
  tradeText,
  withTrades,
} from "./builders.ts";
import { emptyRest, type Frame, type Rest, ScriptedExchange, type Socket } from "./scripted-exchange.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

/** Waits for answers as long as a busy machine needs. */
const PATIENT = { ...FAST, ackTimeoutMs: 60_000 };
/** For orders that get no answer. */
const HASTY: Partial<GeminiClientOptions> = { limits: FAST };

async function connected(options: Partial<GeminiClientOptions> = {}) {
  const venue = await ScriptedExchange.open();
  open.push(venue);
  const started = startClient(venue, { limits: PATIENT, ...options });
  open.push(started.client);
  await started.client.start(started.sink);
  await eventually("the socket is ready", () => started.client.ready());
  return { venue, ...started };
}

/** Accepts every order and then tells these events. */
const accepting =
  (...events: readonly string[]): Socket =>
  ({ id }, peer) => {
    peer.send(JSON.stringify({ id, status: 200, result: {} }));
    for (const event of events) peer.send(event);
  };

const refusing =
  (msg: string): Socket =>
  ({ id }, peer) =>
    peer.send(JSON.stringify({ id, status: 400, error: { code: -2010, msg } }));

/** Answers the status of orders, and otherwise knows nothing. */
const knowing =
  (record: string): Rest =>
  (request) =>
    request.path === "/v1/order/status" ? { body: record } : emptyRest(request);

const SETTLED = withTrades(recordText(), [tradeText("9007199254740993", "0.5")]);
const HALF = [
  orderText("NEW"),
  orderText("PARTIALLY_FILLED", { Z: "0.5", z: "1", t: 7 }),
  orderText("CANCELED", { Z: "0.5", r: "ImmediateOrCancelWouldPost" }),
];
const ALL_FOUR = ["/v1/order/status", "/v1/orders", "/v1/orders/history", "/v1/mytrades"];

describe("an order that the venue answers", () => {
  it("is written in the same turn, as an immediate-or-cancel limit with our id", async () => {
    const { venue, client, log } = await connected();
    const frames: Frame[] = [];
    venue.socket = (frame) => frames.push(frame);
    client.send(anIntent());
    await eventually("the frame", () => frames.length === 1);
    expect(frames[0]).toEqual({
      id: "place:t1:a1",
      method: "order.place",
      params: {
        symbol: "solusd",
        side: "BUY",
        type: "LIMIT",
        timeInForce: "IOC",
        price: "150",
        quantity: "1.5",
        clientOrderId: "t1:a1",
      },
    });
    expect(log.lines.find(({ event }) => event === "Gemini order placed")?.fields).toMatchObject({
      attempt: "t1:a1",
      price: "150",
    });
  });

  it("is acknowledged, filled in part, ended and settled with its fees", async () => {
    const { venue, client, evidence, kinds, find, lines } = await connected();
    venue.socket = accepting(...HALF);
    venue.rest = knowing(SETTLED);
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(kinds()).toEqual(["cex-acked", "cex-partial", "cex-ended", "cex-settled"]);
    expect(find("cex-partial")).toMatchObject({ orderId: ORDER_ID, filledLots: 500_000 });
    expect(find("cex-ended")).toMatchObject({
      orderId: ORDER_ID,
      filledLots: 500_000,
      reason: "ImmediateOrCancelWouldPost",
    });
    expect(find("cex-settled")?.fills).toEqual([
      {
        fillId: "9007199254740993",
        ticks: 14_999,
        lots: 500_000,
        feeAmount: 262_482_500_000_000_000n,
        feeAsset: "USD",
      },
    ]);
    expect(evidence.every(({ atMs }) => atMs > 1.7e12)).toBe(true);
    expect(lines("Gemini order filled")).toHaveLength(1);
    const [status] = venue.requests;
    expect(status?.payload).toContain(`"order_id":${ORDER_ID},"include_trades":true`);
  });

  it("may tell its events before the reply, twice, and without our id", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.rest = knowing(SETTLED);
    venue.socket = ({ id }, peer) => {
      for (const event of [...HALF.slice(0, 2), ...HALF.slice(1)]) {
        peer.send(event.includes('"X":"NEW"') ? event : event.replace('"c":"t1:a1",', ""));
      }
      peer.send(JSON.stringify({ id, status: 200 }));
      peer.send(orderText("FILLED", { Z: "1.5", t: 9 }));
    };
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(kinds()).toEqual(["cex-acked", "cex-partial", "cex-ended", "cex-settled"]);
    expect(find("cex-ended")?.filledLots).toBe(500_000);
  });

  it("needs no settlement where nothing filled", async () => {
    const { venue, client, kinds } = await connected();
    venue.socket = accepting(orderText("CANCELED", { r: "ImmediateOrCancelWouldPost" }));
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(client.stats().orders_followed).toBe(0);
    expect(venue.requests).toEqual([]);
  });

  it("is not confused by events of other people's orders", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.rest = knowing(SETTLED);
    venue.socket = accepting(
      orderText("FILLED", { c: "website", Z: "1.5", t: 1 }, "5"),
      orderText("FILLED", { q: "2", Z: "2", t: 2 }, "6"),
      ...HALF,
    );
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-ended")?.orderId).toBe(ORDER_ID);
    expect(client.stats().events_ignored).toBe(2);
  });

  it("is settled only once its fills add up, without those that were undone", async () => {
    const { venue, client, kinds, find, lines } = await connected();
    const filled = recordText({ is_cancelled: false, executed_amount: "1.5", reason: null });
    const undone = tradeText("8", "0.3", { break: "full" });
    const trades = [tradeText("7", "1"), undone];
    let asked = 0;
    venue.socket = accepting(orderText("FILLED", { Z: "1.5", t: 7 }));
    venue.rest = ({ path }) => {
      asked += 1;
      if (asked === 1) return { status: 503, body: "busy" };
      const all = asked > 6 ? [...trades, tradeText("9", "0.5", { break: "manual" })] : trades;
      return { body: path === "/v1/mytrades" ? `[${all.join(",")}]` : withTrades(filled, all) };
    };
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-settled")?.fills.map(({ fillId }) => fillId)).toEqual(["7", "9"]);
    expect(kinds().filter((kind) => kind === "cex-settled")).toHaveLength(1);
    expect(lines("Gemini order's fills do not add up yet").length).toBeGreaterThan(0);
  });
});

describe("an order that is refused", () => {
  it("has ended once its records confirm that it is not there, in the venue's words", async () => {
    const { venue, client, kinds, find, lines } = await connected();
    venue.socket = refusing("InsufficientFunds");
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(kinds()).toEqual(["cex-ended"]);
    expect(find("cex-ended")).toMatchObject({ orderId: null, filledLots: 0, reason: "InsufficientFunds" });
    expect(venue.paths()).toEqual(["/v1/order/status"]);
    expect(lines("Gemini order refused")[0]?.fields).toMatchObject({
      reason: "InsufficientFunds",
      kind: "money",
    });
  });

  it("is followed all the same where its records show it", async () => {
    const { venue, client, find, kinds } = await connected();
    venue.socket = refusing("InsufficientFunds");
    venue.rest = knowing(`[${SETTLED}]`);
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-ended")?.filledLots).toBe(500_000);
  });

  it("is not ended by a question that fails", async () => {
    const { venue, client, kinds } = await connected();
    venue.socket = refusing("InsufficientFunds");
    let asked = 0;
    venue.rest = (request) => {
      asked += 1;
      return asked <= 3 ? { status: asked === 1 ? 404 : 502, body: "" } : emptyRest(request);
    };
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(venue.requests.length).toBe(4);
  });

  it("for want of a role has ended at once: its records may be shut to us too", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.rest = () => ({ status: 403, body: '{"error":"MissingRole","message":"Trader required"}' });
    venue.socket = refusing("MissingRole: Trader required");
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(find("cex-ended")?.reason).toBe("MissingRole: Trader required");
    expect(venue.requests).toEqual([]);
  });

  it("as a duplicate is looked for, since an order with its id exists", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.socket = ({ id }, peer) => {
      peer.send(orderText("REJECTED", { r: "DuplicateOrder" }, "99"));
      peer.send(JSON.stringify({ id, status: 400, error: { code: -2010, msg: "DuplicateOrder" } }));
    };
    venue.rest = knowing(SETTLED);
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-ended")).toMatchObject({ orderId: ORDER_ID, filledLots: 500_000 });
  });

  it("as a duplicate of an order with other terms stays unknown: something of its id exists", async () => {
    const { venue, client, kinds, log } = await connected();
    venue.socket = ({ id }, peer) =>
      peer.send(JSON.stringify({ id, status: 400, error: { code: -2010, msg: "DuplicateOrder" } }));
    venue.rest = knowing(withTrades(recordText({ price: "1.00" }), [tradeText("9007199254740993", "0.5")]));
    client.send(anIntent());
    await eventually("its warning", () => log.lines.some((line) => /id is taken/.test(line.event)));
    await eventually("further looks", () => venue.requests.length > 12);
    expect(kinds()).toEqual(["cex-unknown"]);
  });

  it("by an event alone has ended with nothing", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.socket = (_frame, peer) => peer.send(orderText("REJECTED", { r: "MarketNotOpen" }));
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(find("cex-ended")).toMatchObject({ filledLots: 0, reason: "MarketNotOpen" });
  });
});

describe("an order without an answer", () => {
  it("is absent only after two whole empty looks, a gap apart, after its connection has closed", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    client.send(anIntent());
    await eventually("its absence", () => kinds().includes("cex-absent"));
    expect(kinds()).toEqual(["cex-unknown", "cex-absent"]);
    expect(venue.paths()).toEqual([...ALL_FOUR, ...ALL_FOUR, ...ALL_FOUR]);
    expect(venue.closes).toEqual([1]);
    const gapMs = (venue.requests[8]?.atMs ?? 0) - (venue.requests[7]?.atMs ?? 0);
    expect(gapMs).toBeGreaterThanOrEqual(FAST.absenceGapMs! - 2);
  });

  it("takes no failed question for an empty answer", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    let looks = 0;
    venue.rest = (request) => {
      if (request.path !== "/v1/mytrades") return emptyRest(request);
      looks += 1;
      return looks < 6
        ? { status: [500, 429, 403, 200, 404][looks % 5] ?? 500, body: "" }
        : emptyRest(request);
    };
    client.send(anIntent());
    await eventually("its absence", () => kinds().includes("cex-absent"), 15_000);
    expect(looks).toBe(8);
  });

  it("is found by its status among others of the same id", async () => {
    const { venue, client, kinds, find } = await connected(HASTY);
    const foreign = [
      recordText({ order_id: "1", side: "sell" }),
      recordText({ order_id: "2", price: "151.00" }),
      recordText({ order_id: "3", original_amount: "2" }),
      recordText({ order_id: "4", symbol: "BTCUSD" }),
    ];
    venue.rest = knowing(`[${[...foreign, SETTLED].join(",")}]`);
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(kinds()).toEqual(["cex-unknown", "cex-ended", "cex-settled"]);
    expect(find("cex-ended")).toMatchObject({ orderId: ORDER_ID, filledLots: 500_000 });
    expect(venue.closes).toEqual([]);
  });

  it.each(["/v1/orders", "/v1/orders/history"])(
    "is found in %s where its status knows nothing",
    async (path) => {
      const { venue, client, kinds } = await connected(HASTY);
      venue.rest = (request) => (request.path === path ? { body: `[${SETTLED}]` } : emptyRest(request));
      client.send(anIntent());
      await eventually("its settlement", () => kinds().includes("cex-settled"));
    },
  );

  it("is found by its trades alone, and asked for by the id that they name", async () => {
    const { venue, client, kinds, find } = await connected(HASTY);
    venue.rest = (request) => {
      if (request.path === "/v1/mytrades") return { body: `[${tradeText("7", "0.5")}]` };
      const isById = request.payload.includes(`"order_id":${ORDER_ID}`);
      return isById ? { body: SETTLED } : emptyRest(request);
    };
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-ended")?.filledLots).toBe(500_000);
  });

  it("is not taken for another order of the same id whose trades show", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    venue.rest = (request) => {
      if (request.path === "/v1/mytrades") return { body: `[${tradeText("7", "2")}]` };
      const isById = request.payload.includes(`"order_id":${ORDER_ID}`);
      return isById ? { body: recordText({ original_amount: "2" }) } : emptyRest(request);
    };
    client.send(anIntent());
    await eventually("its absence", () => kinds().includes("cex-absent"));
  });

  it("is asked for until it is open no more", async () => {
    const { venue, client, kinds, find } = await connected(HASTY);
    let asked = 0;
    venue.rest = (request) => {
      asked += 1;
      const record = recordText({ is_live: asked < 4, is_cancelled: asked >= 4, reason: null });
      return knowing(asked < 4 ? record : withTrades(record, [tradeText("7", "0.5")]))(request);
    };
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(kinds()).toEqual(["cex-unknown", "cex-acked", "cex-partial", "cex-ended", "cex-settled"]);
    expect(find("cex-ended")?.reason).toBeNull();
  });

  it("is ended by its event even while it is asked for", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    venue.rest = (request) => {
      if (kinds().length < 3) venue.peer.send(orderText("CANCELED"));
      return emptyRest(request);
    };
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(kinds()).toEqual(["cex-unknown", "cex-ended"]);
  });

  it("is never absent once an event has shown it", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    venue.socket = accepting(orderText("NEW"));
    client.send(anIntent());
    await eventually("many looks", () => venue.requests.length > 20);
    expect(kinds()).toEqual(["cex-acked", "cex-unknown"]);
    expect(venue.closes).toEqual([]);
  });

  it("in a state that no document describes must show it twice", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    venue.rest = knowing(recordText({ is_cancelled: false, reason: null, executed_amount: "0" }));
    client.send(anIntent());
    await eventually("its end", () => kinds().includes("cex-ended"));
    expect(venue.requests).toHaveLength(2);
  });

  it("whose events contradict each other is settled by the venue's records", async () => {
    const { venue, client, kinds, find } = await connected();
    venue.socket = accepting(orderText("FILLED", { Z: "250.00", z: "0.25", t: 1 }));
    venue.rest = knowing(SETTLED);
    client.send(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(find("cex-ended")?.filledLots).toBe(500_000);
  });
});

describe("the connection of orders", () => {
  it("signs in, asks for both streams and for the end of open orders with it", async () => {
    const { venue, lines } = await connected();
    const { url, headers } = venue.upgrades[0]!;
    const nonce = String(headers["x-gemini-nonce"]);
    const payload = Buffer.from(nonce).toString("base64");
    expect(url).toBe("/?cancelOnDisconnect=true");
    expect(Math.abs(Number(nonce) - Date.now() / 1_000)).toBeLessThan(5);
    expect(headers).toMatchObject({
      "x-gemini-apikey": CREDENTIALS.apiKey,
      "x-gemini-payload": payload,
      "x-gemini-signature": createHmac("sha384", CREDENTIALS.apiSecret).update(payload).digest("hex"),
    });
    const subscribed = venue.frames.filter(({ method }) => method === "subscribe");
    expect(subscribed.map(({ params }) => params)).toEqual([["orders@account"], ["balances@account"]]);
    expect(lines("Gemini trading socket ready")).toHaveLength(1);
  });

  it("sends nothing before both streams are acknowledged", async () => {
    const venue = await ScriptedExchange.open();
    open.push(venue);
    const { client, kinds, find, sink } = startClient(venue, { wsUrl: "ws://127.0.0.1:1" });
    open.push(client);
    await client.start(sink);
    client.send(anIntent());
    expect(kinds()).toEqual(["cex-not-sent"]);
    expect(find("cex-not-sent")?.reason).toContain("not ready");
  });

  it.each([
    ["a symbol that is not configured", anIntent("t1:a1", { symbol: "btcusd" })],
    ["other steps than the instrument's", anIntent("t1:a1", { tickSize: { units: 1n, decimals: 3 } })],
    ["a client id that the venue would refuse", { ...anIntent(), clientOrderId: "a b" }],
  ])("does not send an order of %s", async (_name, intent) => {
    const { venue, client, kinds } = await connected();
    client.send(intent);
    expect(kinds()).toEqual(["cex-not-sent"]);
    expect(venue.frames.filter(({ method }) => method === "order.place")).toEqual([]);
  });

  it("when lost makes its open orders unknown, and asks for each", async () => {
    const { venue, client, kinds } = await connected();
    venue.rest = (request) => {
      const id = String(request.params.client_order_id ?? "t2");
      return knowing(withTrades(recordText({ client_order_id: id }), [tradeText("7", "0.5")]))(request);
    };
    venue.socket = ({ params }, peer) => {
      if (params.clientOrderId === "t2") peer.drop();
    };
    client.send(anIntent("t1"));
    client.send(anIntent("t2"));
    await eventually("both settlements", () => kinds("t1").length === 3 && kinds("t2").length === 3);
    expect([kinds("t1"), kinds("t2")]).toEqual(
      new Array(2).fill(["cex-unknown", "cex-ended", "cex-settled"]),
    );
    await eventually("the next connection", () => client.ready());
    expect(venue.upgrades).toHaveLength(2);
  });

  it("that is refused is tried again, and the venue's words are logged without the key", async () => {
    const venue = await ScriptedExchange.open();
    open.push(venue);
    venue.refuseUpgrade = () =>
      venue.upgrades.length < 3
        ? { status: 401, body: `{"error":"InvalidNonce","message":"${CREDENTIALS.apiKey} is late"}` }
        : undefined;
    const { client, lines, log, sink } = startClient(venue);
    open.push(client);
    await client.start(sink);
    await eventually("the socket is ready", () => client.ready());
    expect(lines("Gemini order entry refused")[0]?.fields).toMatchObject({
      code: "InvalidNonce",
      kind: "clock",
    });
    expect(JSON.stringify(log.lines)).not.toMatch(/account-conformance-key|conformance-api-secret/);
  });
});

describe("an order of an earlier process", () => {
  it("is asked for and never sent", async () => {
    const { venue, client, kinds } = await connected();
    venue.rest = knowing(`[${SETTLED}]`);
    client.pursue(anIntent());
    await eventually("its settlement", () => kinds().includes("cex-settled"));
    expect(kinds()).toEqual(["cex-unknown", "cex-ended", "cex-settled"]);
    expect(venue.frames.filter(({ method }) => method === "order.place")).toEqual([]);
  });

  it("is absent after two looks, the first of which waits for the gap", async () => {
    const { venue, client, kinds } = await connected();
    const startedMs = performance.now();
    client.pursue(anIntent());
    client.pursue(anIntent());
    await eventually("its absence", () => kinds().includes("cex-absent"));
    expect(kinds()).toEqual(["cex-unknown", "cex-absent"]);
    expect(venue.paths()).toEqual([...ALL_FOUR, ...ALL_FOUR]);
    expect((venue.requests[0]?.atMs ?? 0) - startedMs).toBeGreaterThanOrEqual(FAST.absenceGapMs! - 2);
    expect(venue.closes).toEqual([]);
  });
});

describe("a client that is disposed", () => {
  it("says nothing more and asks nothing more", async () => {
    const { venue, client, kinds } = await connected(HASTY);
    client.send(anIntent());
    client.pursue(anIntent("t2"));
    await eventually("a question", () => venue.requests.length > 2);
    const told = [kinds().length, kinds("t2").length];
    await client[Symbol.asyncDispose]();
    // What had left already may still arrive.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const asked = venue.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([kinds().length, kinds("t2").length]).toEqual(told);
    expect(venue.requests.length).toBe(asked);
    expect(client.ready()).toBe(false);
  });
});
