import { afterEach, describe, expect, it } from "vitest";
import { type CexEvidence, type CexIntent, formatDecimal, formatSteps, parseSteps, type Side } from "#model";
import { fetchInstrument } from "#venue/gemini";
import type { Fault } from "../../../../sim/faults/index.ts";
import type { GeminiStandIn } from "../../../../sim/gemini/index.ts";
import { privateVenues, type VenueOptions } from "../../../sim/private-venue.ts";
import { eventually, realTime, recordingLog } from "../../../support/fake-time.ts";
import { FAST, startClient } from "./builders.ts";

const aVenue = privateVenues();
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

const LIMITS = { ...FAST, ackTimeoutMs: 150, absenceGapMs: 100 };
const on = { venue: "gemini", probability: 1, atMs: 0, forMs: 600_000 } as const;

async function trading(options: VenueOptions = {}, keyName: keyof GeminiStandIn["keys"] = "trader") {
  const startedMs = performance.now();
  const { venue, faults } = await aVenue({ privatePerMinute: 60_000, ...options });
  const log = recordingLog();
  const answer = await fetchInstrument("solusd", { baseUrl: venue.restUrl, timers: realTime, log });
  if (answer.kind !== "listed") throw new Error("the stand-in does not list SOL");
  const { instrument } = answer;
  const { key, secret } = venue.keys[keyName];
  const started = startClient(venue, {
    ...{ apiKey: key, apiSecret: secret, instruments: [instrument], limits: LIMITS },
  });
  open.push(started.client);
  await started.client.start(started.sink);
  /** An order that crosses the whole spread. */
  const intent = (id: string, side: Side = "buy", quantity = "1"): CexIntent => {
    const { bids, asks } = venue.book("solusd");
    const best = parseSteps((side === "buy" ? asks : bids)[0]?.[0] ?? "", instrument.tickSize, "exact");
    return {
      attemptId: id,
      clientOrderId: id,
      order: {
        venue: "gemini",
        symbol: "solusd",
        side,
        limitTicks: Math.round(best * (side === "buy" ? 1.01 : 0.99)),
        lots: parseSteps(quantity, instrument.lotSize, "exact"),
        tickSize: instrument.tickSize,
        lotSize: instrument.lotSize,
      },
    };
  };
  const orderOf = (id: string) => venue.truth().orders.find((order) => order.client_order_id === id);
  return { venue, faults, startedMs, instrument, intent, orderOf, ...started };
}
type Trading = Awaited<ReturnType<typeof trading>>;

const isOver = (told: readonly CexEvidence[]): boolean =>
  told.some(
    (one) =>
      one.kind === "cex-settled" ||
      one.kind === "cex-absent" ||
      one.kind === "cex-not-sent" ||
      (one.kind === "cex-ended" && one.filledLots === 0),
  );

const toldOf = ({ evidence }: Trading, id: string) => evidence.filter(({ attemptId }) => attemptId === id);

/** What was told of an order is exactly what the stand-in's own books say of it. */
function expectTruth(desk: Trading, id: string): void {
  const { venue, instrument, find, orderOf } = desk;
  const told = toldOf(desk, id);
  const order = orderOf(id);
  const count = (kind: CexEvidence["kind"]) => told.filter((one) => one.kind === kind).length;
  for (const kind of ["cex-acked", "cex-unknown", "cex-ended", "cex-settled", "cex-absent"] as const) {
    expect(count(kind), `${id} ${kind}`).toBeLessThanOrEqual(1);
  }
  if (find("cex-absent", id) ?? find("cex-not-sent", id)) {
    // A refusal that was lost leaves nothing that its ids would find.
    expect(order?.state ?? "rejected", id).toBe("rejected");
    return;
  }
  const ended = find("cex-ended", id);
  expect(formatSteps(ended?.filledLots ?? 0, instrument.lotSize), id).toBe(order?.executed ?? "0");
  const fills = venue.truth().fills.filter((fill) => fill.order_id === order?.order_id);
  const settled = find("cex-settled", id)?.fills ?? [];
  const byPrice = (a: { price: string }, b: { price: string }) => (a.price < b.price ? -1 : 1);
  expect(
    settled
      .map(({ ticks, lots, feeAmount, feeAsset }) => ({
        price: Number(formatSteps(ticks, instrument.tickSize)).toFixed(2),
        quantity: formatSteps(lots, instrument.lotSize),
        fee: formatDecimal(feeAmount, 18),
        feeAsset,
      }))
      .sort(byPrice),
    id,
  ).toEqual(
    fills
      .map(({ price, quantity, fee }) => ({
        price: Number(price).toFixed(2),
        quantity,
        fee,
        feeAsset: "USD",
      }))
      .sort(byPrice),
  );
}

