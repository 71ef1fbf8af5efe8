import { describe, expect, it } from "vitest";
import { follow, openPrivate, place, post, units } from "./private-client.ts";
import { privateVenues } from "./private-venue.ts";
import { connect } from "./socket-client.ts";

const aVenue = privateVenues();

const CONFORMANCE = { key: "conformance-api-key", secret: "conformance-api-secret" };

describe("opening a private connection", () => {
  it("agrees with the golden vector of a socket nonce", async () => {
    const { venue } = await aVenue({
      epochMs: () => 1_700_000_000_000,
      moreKeys: [{ ...CONFORMANCE, role: "Trader", nonceMode: "time", requiresHeartbeat: false }],
    });
    const headers = {
      "x-gemini-payload": "MTcwMDAwMDAwMA==",
      "x-gemini-signature":
        "7f81f96295cafbec4e74bbc30cf54015d665b73a49bec7f7f310f52ed6271f92f86103c32ef8e72bb32da21a811446fe",
    };
    const client = await openPrivate(venue.wsUrl, CONFORMANCE, { nonce: "1700000000", headers });
    await follow(client);
    client.close();
  });

  it.each([
    ["a nonce of a minute ago", { nonce: String(Math.floor(Date.now() / 1_000) - 60) }],
    ["a nonce with a fraction", { nonce: `${Math.floor(Date.now() / 1_000)}.5` }],
    ["a nonce in milliseconds", { nonce: String(Date.now()) }],
    ["a wrong signature", { headers: { "x-gemini-signature": "00" } }],
    ["a payload that is another nonce", { headers: { "x-gemini-nonce": "1" } }],
    ["no key", { headers: { "x-gemini-apikey": "" } }],
  ])("is refused with 401 for %s", async (_what, options) => {
    const { client } = await aVenue();
    await expect(client(options)).rejects.toThrow(/401/);
  });

  it("is refused with 401 for a key whose nonces are incremental", async () => {
    const { venue } = await aVenue();
    await expect(openPrivate(venue.wsUrl, venue.keys.incremental)).rejects.toThrow(/401/);
  });

  it("leaves a connection without credentials outside of everything private", async () => {
    const { venue } = await aVenue();
    const client = await connect(venue.wsUrl);
    client.send({ id: 1, method: "subscribe", params: ["orders@account"] });
    client.send({ id: 2, method: "order.place", params: {} });
    await client.until((frames) => frames.length === 2);
    for (const frame of client.frames) {
      expect(JSON.parse(frame)).toMatchObject({ status: 401, error: { code: -1002 } });
    }
    client.close();
  });
});

