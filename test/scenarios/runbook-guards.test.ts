import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post } from "../sim/private-client.ts";
import { ledgerOf, truthOf } from "../support/money.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

const FIRST_LIMITS = {
  MAX_ORDER_ERRORS: "6",
  MAX_CONSECUTIVE_LOSSES: "1000",
  DAILY_LOSS_LIMIT_USD: "100000",
};

/** Every automatic kill switch that venues can trip, tripped by venues, one after the other on the same processes. */
describe("the guards that pause by themselves", () => {
  let venues: StandInsProcess;
  let operator: Operator;

  beforeAll(async () => {
    venues = await startStandInsProcess();
    // No loss is allowed for closing a residual, so that one which cannot be hedged waits for its operator.
    const env = { ...venues.env, ...FIRST_LIMITS, RESIDUAL_MAX_LOSS_PCT: "0" };
    operator = await operate(["run", "--mode", "demo"], env);
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  const pausedFor = (reason: string) => async () =>
    (await operator.risk()).pauses.find((one) => one.reason === reason);
  const stranded = () => operator.trades("limit=100&status=stranded");
  const resume = () => operator.post("/controls/resume");
  /** One that waits for its operator, brought about where there is none. Each test may be tried again by itself. */
  const aStrandedTrade = async () => {
    await refuseOrders(1);
    return await operator.until(
      async () => {
        const [trade] = await stranded();
        if (trade === undefined && (await operator.status()).risk.is_paused) await resume();
        return trade;
      },
      60_000,
      "a stranded trade",
    );
  };
  /** Resumes as soon as nothing speaks against it. */
  const resumed = () =>
    operator.until(async () => (await resume()).status === 200, 40_000, "resume is never allowed");
  /** Trades that stranded on the way are closed at any price, as soon as the venue takes orders again. */
  const bringHome = () =>
    operator.until(
      async () => {
        for (const { id } of await stranded())
          await operator.post(`/trades/${id}/resolve`, { action: "retry", reason: "bring it home" });
        return (await operator.status()).risk.open_trades === 0;
      },
      120_000,
      "not flat",
    );
  /** What became of it, as soon as that is stored: what is open is known a moment earlier. */
  const closed = (id: string) =>
    operator.until(
      async () => {
        const trade = await operator.trade(id);
        return trade.closed_at === null ? null : trade;
      },
      20_000,
      `${id} closes`,
    );
  /** The latest fault of a kind is the one in force: with no chance it ends those before it. */
  const refuseOrders = (probability: 0 | 1) =>
    venues.inject({
      ...{ kind: "reject", venue: "gemini", reason: "InvalidQuantity", probability },
      ...{ atMs: 0, forMs: 600_000 },
    });

  it("a spread above 5 % pauses its asset at once, and only for as long as somebody looks [62]", async () => {
    await venues.inject({ kind: "shock", venue: "gemini", base: "SOL", pct: 9, atMs: 0, forMs: 6_000 });
    const pause = await operator.until(pausedFor("wide spread"), 6_000, "wide spread");
    expect(pause).toMatchObject({ scope: "asset:SOL-USD", by: "tandem" });
    expect(pause.detail).toMatch(/SOL-USD shows a spread of \d/);
    await operator.process.printed("Risk paused: wide spread", 2_000);
    expect(await resume()).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/wide spread: SOL-USD shows a spread of/) },
    });
    await resumed();
    expect((await operator.status()).risk.is_paused).toBe(false);
  });

  it("an order of which nothing is heard pauses its asset, until the venue's word is there", async () => {
    expect((await operator.patchRisk({ unknown_leg_sec: 1 })).status).toBe(200);
    const lasts = { venue: "gemini", atMs: 0, forMs: 15_000 } as const;
    await venues.inject({ kind: "lost-ack", probability: 1, ...lasts });
    await venues.inject({ kind: "http", status: 500, ...lasts });
    const pause = await operator.until(pausedFor("unknown leg"), 15_000, "unknown leg");
    expect(pause.scope).toMatch(/^asset:/);
    await operator.process.printed("Risk paused: unknown leg", 2_000);
    expect(await resume()).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(/unknown leg: Leg \S+ of trade \S+ \(\S+\) has been unknown for/),
      },
    });
    await operator.post("/controls/pause");
    await operator.flat();
    await bringHome();
    await resumed();
    const orders = (await venues.truth()).gemini.orders.map(({ client_order_id }) => client_order_id);
    expect(new Set(orders).size).toBe(orders.length);
  });

  it("refused orders pause everything, with the venue's own words in the log [32, 33]", async () => {
    await operator.patchRisk({ unknown_leg_sec: 30 });
    await refuseOrders(1);
    const pause = await operator.until(pausedFor("order errors"), 30_000, "order errors");
    expect(pause).toMatchObject({ scope: "all", detail: expect.stringMatching(/\d+ orders failed within/) });
    await operator.process.printed(/WARNING .*Gemini order.*InvalidQuantity/, 20_000);
    await refuseOrders(0);
    await bringHome();
    expect((await operator.patchRisk({ max_order_errors: 1000 })).status).toBe(200);
    await resumed();
  });

  it("a leg that cannot be hedged strands its trade and keeps its asset shut", async () => {
    const trade = await aStrandedTrade();
    await operator.post("/controls/pause");
    expect(trade).toMatchObject({ status: "stranded", closed_at: null });
    expect(Number(trade.residual)).not.toBe(0);
    const { risk } = await operator.status();
    expect(risk.stranded_trades).toBeGreaterThan(0);
    expect(risk.open_exposure_usd).toBeGreaterThan(0);
    expect(await operator.metric("arb_stranded_trades")).toBeGreaterThan(0);
    expect(operator.log()).toMatch(/ERROR trade stranded/);
    expect(await resume()).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`stranded leg: Trade ${trade.id}`) },
    });
    const refused = await operator.post(`/trades/trd-none/resolve`, { action: "accept", reason: "x" });
    expect(refused.status).toBe(404);
  });

  it("a stranded trade is still stranded after kill -9, and a second try closes it", async () => {
    const before = await aStrandedTrade();
    await operator.restart("SIGKILL");
    await operator.trading();
    // Another one may have stranded beside it meanwhile.
    const trade = (await stranded()).find(({ id }) => id === before.id);
    expect(trade?.residual).toBe(before.residual);
    await refuseOrders(0);
    await bringHome();
    const after = await closed(before.id);
    expect(after.residual).toBe("0");
    expect(["completed", "unwound"]).toContain(after.status);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    await resumed();
  });

  it("one that is accepted is booked as it is: the ledger names what is left", async () => {
    const { id, residual } = await aStrandedTrade();
    await refuseOrders(0);
    const accepted = await operator.post(`/trades/${id}/resolve`, {
      ...{ action: "accept", reason: "sold by hand" },
    });
    expect(accepted).toMatchObject({ status: 200, body: { id, residual } });
    // It closes with the finality of the swap that it is left with.
    expect(await closed(id)).toMatchObject({
      residual,
      status_reason: expect.stringContaining("sold by hand"),
    });
    const again = await operator.post(`/trades/${id}/resolve`, { action: "accept", reason: "twice" });
    expect([404, 409]).toContain(again.status);
    expect((await operator.audit()).find(({ action }) => action === "resolve")).toMatchObject({
      by: "operator@127.0.0.1",
      after: { tradeId: id, action: "accept", reason: "sold by hand" },
    });
    await operator.post("/controls/pause");
    await bringHome();
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    await resumed();
  });

  it("balances that moved behind Tandem's back pause their venue, and no resume overlooks them", async () => {
    await operator.post("/controls/pause");
    await bringHome();
    const book = (await (await fetch(`${venues.env.GEMINI_BASE_URL}/v1/book/ethusd`)).json()) as {
      asks: { price: string }[];
    };
    const price = (Number(book.asks[0]?.price) * 1.02).toFixed(2);
    const order = { symbol: "ethusd", amount: "0.5", price, side: "buy", type: "exchange limit" };
    const options = ["immediate-or-cancel"];
    const url = venues.env.GEMINI_BASE_URL ?? "";
    const placed = await post(url, venues.keys.trader, "/v1/order/new", { ...order, options });
    expect(placed.status).toBe(200);
    const pause = await operator.until(pausedFor("ledger drift"), 90_000, "ledger drift");
    expect(pause).toMatchObject({ scope: "venue:gemini", detail: expect.stringMatching(/ETH/) });
    await operator.process.printed("Risk paused: ledger drift", 2_000);
    expect(await resume()).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("ledger drift: gemini and the ledger differ") },
    });
  });

  it("an operator who knows why takes the venue's word, and trading goes on", async () => {
    expect((await operator.post("/inventory/accept-drift", {})).status).toBe(422);
    const taken = await operator.post("/inventory/accept-drift", { reason: "bought by hand" });
    expect(taken.status).toBe(200);
    expect(ledgerOf(await operator.inventory())).toEqual(truthOf(await venues.truth()));
    expect((await operator.audit())[0]).toMatchObject({
      ...{ action: "accept-drift", by: "operator@127.0.0.1", after: { reason: "bought by hand" } },
    });
    await resumed();
    const again = await operator.post("/inventory/accept-drift", { reason: "twice" });
    expect(again.status).toBe(409);
  });
});