async function expectTrueBalances({ client, venue }: Trading): Promise<void> {
  const { balances } = await client.readAccount();
  const told = Object.fromEntries(balances.map(({ asset, total }) => [asset, formatDecimal(total, 18)]));
  expect(told).toEqual(venue.truth().balances);
}

describe("a trade on the stand-in exchange", () => {
  it("is bought and sold, with fills, fees and balances to the unit", async () => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    desk.client.send(desk.intent("b1", "buy", "2.5"));
    desk.client.send(desk.intent("s1", "sell", "0.123"));
    await eventually("both ends", () => ["b1", "s1"].every((id) => isOver(toldOf(desk, id))));
    for (const id of ["b1", "s1"]) expectTruth(desk, id);
    expect(desk.find("cex-ended", "b1")?.filledLots).toBe(
      parseSteps("2.5", desk.instrument.lotSize, "exact"),
    );
    await expectTrueBalances(desk);
    expect(await desk.client.readFeeTiers(["solusd"])).toEqual([{ symbol: "solusd", takerFeePpm: 3_500 }]);
    expect(Math.abs(desk.client.clockSkew().skewMs ?? 1e9)).toBeLessThan(2_000);
  });

  it.each<[string, Fault | undefined, string]>([
    ["lost-ack", { kind: "lost-ack", ...on }, "cex-settled"],
    ["lost-order", { kind: "lost-order", ...on }, "cex-absent"],
    ["late-fill", { kind: "late-fill", delayMs: 400, ...on }, "cex-settled"],
    [
      "late-order that its closed connection takes away",
      { kind: "late-order", delayMs: 1_500, ...on },
      "cex-absent",
    ],
    ["late-order that comes in time", { kind: "late-order", delayMs: 20, ...on }, "cex-settled"],
    ["partial-fill", { kind: "partial-fill", fraction: 0.4, ...on }, "cex-settled"],
    ["reject", { kind: "reject", reason: "MarketNotOpen", ...on }, "cex-ended"],
    ["cut-on-order", { kind: "cut-on-order", ...on }, "cex-settled"],
    ["latency", { kind: "latency", delayMs: 80, venue: "gemini", atMs: 0, forMs: 600_000 }, "cex-settled"],
    ["duplicate", { kind: "duplicate", ...on }, "cex-settled"],
    ["reorder", { kind: "reorder", ...on }, "cex-settled"],
    ["no fault", undefined, "cex-settled"],
  ])("comes to the right end under %s", async (_name, fault, last) => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    if (fault !== undefined) desk.faults.inject(fault);
    desk.client.send(desk.intent("o1"));
    await eventually("its end", () => isOver(toldOf(desk, "o1")), 15_000);
    expect(desk.kinds("o1").at(-1)).toBe(last);
    expectTruth(desk, "o1");
  });

  it.each([429, 500, 503])("is settled although REST answers %i for a while", async (status) => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    const forMs = performance.now() - desk.startedMs + 500;
    desk.faults.inject({ kind: "http", venue: "gemini", status, atMs: 0, forMs });
    desk.faults.inject({ kind: "lost-ack", ...on });
    desk.client.send(desk.intent("o1"));
    await eventually("its end", () => isOver(toldOf(desk, "o1")), 25_000);
    expect(desk.kinds("o1")).toEqual(["cex-unknown", "cex-ended", "cex-settled"]);
    expect(desk.client.stats().rest_failures).toBeGreaterThan(0);
    expectTruth(desk, "o1");
  });

  it("is found out although sockets and REST are cut off right after it left", async () => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    desk.client.send(desk.intent("o1"));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const forMs = performance.now() - desk.startedMs + 400;
    desk.faults.inject({ kind: "drop", venue: "gemini", atMs: 0, forMs });
    await eventually("its end", () => isOver(toldOf(desk, "o1")), 15_000);
    expectTruth(desk, "o1");
    await eventually("the socket is ready again", () => desk.client.ready());
  });

  it("that is too large for the account is refused in the venue's words and not there", async () => {
    const desk = await trading({ balances: { USD: "10", SOL: "1" } });
    await eventually("the socket is ready", () => desk.client.ready());
    desk.client.send(desk.intent("o1"));
    await eventually("its end", () => isOver(toldOf(desk, "o1")));
    expect(desk.find("cex-ended", "o1")?.reason).toContain("InsufficientFunds");
    expect(desk.lines("Gemini order refused")[0]?.fields.kind).toBe("money");
    expectTruth(desk, "o1");
  });

  it("below the smallest size is refused in the venue's words", async () => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    const { order, ...ids } = desk.intent("o1");
    desk.client.send({ ...ids, order: { ...order, lots: 1 } });
    await eventually("its end", () => isOver(toldOf(desk, "o1")));
    expect(desk.find("cex-ended", "o1")?.reason).toContain("InvalidQuantity");
    expectTruth(desk, "o1");
  });

  it("without the role for it is refused and was never placed", async () => {
    const desk = await trading({}, "auditor");
    await eventually("the socket is ready", () => desk.client.ready());
    desk.client.send(desk.intent("o1"));
    await eventually("its end", () => isOver(toldOf(desk, "o1")));
    expect(desk.find("cex-ended", "o1")?.reason).toContain("MissingRole");
    expectTruth(desk, "o1");
  });

  it("is known to be allowed or not before anything is placed", async () => {
    const auditor = await trading({}, "auditor");
    await expect(auditor.client.proveRole()).rejects.toMatchObject({ code: "MissingRole" });
    const trader = await trading();
    await expect(trader.client.proveRole()).resolves.toBeUndefined();
    expect(trader.venue.truth().orders).toEqual([]);
  });

  it("of an earlier client is found again, or proven absent", async () => {
    const desk = await trading();
    await eventually("the socket is ready", () => desk.client.ready());
    desk.faults.inject({ kind: "lost-ack", ...on });
    const first = desk.intent("o1");
    desk.client.send(first);
    await eventually("the order", () => desk.orderOf("o1") !== undefined);
    await desk.client[Symbol.asyncDispose]();
    const { key, secret } = desk.venue.keys.trader;
    const later = startClient(desk.venue, { apiKey: key, apiSecret: secret, limits: LIMITS });
    open.push(later.client);
    await later.client.start(later.sink);
    later.client.pursue(first);
    later.client.pursue(desk.intent("o2"));
    const told = { ...desk, ...later };
    await eventually("both ends", () => ["o1", "o2"].every((id) => isOver(toldOf(told, id))));
    expect(told.kinds("o1").at(-1)).toBe("cex-settled");
    expect(told.kinds("o2").at(-1)).toBe("cex-absent");
    for (const id of ["o1", "o2"]) expectTruth(told, id);
  });
});

