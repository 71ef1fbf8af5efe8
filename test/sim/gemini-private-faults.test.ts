import { describe, expect, it } from "vitest";
import type { Fault } from "../../sim/faults/index.ts";
import { follow, type PrivateClient, place, post } from "./private-client.ts";
import { privateVenues } from "./private-venue.ts";

const aVenue = privateVenues();

const on = { venue: "gemini", probability: 1, atMs: 0, forMs: 60_000 } as const;

async function setUp(fault?: Fault) {
  const parts = await aVenue();
  const client = await parts.client();
  await follow(client);
  if (fault !== undefined) parts.faults.inject(fault);
  const buy = (clientOrderId: string, quantity = "1"): string =>
    place(client, { side: "BUY", price: parts.through("BUY"), quantity, clientOrderId });
  const status = (clientOrderId: string) =>
    post(parts.venue.restUrl, parts.venue.keys.trader, "/v1/order/status", {
      client_order_id: clientOrderId,
    });
  return { ...parts, open: parts.client, client, buy, status };
}

/** Everything that a client sent before has been answered, or never will be. */
async function settled(client: PrivateClient): Promise<void> {
  const id = `ping-${performance.now()}`;
  client.send({ id, method: "ping" });
  await client.until(() => client.reply(id) !== undefined);
}

describe("faults of orders", () => {
  it("lost-ack: the order takes effect, the socket lives and never tells", async () => {
    const { venue, client, buy, status } = await setUp({ kind: "lost-ack", ...on });
    const id = buy("a");
    await settled(client);
    expect(client.reply(id)).toBeUndefined();
    expect(client.events("a")).toEqual([]);
    expect(venue.truth().orders).toMatchObject([{ client_order_id: "a", state: "filled", executed: "1" }]);
    expect((await status("a")).body).toMatchObject([{ executed_amount: "1", is_live: false }]);
    expect(client.ended()).toBe(false);
  });

  it("lost-order: no effect and no answer", async () => {
    const { venue, client, buy, status } = await setUp({ kind: "lost-order", ...on });
    const id = buy("a");
    await settled(client);
    expect([client.reply(id), client.events("a")]).toEqual([undefined, []]);
    expect(venue.truth().orders).toEqual([]);
    expect((await status("a")).status).toBe(404);
  });

  it("late-fill: effect at once, reply and events together after the delay", async () => {
    const { venue, client, buy, status } = await setUp({ kind: "late-fill", delayMs: 300, ...on });
    const sentMs = performance.now();
    const id = buy("a");
    await settled(client);
    expect(venue.truth().orders).toMatchObject([{ state: "filled" }]);
    expect((await status("a")).body).toMatchObject([{ executed_amount: "1" }]);
    expect([client.reply(id), client.events("a")]).toEqual([undefined, []]);
    await client.until(() => client.reply(id) !== undefined && client.events("a").at(-1)?.X === "FILLED");
    expect(performance.now() - sentMs).toBeGreaterThan(290);
    expect(client.events("a")[0].X).toBe("NEW");
  });

  it("late-order: nothing until the delay is over, then as if it had just come", async () => {
    const { venue, client, buy, status } = await setUp({ kind: "late-order", delayMs: 300, ...on });
    const id = buy("a");
    await settled(client);
    expect(venue.truth().orders).toEqual([]);
    expect((await status("a")).status).toBe(404);
    await client.until(() => client.reply(id) !== undefined && client.events("a").at(-1)?.X === "FILLED");
    expect(venue.truth().orders).toMatchObject([{ client_order_id: "a", state: "filled" }]);
  });

  it("late-order: gone where its connection closes first", async () => {
    const { venue, client, buy } = await setUp({ kind: "late-order", delayMs: 150, ...on });
    buy("a");
    await settled(client);
    client.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(venue.truth().orders).toEqual([]);
  });

  it("partial-fill: at most the share fills, the rest is cancelled", async () => {
    const { venue, client, buy } = await setUp({ kind: "partial-fill", fraction: 0.25, ...on });
    buy("a", "2");
    await client.until(() => client.events("a").at(-1)?.X === "CANCELED");
    expect(client.events("a").at(-1)).toMatchObject({ Z: "0.5", q: "2", r: "ImmediateOrCancelWouldPost" });
    expect(venue.truth().orders).toMatchObject([{ executed: "0.5", quantity: "2", state: "canceled" }]);
    expect(venue.truth().balances.SOL).toBe("1300.5");
  });

  it("reject: refused with the plan's reason on both protocols", async () => {
    const { venue, client, buy, through } = await setUp({ kind: "reject", reason: "MarketNotOpen", ...on });
    const id = buy("a");
    await client.until(() => client.reply(id) !== undefined && client.events("a").length === 1);
    expect(client.reply(id).error).toEqual({ code: -2010, msg: "MarketNotOpen" });
    expect(client.events("a")[0]).toMatchObject({ X: "REJECTED", r: "MarketNotOpen" });
    const order = {
      symbol: "solusd",
      amount: "1",
      price: through("BUY"),
      side: "buy",
      type: "exchange limit",
    };
    const reply = await post(venue.restUrl, venue.keys.trader, "/v1/order/new", order);
    expect([reply.status, reply.body.reason]).toEqual([400, "MarketNotOpen"]);
    expect(venue.truth().fills).toEqual([]);
  });

  it("cut-on-order: the order took effect, its own connection never hears of it, another does", async () => {
    const { venue, client, buy, open } = await setUp({ kind: "cut-on-order", ...on });
    const watcher = await open();
    await follow(watcher);
    const id = buy("a");
    await client.until(client.ended);
    expect([client.reply(id), client.events("a")]).toEqual([undefined, []]);
    await watcher.until(() => watcher.events("a").at(-1)?.X === "FILLED");
    expect(venue.truth().orders).toMatchObject([{ state: "filled" }]);
  });

  it("strike the same orders of a sequence for the same seed, about as often as they should", async () => {
    const struck = async (): Promise<string[]> => {
      const { venue, client, buy } = await setUp({ kind: "lost-order", ...on, probability: 0.4 });
      for (let i = 0; i < 100; i += 1) buy(`o-${i}`, "0.01");
      await settled(client);
      return venue.truth().orders.map(({ client_order_id }) => client_order_id);
    };
    const arrived = await struck();
    expect(arrived.length).toBeGreaterThan(40);
    expect(arrived.length).toBeLessThan(80);
    expect(await struck()).toEqual(arrived);
  });
});

