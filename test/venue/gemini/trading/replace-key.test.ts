import { afterEach, describe, expect, it } from "vitest";
import { type CexEvidence, type CexIntent, parseSteps } from "#model";
import { fetchInstrument } from "#venue/gemini";
import type { Fault } from "../../../../sim/faults/index.ts";
import type { GeminiStandIn } from "../../../../sim/gemini/index.ts";
import { privateVenues, type VenueOptions } from "../../../sim/private-venue.ts";
import { eventually, realTime, recordingLog } from "../../../support/fake-time.ts";
import { FAST, startClient } from "./builders.ts";

type KeyName = keyof GeminiStandIn["keys"];

const aVenue = privateVenues();
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

const LIMITS = { ...FAST, ackTimeoutMs: 800, absenceGapMs: 100, keyTrialMs: 2_000 };

/** A client that has read its balances under the trader's key, and a way to change keys by their names. */
async function trading(options: VenueOptions = {}, keyName: KeyName = "trader") {
  const { venue, faults } = await aVenue({ privatePerMinute: 60_000, ...options });
  const log = recordingLog();
  const answer = await fetchInstrument("solusd", { baseUrl: venue.restUrl, timers: realTime, log });
  if (answer.kind !== "listed") throw new Error("the stand-in does not list SOL");
  const { instrument } = answer;
  const pair = (name: KeyName) => ({ apiKey: venue.keys[name].key, apiSecret: venue.keys[name].secret });
  const started = startClient(venue, { ...pair(keyName), instruments: [instrument], limits: LIMITS });
  open.push(started.client);
  await started.client.start(started.sink);
  const send = (id: string): void => started.client.send(intent(id));
  const intent = (id: string): CexIntent => {
    const best = parseSteps(venue.book("solusd").asks[0]?.[0] ?? "", instrument.tickSize, "exact");
    const { tickSize, lotSize } = instrument;
    return {
      attemptId: id,
      clientOrderId: id,
      order: {
        ...{ venue: "gemini", symbol: "solusd", side: "buy", tickSize, lotSize },
        limitTicks: Math.round(best * 1.01),
        lots: parseSteps("0.1", lotSize, "exact"),
      },
    };
  };
  const ended = (id: string): CexEvidence | undefined =>
    started.evidence.find((one) => one.attemptId === id && one.kind === "cex-settled");
  return { venue, faults, pair, send, ended, ...started };
}

async function tradingReady(options: VenueOptions = {}) {
  const desk = await trading(options);
  await eventually("the socket is ready", () => desk.client.ready());
  await desk.client.proveRole();
  return desk;
}

const revoke = (key: KeyName): Fault => ({ kind: "revoke-key", venue: "gemini", key, atMs: 0, forMs: 0 });

describe("a key that is replaced while the client runs", () => {
  it("takes over without a moment in which nothing can be sent, and the old key may be revoked", async () => {
    const desk = await tradingReady();
    let gaps = 0;
    const look = setInterval(() => {
      if (!desk.client.ready()) gaps += 1;
    }, 1);
    await desk.client.replaceKey(desk.pair("successor"));
    desk.faults.inject(revoke("trader"));
    desk.send("after");
    await eventually("the order settles", () => desk.ended("after") !== undefined);
    clearInterval(look);
    expect(gaps).toBe(0);
    expect((await desk.client.readAccount()).balances.length).toBeGreaterThan(1);
    expect(desk.venue.truth().orders).toHaveLength(1);
  });

  it("follows up under the new key what was sent under the old one, however long its answer takes", async () => {
    const desk = await tradingReady();
    desk.faults.inject({
      ...{ kind: "late-fill", venue: "gemini", delayMs: 500, probability: 1, atMs: 0, forMs: 100 },
    });
    desk.send("under-way");
    await desk.client.replaceKey(desk.pair("successor"));
    expect(desk.ended("under-way")).toBeUndefined();
    await eventually("the order settles", () => desk.ended("under-way") !== undefined);
    expect(desk.kinds("under-way")).not.toContain("cex-unknown");
  });

  it("finds by its records an order whose answer was lost with the revoked key", async () => {
    const desk = await tradingReady();
    desk.faults.inject({ kind: "lost-ack", venue: "gemini", probability: 1, atMs: 0, forMs: 150 });
    desk.send("lost");
    await eventually("the order is there", () => desk.venue.truth().orders.length === 1);
    desk.faults.inject(revoke("trader"));
    await eventually("the old key is out", () => !desk.client.ready());
    await desk.client.replaceKey(desk.pair("successor"));
    await eventually("the order settles", () => desk.ended("lost") !== undefined);
    expect(desk.venue.truth().orders[0]).toMatchObject({ client_order_id: "lost", executed: "0.1" });
  });

  it.each([
    ["whose secret is wrong", (pair: object) => ({ ...pair, apiSecret: "wrong" }), "InvalidSignature"],
    ["that nobody knows", () => ({ apiKey: "account-nobody", apiSecret: "secret" }), "InvalidApiKey"],
  ])("a key %s is refused with the venue's words, and the old one goes on", async (_which, make, code) => {
    const desk = await tradingReady();
    const key = make(desk.pair("successor")) as { apiKey: string; apiSecret: string };
    await expect(desk.client.replaceKey(key)).rejects.toMatchObject({ code });
    desk.send("still");
    await eventually("the order settles", () => desk.ended("still") !== undefined);
    expect(JSON.stringify(desk.log.lines)).not.toContain(key.apiSecret);
  });

  it.each([
    ["auditor", "MissingRole", "may not trade"],
    ["incremental", "InvalidNonce", "is refused by the socket alone"],
    ["stranger", "other-account", "is of another account"],
  ] as const)("the key %s (%s): a key that %s is not taken", async (name, code, _why) => {
    const desk = await tradingReady();
    await expect(desk.client.replaceKey(desk.pair(name))).rejects.toMatchObject({ code });
    expect(desk.client.ready()).toBe(true);
    desk.send("still");
    await eventually("the order settles", () => desk.ended("still") !== undefined);
    expect(desk.venue.truth().orders.map((order) => order.client_order_id)).toEqual(["still"]);
    expect(desk.lines("Gemini order entry refused")).toEqual([]);
  });

  it("takes any account's key where the first never worked, since nothing was read or traded with it", async () => {
    const desk = await trading({}, "auditor");
    await expect(desk.client.proveRole()).rejects.toMatchObject({ code: "MissingRole" });
    await desk.client.replaceKey(desk.pair("trader"));
    expect(desk.client.ready()).toBe(true);
  });

  it("changes one at a time, and leaves nothing running when it is stopped in the middle", async () => {
    const desk = await tradingReady();
    const first = desk.client.replaceKey(desk.pair("successor"));
    await expect(desk.client.replaceKey(desk.pair("heartbeat"))).rejects.toMatchObject({ code: "busy" });
    await desk.client[Symbol.asyncDispose]();
    await expect(first).rejects.toMatchObject({ name: "ConnectivityError" });
  });
});
