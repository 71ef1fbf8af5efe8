import { describe, expect, it } from "vitest";
import { type Pair, type PostOptions, post, sign, units } from "./private-client.ts";
import { privateVenues } from "./private-venue.ts";

const aVenue = privateVenues();

const CONFORMANCE = { key: "conformance-api-key", secret: "conformance-api-secret" };
const trader = { role: "Trader", requiresHeartbeat: false } as const;

const ioc = (price: string, more: object = {}): object => ({
  ...{ symbol: "SOLUSD", amount: "1.5", price, side: "buy", type: "exchange limit" },
  options: ["immediate-or-cancel"],
  ...more,
});

describe("signing a private request", () => {
  it("agrees with the golden vector of Gemini's conformance fixtures", async () => {
    const { venue } = await aVenue({ moreKeys: [{ ...CONFORMANCE, ...trader, nonceMode: "incremental" }] });
    const json =
      '{"request":"/v1/order/new","nonce":"1700000000000","symbol":"BTCUSD","amount":"0.01","price":"1000.00","side":"buy","type":"exchange limit"}';
    const signature =
      "38857dab833cca0b03cf264fe5326cf0112512a5fb05dba7e35633ce703b2ced38a6401e026c1e510b32a9e92d70e724";
    const headers = { "x-gemini-signature": signature };
    const reply = await post(venue.restUrl, CONFORMANCE, "/v1/order/new", {}, { json, headers });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ symbol: "btcusd", price: "1000.00", original_amount: "0.01" });
    expect(reply.body).toMatchObject({ is_live: true, is_cancelled: false, options: [] });
  });

  it.each<[string, number, string, PostOptions & { pair?: Pair }]>([
    ["a key that is not known", 400, "InvalidApiKey", { pair: { key: "account-nobody", secret: "x" } }],
    ["no key", 401, "MissingApikeyHeader", { headers: { "x-gemini-apikey": "" } }],
    ["no payload", 400, "MissingPayloadHeader", { headers: { "x-gemini-payload": "" } }],
    ["no signature", 400, "MissingSignatureHeader", { headers: { "x-gemini-signature": "" } }],
    ["a wrong signature", 400, "InvalidSignature", { headers: { "x-gemini-signature": "ab".repeat(48) } }],
    ["a payload for another endpoint", 400, "EndpointMismatch", { endpoint: "/v1/orders" }],
    ["a payload that is no object", 400, "InvalidJson", { json: "[1]" }],
    ["a body", 400, "InvalidJson", { body: '{"request":"/v1/balances"}' }],
    ["milliseconds as the nonce of a time-based key", 400, "InvalidNonce", { nonce: Date.now() }],
    ["a nonce of a minute ago", 400, "InvalidNonce", { nonce: Math.floor(Date.now() / 1_000) - 60 }],
    ["a nonce that is no number", 400, "InvalidNonce", { nonce: "now" }],
  ])("refuses %s with %i %s", async (_what, status, reason, { pair, ...options }) => {
    const { venue } = await aVenue();
    const reply = await post(venue.restUrl, pair ?? venue.keys.trader, "/v1/balances", {}, options);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ result: "error", reason });
  });

  it("takes seconds with a fraction, as number or text, again and again", async () => {
    const { venue } = await aVenue();
    for (const nonce of [Date.now() / 1_000, (Date.now() / 1_000).toFixed(3), Date.now() / 1_000 - 20]) {
      expect((await post(venue.restUrl, venue.keys.trader, "/v1/balances", {}, { nonce })).status).toBe(200);
    }
  });

  it("says the venue's words about a nonce in milliseconds", async () => {
    const { venue } = await aVenue({ epochMs: () => 1_695_066_301_400 });
    const options = { nonce: "1695066299324" };
    const reply = await post(venue.restUrl, venue.keys.trader, "/v1/balances", {}, options);
    expect(reply.body.message).toBe(
      "Nonce '1695066299324' is not within 30 seconds of server time '1695066301''",
    );
  });

  it("lets the nonces of an incremental key only rise", async () => {
    const { venue } = await aVenue();
    const ask = (nonce: number) => post(venue.restUrl, venue.keys.incremental, "/v1/balances", {}, { nonce });
    expect((await ask(5)).status).toBe(200);
    expect((await ask(5)).body).toMatchObject({
      reason: "InvalidNonce",
      message: "Nonce '5' has not increased since your last call to the Gemini API.",
    });
    expect((await ask(6)).status).toBe(200);
  });

  it("lets an auditor read and not trade", async () => {
    const { venue, through } = await aVenue();
    const { auditor } = venue.keys;
    expect((await post(venue.restUrl, auditor, "/v1/balances")).status).toBe(200);
    for (const path of ["/v1/order/new", "/v1/order/cancel", "/v1/order/cancel/all", "/v1/heartbeat"]) {
      const reply = await post(venue.restUrl, auditor, path, ioc(through("BUY")));
      expect([reply.status, reply.body.reason]).toEqual([403, "MissingRole"]);
    }
    expect(venue.truth().orders).toEqual([]);
  });

  it("does not know other endpoints", async () => {
    const { venue } = await aVenue();
    const reply = await post(venue.restUrl, venue.keys.trader, "/v1/withdraw/usd");
    expect([reply.status, reply.body.reason]).toEqual([404, "EndpointNotFound"]);
  });
});