describe("faults of the wire on private traffic", () => {
  const order = { symbol: "solusd", amount: "1", side: "buy", type: "exchange limit" };
  const ioc = { ...order, options: ["immediate-or-cancel"], client_order_id: "r" };

  it("duplicate repeats order events with their trade ids", async () => {
    const { client, buy } = await setUp({ kind: "duplicate", ...on });
    buy("a");
    await client.until(() => client.events("a").filter(({ X }) => X === "FILLED").length === 2);
    const trades = client.events("a").filter(({ t }) => t !== undefined);
    expect(trades.length).toBe(2 * new Set(trades.map(({ t }) => t)).size);
  });

  it("reorder lets an order's fill overtake its NEW", async () => {
    const { client, buy } = await setUp({ kind: "reorder", ...on });
    buy("a", "0.01");
    await client.until(() => client.events("a").length === 2);
    expect(client.events("a").map(({ X }) => X)).toEqual(["FILLED", "NEW"]);
  });

  it("http refuses private requests before they have an effect, each by its probability", async () => {
    const { venue, faults, through } = await setUp();
    faults.inject({ kind: "http", venue: "gemini", status: 503, probability: 0.5, atMs: 0, forMs: 60_000 });
    const price = through("BUY");
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      statuses.push(
        (await post(venue.restUrl, venue.keys.trader, "/v1/order/new", { ...ioc, price })).status,
      );
    }
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(venue.truth().orders).toHaveLength(statuses.filter((status) => status === 200).length);
  });

  it("latency holds the answer back, not the effect", async () => {
    const { venue, through } = await setUp({ kind: "latency", delayMs: 400, ...on });
    const sentMs = performance.now();
    const price = through("BUY");
    const answer = post(venue.restUrl, venue.keys.trader, "/v1/order/new", { ...ioc, price });
    await expect.poll(() => venue.truth().orders.length, { timeout: 350, interval: 10 }).toBe(1);
    await answer;
    expect(performance.now() - sentMs).toBeGreaterThan(390);
  });

  it("lost-ack and cut-on-order leave a REST order without its answer", async () => {
    const lost = await setUp({ kind: "lost-ack", ...on });
    const { trader } = lost.venue.keys;
    const params = { ...ioc, price: lost.through("BUY") };
    const signal = AbortSignal.timeout(300);
    await expect(post(lost.venue.restUrl, trader, "/v1/order/new", params, { signal })).rejects.toThrow(
      /timeout/,
    );
    expect(lost.venue.truth().orders).toMatchObject([{ client_order_id: "r", state: "filled" }]);

    const cut = await setUp({ kind: "cut-on-order", ...on });
    await expect(post(cut.venue.restUrl, cut.venue.keys.trader, "/v1/order/new", params)).rejects.toThrow();
    expect(cut.venue.truth().orders).toMatchObject([{ client_order_id: "r", state: "filled" }]);
  });

  it("shock moves the exchange's price of one base and lets it come back", async () => {
    const { venue, faults } = await setUp();
    const mid = (symbol: string): number => {
      const { bids, asks } = venue.book(symbol);
      return (Number(bids[0]?.[0]) + Number(asks[0]?.[0])) / 2;
    };
    // The btcusd book also holds absurd orders, far from any price that counts.
    const before = [mid("solusd"), mid("btcusd")] as const;
    faults.inject({ kind: "shock", venue: "gemini", base: "SOL", pct: 8, atMs: 0, forMs: 700 });
    await expect.poll(() => mid("solusd") / before[0], { timeout: 600 }).toBeGreaterThan(1.07);
    expect(mid("btcusd") / before[1]).toBeCloseTo(1, 2);
    await expect.poll(() => Math.abs(mid("solusd") / before[0] - 1), { timeout: 2_000 }).toBeLessThan(0.01);
  });
});