describe("an order on the socket", () => {
  it("is told of as NEW, then its fills, the last as FILLED, with the last execution in Z", async () => {
    const { venue, client: open, through } = await aVenue();
    const client = await open();
    await follow(client);
    const price = through("BUY");
    const id = place(client, { side: "BUY", price, quantity: "60", clientOrderId: "big" });
    await client.until(() => client.events("big").at(-1)?.X === "FILLED");
    await client.until(() => client.reply(id) !== undefined);
    expect(client.reply(id)).toMatchObject({ id, status: 200 });
    expect(JSON.stringify(client.reply(id).result ?? {})).toBe("{}");

    const [created, ...fills] = client.events("big");
    expect(created).toMatchObject({
      X: "NEW",
      s: "solusd",
      S: "BUY",
      o: "LIMIT",
      q: "60",
      z: "60",
      p: price,
    });
    expect(created).not.toHaveProperty("Z");
    expect(created.i).toBeTypeOf("bigint");
    expect(created.E).toBeTypeOf("bigint");
    expect(fills.length).toBeGreaterThan(1);
    expect(fills.map(({ X }) => X).slice(0, -1)).toEqual(fills.slice(1).map(() => "PARTIALLY_FILLED"));
    let left = units("60");
    for (const fill of fills) {
      left -= units(fill.Z);
      expect(units(fill.z ?? "0")).toBe(left);
      expect(fill).toMatchObject({ i: created.i, m: false });
      const quote = (units(fill.L) * units(fill.Z)) / 10n ** 18n;
      expect(units(fill.n)).toBe((quote * 35n) / 10_000n);
    }
    expect(fills.at(-1)).not.toHaveProperty("z");
    expect(new Set(fills.map(({ t }) => t)).size).toBe(fills.length);
    expect(venue.truth().fills.map(({ quantity }) => quantity)).toEqual(fills.map(({ Z }) => Z));
  });

  it("ends as CANCELED with all that it executed in Z where the book does not fill it", async () => {
    const { venue, client: open } = await aVenue();
    const client = await open();
    await follow(client);
    const [price = "", size = ""] = venue.book("solusd").asks[0] ?? [];
    const quantity = String(Math.ceil(Number(size)) + 3);
    place(client, { side: "BUY", price: Number(price).toFixed(2), quantity, clientOrderId: "part" });
    await client.until(() => client.events("part").at(-1)?.X === "CANCELED");
    const last = client.events("part").at(-1);
    const filled = client.events("part").filter(({ X }) => X === "PARTIALLY_FILLED");
    const sum = filled.reduce((total, { Z }) => total + units(Z), 0n);
    expect(last).toMatchObject({ r: "ImmediateOrCancelWouldPost", q: quantity });
    expect(last).not.toHaveProperty("z");
    expect(units(last.Z ?? "0")).toBe(sum);
    expect(units(venue.truth().orders[0]?.executed ?? "")).toBe(sum);
    expect(sum).toBeLessThan(units(quantity));

    place(client, { side: "BUY", price: "90.00", quantity: "1", clientOrderId: "none" });
    await client.until(() => client.events("none").length === 2);
    expect(client.events("none")[1]).toMatchObject({ X: "CANCELED", r: "ImmediateOrCancelWouldPost" });
    expect(client.events("none")[1]).not.toHaveProperty("Z");
  });

  it("moves balances by exactly its fills and fees, and says so", async () => {
    const { venue, client: open, through } = await aVenue({ fees: { taker: "120" } });
    const client = await open();
    await follow(client);
    place(client, { side: "BUY", price: through("BUY"), quantity: "7.123456", clientOrderId: "b" });
    await client.until(() => client.events("b").at(-1)?.X === "FILLED");
    place(client, { side: "SELL", price: through("SELL"), quantity: "2.000001", clientOrderId: "s" });
    await client.until(() => client.events("s").at(-1)?.X === "FILLED");
    const { balances, orders, fills } = venue.truth();
    let usd = units("200000");
    let sol = units("1300");
    for (const { order_id, price, quantity, fee } of fills) {
      const sign = orders.find((order) => order.order_id === order_id)?.side === "buy" ? 1n : -1n;
      const quote = (units(price) * units(quantity)) / 10n ** 18n;
      expect(units(fee)).toBe((quote * 120n) / 10_000n);
      usd -= sign * quote + units(fee);
      sol += sign * units(quantity);
    }
    expect([units(balances.USD ?? ""), units(balances.SOL ?? "")]).toEqual([usd, sol]);
    expect(sol).toBe(units("1305.123455"));
    const told = client.frames.findLast(({ e }) => e === "balanceUpdate");
    expect(told.B).toEqual([
      { a: "SOL", f: balances.SOL, c: balances.SOL },
      { a: "USD", f: balances.USD, c: balances.USD },
    ]);
    expect(told.u).toBeTypeOf("bigint");
  });

  it.each([
    ["InsufficientFunds", { quantity: "5000" }],
    ["InvalidQuantity", { quantity: "0.001" }],
    ["LimitPriceOffTick", { price: "150.001" }],
    ["InvalidPrice", { price: "0" }],
    ["UnknownInstrument", { symbol: "dogusd" }],
  ])("is refused as %s by the reply and by an event", async (reason, wrong) => {
    const { venue, client: open } = await aVenue();
    const client = await open();
    await follow(client);
    const id = place(client, { side: "SELL", price: "150.00", quantity: "1", clientOrderId: "no", ...wrong });
    await client.until(() => client.reply(id) !== undefined && client.events("no").length > 0);
    expect(client.reply(id)).toEqual({ id, status: 400, error: { code: -2010, msg: reason } });
    expect(client.events("no")).toMatchObject([{ X: "REJECTED", r: reason, c: "no" }]);
    expect(venue.truth().orders).toMatchObject([{ client_order_id: "no", state: "rejected", executed: "0" }]);
    const found = await post(venue.restUrl, venue.keys.trader, "/v1/order/status", { client_order_id: "no" });
    expect(found.status).toBe(404);
  });

  it("is refused as DuplicateOrder where its client id was used before, also over REST", async () => {
    const { venue, client: open, through } = await aVenue();
    const client = await open();
    await follow(client);
    const order = {
      symbol: "solusd",
      amount: "1",
      price: through("BUY"),
      side: "buy",
      type: "exchange limit",
    };
    await post(venue.restUrl, venue.keys.trader, "/v1/order/new", { ...order, client_order_id: "same" });
    const id = place(client, { side: "BUY", price: through("BUY"), quantity: "1", clientOrderId: "same" });
    await client.until(() => client.reply(id) !== undefined);
    expect(client.reply(id)).toMatchObject({ status: 400, error: { code: -2010, msg: "DuplicateOrder" } });
    expect(venue.truth().balances.SOL).toBe("1301");
  });

  it.each([
    { side: "buy" },
    { type: "MARKET" },
    { timeInForce: "DAY" },
    { price: 150 },
    { quantity: undefined },
    { clientOrderId: "with space" },
    { symbol: 7 },
  ])("is no order at all with %j", async (wrong) => {
    const { venue, client: open } = await aVenue();
    const client = await open();
    const id = place(client, { side: "BUY", price: "150.00", quantity: "1", clientOrderId: "x", ...wrong });
    await client.until(() => client.reply(id) !== undefined);
    expect(client.reply(id)).toMatchObject({ status: 400, error: { code: -1013 } });
    expect(venue.truth().orders).toEqual([]);
  });

  it("is not for an auditor", async () => {
    const { venue } = await aVenue();
    const client = await openPrivate(venue.wsUrl, venue.keys.auditor);
    await follow(client);
    const id = place(client, { side: "BUY", price: "150.00", quantity: "1", clientOrderId: "x" });
    await client.until(() => client.reply(id) !== undefined);
    expect(client.reply(id)).toMatchObject({ status: 401, error: { code: -1002 } });
    expect(venue.truth().orders).toEqual([]);
    client.close();
  });

  it("rests until it is cancelled, by text or number with all digits, in every session's sight", async () => {
    const { client: open } = await aVenue();
    const [client, watcher, other] = [await open(), await open(), await open()];
    await follow(client, ["orders@session"]);
    await follow(watcher);
    await follow(other, ["orders@session"]);
    place(client, { side: "BUY", price: "90.00", quantity: "1", timeInForce: "GTC", clientOrderId: "rest" });
    await client.until(() => client.events("rest").at(-1)?.X === "OPEN");
    const orderId = String(client.events("rest")[0].i);
    client.send({ id: "c", method: "order.cancel", params: { orderId } });
    await client.until(() => client.events("rest").length === 3 && client.reply("c") !== undefined);
    expect(client.reply("c")).toMatchObject({ status: 200 });
    expect(client.events("rest").map(({ X }) => X)).toEqual(["NEW", "OPEN", "CANCELED"]);
    await watcher.until(() => watcher.events("rest").length === 3);
    expect(other.events("rest")).toEqual([]);
    client.send({ id: "gone", method: "order.cancel", params: { orderId: Number(orderId) + 64 } });
    await client.until(() => client.reply("gone") !== undefined);
    expect(client.reply("gone")).toMatchObject({ status: 400, error: { msg: "OrderNotFound" } });
  });

  it("does not take where it may only make, nor fill in part where it must fill whole", async () => {
    const { client: open, through } = await aVenue();
    const client = await open();
    await follow(client);
    const price = through("BUY");
    place(client, { side: "BUY", price, quantity: "1", timeInForce: "MOC", clientOrderId: "moc" });
    place(client, { side: "BUY", price: "90.00", quantity: "1", timeInForce: "FOK", clientOrderId: "fok" });
    await client.until(() => client.events("moc").length === 2 && client.events("fok").length === 2);
    expect(client.events("moc")[1]).toMatchObject({ X: "CANCELED", r: "MakerOrCancelWouldTake" });
    expect(client.events("fok")[1]).toMatchObject({ X: "CANCELED", r: "FillOrKillWouldNotFill" });
  });

  it("does not trade with another order of the account", async () => {
    const { venue, client: open } = await aVenue();
    const client = await open();
    await follow(client);
    const [best = ""] = venue.book("solusd").bids[0] ?? [];
    const price = (Number(best) + 0.01).toFixed(2);
    place(client, { side: "BUY", price, quantity: "1", timeInForce: "GTC", clientOrderId: "bid" });
    place(client, { side: "SELL", price, quantity: "1", clientOrderId: "ask" });
    await client.until(() => client.events("ask").at(-1)?.X === "CANCELED");
    expect(client.events("ask").at(-1)).toMatchObject({ r: "SelfCrossPrevented" });
  });
});