describe("orders over REST", () => {
  it("answer an immediate-or-cancel order in its final state, with exact fees and balances", async () => {
    const { venue, through } = await aVenue();
    const ask = (path: string, params?: object) => post(venue.restUrl, venue.keys.trader, path, params);
    const order = await ask("/v1/order/new", ioc(through("BUY"), { client_order_id: "r-1" }));
    expect(order.body).toMatchObject({
      ...{ client_order_id: "r-1", side: "buy", type: "exchange limit", is_live: false },
      ...{ is_cancelled: false, executed_amount: "1.5", remaining_amount: "0", original_amount: "1.5" },
    });
    expect(order.body.order_id).toMatch(/^\d{17,18}$/);
    expect(Number(order.body.order_id)).toBeGreaterThan(2 ** 53);

    const trades = await ask("/v1/mytrades", { symbol: "solusd" });
    let spent = 0n;
    let bought = 0n;
    for (const trade of trades.body) {
      const quote = (units(trade.price) * units(trade.amount)) / 10n ** 18n;
      expect(units(trade.fee_amount)).toBe((quote * 35n) / 10_000n);
      expect(trade).toMatchObject({ type: "Buy", aggressor: true, fee_currency: "USD", symbol: "SOLUSD" });
      expect(trade.order_id).toBe(order.body.order_id);
      spent += quote + units(trade.fee_amount);
      bought += units(trade.amount);
    }
    expect(bought).toBe(units("1.5"));
    expect(trades.text).toMatch(/"tid":\d+[,}]/);

    const balances = await ask("/v1/balances");
    const usd = balances.body.find(({ currency }: { currency: string }) => currency === "USD");
    expect(units(usd.amount)).toBe(units("200000") - spent);
    expect(usd.available).toBe(usd.amount);
    expect(venue.truth().balances).toMatchObject({ SOL: "1301.5", USD: usd.amount, USDC: "50000" });
    expect(venue.truth().fills).toHaveLength(trades.body.length);
  });

  it("hold funds while they rest, list them, and give the funds back when cancelled", async () => {
    const { venue } = await aVenue();
    const ask = (path: string, params?: object) => post(venue.restUrl, venue.keys.trader, path, params);
    const resting = { symbol: "solusd", amount: "10", price: "100.00", side: "buy", type: "exchange limit" };
    const { body: order } = await ask("/v1/order/new", resting);
    const usd = async () =>
      (await ask("/v1/balances")).body.find(({ currency }: { currency: string }) => currency === "USD");
    expect(await usd()).toMatchObject({ amount: "200000", available: "198996.5" });
    expect((await ask("/v1/orders")).body).toMatchObject([{ order_id: order.order_id, is_live: true }]);

    const wide = `{"request":"/v1/order/cancel","nonce":${Date.now() / 1_000},"order_id":${order.order_id}}`;
    const cancelled = await post(venue.restUrl, venue.keys.trader, "/v1/order/cancel", {}, { json: wide });
    expect(cancelled.body).toMatchObject({ is_live: false, is_cancelled: true, reason: "Requested" });
    expect(await usd()).toMatchObject({ amount: "200000", available: "200000" });
    expect((await ask("/v1/orders")).body).toEqual([]);
    const again = await ask("/v1/order/cancel", { order_id: order.order_id });
    expect(again.body).toMatchObject({ is_cancelled: true });
    const history = await ask("/v1/orders/history", { limit_orders: 1 });
    expect(history.body).toMatchObject([{ order_id: order.order_id, reason: "Requested", trades: [] }]);
  });

  it("are found by order id as an object, by client id as an array that may hold several", async () => {
    const { venue, through } = await aVenue();
    const ask = (path: string, params?: object) => post(venue.restUrl, venue.keys.trader, path, params);
    const first = await ask("/v1/order/new", ioc(through("BUY"), { client_order_id: "twice" }));
    const second = await ask("/v1/order/new", ioc(through("BUY"), { client_order_id: "twice" }));
    const byClient = await ask("/v1/order/status", { client_order_id: "twice", include_trades: true });
    expect(byClient.body.map(({ order_id }: { order_id: string }) => order_id)).toEqual([
      first.body.order_id,
      second.body.order_id,
    ]);
    expect(byClient.body[0].trades.length).toBeGreaterThan(0);
    const json = `{"request":"/v1/order/status","nonce":${Date.now() / 1_000},"order_id":${first.body.order_id}}`;
    const byId = await post(venue.restUrl, venue.keys.trader, "/v1/order/status", {}, { json });
    expect(byId.body).toMatchObject({ order_id: first.body.order_id, executed_amount: "1.5" });
    expect(byId.body.trades).toBeUndefined();
    // An id that went through a double has lost its last digits and is nobody's.
    for (const params of [{ order_id: 73_797_746_000_000_000 }, { client_order_id: "never" }]) {
      const reply = await ask("/v1/order/status", params);
      expect([reply.status, reply.body.reason]).toEqual([404, "OrderNotFound"]);
    }
    expect((await ask("/v1/order/status", {})).body.reason).toBe("MissingOrderField");
  });

  it.each([
    [400, "InvalidSymbol", { symbol: "nosuch" }],
    [400, "InvalidSide", { side: "BUY" }],
    [400, "InvalidOrderType", { type: "exchange market" }],
    [400, "InvalidPrice", { price: "150.001" }],
    [400, "InvalidPrice", { price: "-1" }],
    [400, "InvalidPrice", { price: 150 }],
    [400, "InvalidQuantity", { amount: "0.0099" }],
    [400, "InvalidQuantity", { amount: "1.0000001" }],
    [400, "OptionsMustBeArray", { options: "immediate-or-cancel" }],
    [400, "ConflictingOptions", { options: ["immediate-or-cancel", "fill-or-kill"] }],
    [400, "UnsupportedOption", { options: ["auction-only"] }],
    [400, "ClientOrderIdTooLong", { client_order_id: "x".repeat(37) }],
    [400, "ClientOrderIdMustBeString", { client_order_id: 7 }],
    [406, "InsufficientFunds", { amount: "2000" }],
  ])("are refused with %i %s for %j and leave no trace", async (status, reason, wrong) => {
    const { venue } = await aVenue();
    const reply = await post(venue.restUrl, venue.keys.trader, "/v1/order/new", ioc("150.00", wrong));
    expect([reply.status, reply.body.reason]).toEqual([status, reason]);
    expect(venue.truth()).toMatchObject({ orders: [], fills: [], balances: { USD: "200000" } });
  });

  it("cancel all orders of the account, or those of one key", async () => {
    const { venue } = await aVenue({ heartbeatMs: 600_000 });
    const resting = { symbol: "solusd", amount: "1", price: "90.00", side: "buy", type: "exchange limit" };
    const place = (pair: Pair) => post(venue.restUrl, pair, "/v1/order/new", resting);
    const mine = (await place(venue.keys.trader)).body.order_id;
    const other = (await place(venue.keys.heartbeat)).body.order_id;
    const session = await post(venue.restUrl, venue.keys.heartbeat, "/v1/order/cancel/session");
    expect(session.text).toBe(`{"result":"ok","details":{"cancelledOrders":[${other}],"cancelRejects":[]}}`);
    const all = await post(venue.restUrl, venue.keys.trader, "/v1/order/cancel/all");
    expect(all.body.details.cancelledOrders.map(String)).toEqual([mine]);
  });

  it("die with a key that requires a heartbeat and gives none, while another key's live on", async () => {
    const clock = { ms: Date.now() };
    const { venue } = await aVenue({ epochMs: () => clock.ms });
    const resting = { symbol: "solusd", amount: "1", price: "90.00", side: "buy", type: "exchange limit" };
    const at = () => ({ nonce: clock.ms / 1_000 });
    for (const pair of [venue.keys.heartbeat, venue.keys.trader]) {
      await post(venue.restUrl, pair, "/v1/order/new", resting, at());
    }
    clock.ms += 25_000;
    expect((await post(venue.restUrl, venue.keys.heartbeat, "/v1/heartbeat", {}, at())).body).toEqual({
      result: "ok",
    });
    clock.ms += 25_000;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(venue.truth().orders.map(({ state }) => state)).toEqual(["open", "open"]);
    clock.ms += 6_000;
    await expect.poll(() => venue.truth().orders.map(({ state }) => state)).toEqual(["canceled", "open"]);
  });
});