describe("a client with a wrong key or clock", () => {
  it("says so in the venue's words, and sends nothing", async () => {
    const { venue } = await aVenue();
    const clock = { ...realTime, epochMs: () => Date.now() - 60_000 };
    const { key, secret } = venue.keys.trader;
    for (const [options, code] of [
      [{ apiKey: key, apiSecret: secret, clock }, "InvalidNonce"],
      [{ apiKey: key, apiSecret: "wrong" }, "InvalidSignature"],
      [{ apiKey: "account-unknown", apiSecret: secret }, "InvalidApiKey"],
    ] as const) {
      const { client, sink, lines } = startClient(venue, options);
      open.push(client);
      await client.start(sink);
      await eventually("the refusal", () => lines("Gemini order entry refused").length > 0);
      expect(lines("Gemini order entry refused")[0]?.fields.code).toBe(code);
      expect(client.ready()).toBe(false);
      await expect(client.readAccount()).rejects.toMatchObject({ name: "RejectedError", code });
    }
    expect(venue.truth().orders).toEqual([]);
  });
});

describe("many trades in a storm of faults", () => {
  it("all end, each as the stand-in's books say", async () => {
    const desk = await trading();
    const { client, faults } = desk;
    const storm = { venue: "gemini", atMs: 0, forMs: 600_000 } as const;
    await eventually("the socket is ready", () => client.ready());
    for (const fault of [
      { kind: "lost-ack", probability: 0.1, ...storm },
      { kind: "lost-order", probability: 0.08, ...storm },
      { kind: "late-fill", probability: 0.1, delayMs: 250, ...storm },
      { kind: "late-order", probability: 0.08, delayMs: 200, ...storm },
      { kind: "partial-fill", probability: 0.2, fraction: 0.3, ...storm },
      { kind: "reject", probability: 0.08, reason: "InvalidPrice", ...storm },
      { kind: "cut-on-order", probability: 0.05, ...storm },
      { kind: "duplicate", probability: 0.3, ...storm },
      { kind: "reorder", probability: 0.3, ...storm },
      { kind: "http", probability: 0.1, status: 503, ...storm },
    ] satisfies Fault[]) {
      faults.inject(fault);
    }
    const ids = Array.from({ length: 60 }, (_, index) => `o${index}`);
    for (const [index, id] of ids.entries()) {
      await eventually("the socket is ready", () => client.ready(), 15_000);
      client.send(desk.intent(id, index % 2 === 0 ? "buy" : "sell", "0.25"));
      if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await eventually("every end", () => ids.every((id) => isOver(toldOf(desk, id))), 60_000);
    for (const id of ids) expectTruth(desk, id);
    const ends = ids.map((id) => desk.kinds(id).at(-1));
    expect(new Set(ends)).toEqual(new Set(["cex-settled", "cex-absent", "cex-ended"]));
    expect(client.stats().orders_followed).toBe(0);
  }, 120_000);
});