describe("the end of a connection", () => {
  it("cancels the session's own orders where it was opened so, and leaves all others", async () => {
    const { venue, client: open } = await aVenue();
    const careful = await open({ query: "?cancelOnDisconnect=true" });
    const careless = await open();
    const watcher = await open();
    await follow(watcher);
    for (const [client, clientOrderId] of [
      [careful, "careful"],
      [careless, "careless"],
    ] as const) {
      place(client, { side: "BUY", price: "90.00", quantity: "1", timeInForce: "GTC", clientOrderId });
      await watcher.until(() => watcher.events(clientOrderId).at(-1)?.X === "OPEN");
      client.close();
    }
    await watcher.until(() => watcher.events("careful").at(-1)?.X === "CANCELED");
    const states = venue.truth().orders.map(({ client_order_id, state }) => [client_order_id, state]);
    expect(states).toEqual([
      ["careful", "canceled"],
      ["careless", "open"],
    ]);
  });

  it("cancels by session or all on request", async () => {
    const { venue, client: open } = await aVenue();
    const [one, two] = [await open(), await open()];
    await follow(one);
    const rest = { side: "BUY", price: "90.00", quantity: "1", timeInForce: "GTC" };
    place(one, { ...rest, clientOrderId: "one" });
    place(two, { ...rest, clientOrderId: "two" });
    await one.until(() => one.events("one").length === 2 && one.events("two").length === 2);
    one.send({ id: "s", method: "order.cancel_session" });
    await one.until(() => one.reply("s") !== undefined && one.events("one").length === 3);
    expect(
      venue
        .truth()
        .orders.map(({ state }) => state)
        .sort(),
    ).toEqual(["canceled", "open"]);
    one.send({ id: "a", method: "order.cancel_all" });
    await one.until(() => one.events("two").length === 3);
  });

  it("sends all balances each second to who asked for that", async () => {
    const { venue, client: open } = await aVenue();
    const client = await open();
    await follow(client, ["balances@account@1s"]);
    await client.until(() => client.frames.filter(({ e }) => e === "balanceUpdate").length === 2, 4_000);
    const told = client.frames.find(({ e }) => e === "balanceUpdate");
    const totals = Object.fromEntries(told.B.map(({ a, c }: { a: string; c: string }) => [a, c]));
    expect(totals).toEqual(venue.truth().balances);
  });
});