describe("the account over REST", () => {
  it("tells its fees as they are charged", async () => {
    const { venue } = await aVenue({ fees: { taker: "12.5" } });
    const reply = await post(venue.restUrl, venue.keys.auditor, "/v1/notionalvolume", { symbol: "solusd" });
    expect(reply.body).toMatchObject({ api_maker_fee_bps: 20, api_taker_fee_bps: 12.5 });
    const unknown = await post(venue.restUrl, venue.keys.auditor, "/v1/notionalvolume", { symbol: "dogusd" });
    expect(unknown.body.reason).toBe("InvalidSymbol");
  });

  it("queues five requests beyond the limit and refuses the rest with the time to wait", async () => {
    const { venue } = await aVenue({ privatePerMinute: 3 });
    const cancel = new AbortController();
    const ask = () => post(venue.restUrl, venue.keys.trader, "/v1/balances", {}, { signal: cancel.signal });
    for (let i = 0; i < 3; i += 1) expect((await ask()).status).toBe(200);
    const queued = Array.from({ length: 5 }, () =>
      ask().then(
        () => "answered",
        () => "waiting",
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const refused = await ask();
    expect([refused.status, refused.body.reason]).toEqual([429, "RateLimit"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    cancel.abort();
    expect(await Promise.all(queued)).toEqual(Array(5).fill("waiting"));
    expect((await post(venue.restUrl, venue.keys.auditor, "/v1/balances")).status).toBe(200);
  });

  it("pages its trades by time and count, the newest first", async () => {
    const { venue, through } = await aVenue();
    const ask = (path: string, params?: object) => post(venue.restUrl, venue.keys.trader, path, params);
    for (let i = 0; i < 3; i += 1) await ask("/v1/order/new", ioc(through("BUY"), { amount: "0.01" }));
    const all = (await ask("/v1/mytrades", { symbol: "SOLUSD", limit_trades: 500 })).body;
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(all[0].tid).toBeGreaterThan(all.at(-1).tid);
    expect((await ask("/v1/mytrades", { limit_trades: 1 })).body).toEqual([all[0]]);
    const later = await ask("/v1/mytrades", { timestamp: all[0].timestampms + 1_000 });
    expect(later.body).toEqual([]);
    expect((await ask("/v1/mytrades", { limit_trades: 501 })).status).toBe(400);
  });

  it("answers GET /truth in decimal strings, whatever faults are on", async () => {
    const { venue, faults, through } = await aVenue();
    await post(
      venue.restUrl,
      venue.keys.trader,
      "/v1/order/new",
      ioc(through("SELL"), { side: "sell", client_order_id: "s" }),
    );
    faults.inject({ kind: "http", venue: "gemini", status: 503, atMs: 0, forMs: 60_000 });
    expect((await post(venue.restUrl, venue.keys.trader, "/v1/balances")).status).toBe(503);
    const page = await (await fetch(`${venue.restUrl}/truth`)).json();
    expect(page).toEqual({ gemini: venue.truth() });
    expect(page.gemini.orders).toMatchObject([
      {
        client_order_id: "s",
        symbol: "solusd",
        side: "sell",
        quantity: "1.5",
        executed: "1.5",
        state: "filled",
      },
    ]);
    expect(page.gemini.balances.SOL).toBe("1298.5");
  });

  it("derives its keys from the seed", async () => {
    const { venue } = await aVenue();
    expect(venue.keys.trader.key).toMatch(/^account-[A-Za-z0-9]{20}$/);
    expect(sign("x", venue.keys.trader.secret)).not.toBe(sign("x", venue.keys.auditor.secret));
  });
});
