import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Fault } from "../../sim/faults/index.ts";
import { createFaultClock } from "../../sim/faults/index.ts";
import { createHiddenMarket, driveMarket } from "../../sim/market/index.ts";
import { startSolana } from "../../sim/solana/index.ts";

const SLOT_MS = 40;
const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function aNode() {
  const market = createHiddenMarket({ seed: 5, bases: ["SOL"] });
  ended.push(driveMarket(market).stop);
  const faults = createFaultClock({ faults: [] }, () => performance.now());
  const solana = await startSolana({ market, assets: ["SOL"], faults, seed: 5, slotMs: SLOT_MS });
  ended.push(solana.stop);
  return { solana, faults, pool: solana.pools.SOL!.address };
}

interface Frame {
  readonly text: string;
  readonly method: string | undefined;
  readonly slot: number | undefined;
}

function readFrame(text: string): Frame {
  try {
    const { method, params } = JSON.parse(text) ?? {};
    return { text, method, slot: params?.result?.slot ?? params?.result?.context?.slot };
  } catch {
    return { text, method: "broken", slot: undefined };
  }
}

async function aClient(url: string, requests: readonly unknown[]) {
  const socket = new WebSocket(url, { autoPong: true });
  const frames: Frame[] = [];
  let closed = false;
  let pongs = 0;
  socket.on("message", (payload) => frames.push(readFrame(payload.toString())));
  socket.on("close", () => {
    closed = true;
  });
  socket.on("error", () => {});
  socket.on("pong", () => {
    pongs += 1;
  });
  await new Promise((resolve) => socket.once("open", resolve));
  ended.push(() => socket.terminate());
  for (const request of requests)
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, ...(request as object) }));
  return { socket, frames, isClosed: () => closed, pongs: () => pongs };
}

const slots = { method: "slotSubscribe" };
const account = (key: string) => ({
  method: "accountSubscribe",
  params: [key, { encoding: "base64", commitment: "processed" }],
});
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const always = (fault: object) => ({ venue: "solana", atMs: 0, forMs: 600_000, ...fault }) as Fault;

async function post(url: string, method: string, params: unknown[] = []) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
}

describe("faults of the stand-in node, seen by a raw client", () => {
  it("drop: cuts every socket and refuses new ones while it lasts", async () => {
    const { solana, faults } = await aNode();
    const client = await aClient(solana.wsUrl, [slots]);
    faults.inject(always({ kind: "drop", forMs: 150 }));
    await after(30);
    expect(client.isClosed()).toBe(true);
    await expect(post(solana.rpcUrl, "getHealth")).rejects.toThrow();
    await after(200);
    expect((await post(solana.rpcUrl, "getHealth")).status).toBe(200);
  });

  it("silence: sends no notification but answers requests and pings", async () => {
    const { solana, faults } = await aNode();
    faults.inject(always({ kind: "silence" }));
    const client = await aClient(solana.wsUrl, [slots]);
    client.socket.ping();
    await after(8 * SLOT_MS);
    expect(client.frames.map(({ method }) => method)).toEqual([undefined]);
    expect(client.pongs()).toBe(1);
  });

  it("silence of one account: its stream stops, the heartbeat goes on", async () => {
    const { solana, faults, pool } = await aNode();
    faults.inject(always({ kind: "silence", symbol: pool }));
    const client = await aClient(solana.wsUrl, [slots, account(pool)]);
    await after(20 * SLOT_MS);
    const methods = new Set(client.frames.map(({ method }) => method));
    expect(methods).toEqual(new Set([undefined, "slotNotification"]));
  });

  it("freeze: sends nothing, not even pongs, and all of it when it is over", async () => {
    const { solana, faults } = await aNode();
    const client = await aClient(solana.wsUrl, [slots]);
    await after(4 * SLOT_MS);
    faults.inject(always({ kind: "freeze", forMs: 350 }));
    const reply = post(solana.rpcUrl, "getHealth").then(({ status }) => status);
    client.socket.ping();
    // A frame that left just before the fault began may still be under way.
    await after(30);
    const before = client.frames.length;
    await after(200);
    expect(client.frames.length).toBe(before);
    expect(client.pongs()).toBe(0);
    await after(250);
    expect(client.frames.length).toBeGreaterThan(before + 4);
    expect(await reply).toBe(200);
  });

  it("gap, duplicate and reorder: notifications are lost, twice, or out of order", async () => {
    const { solana, faults } = await aNode();
    const heard = async (fault: object) => {
      faults.inject(always({ probability: 0.5, forMs: 30 * SLOT_MS, ...fault }));
      const client = await aClient(solana.wsUrl, [slots]);
      await after(30 * SLOT_MS);
      client.socket.terminate();
      return client.frames.flatMap(({ slot }) => slot ?? []);
    };
    const lost = await heard({ kind: "gap" });
    expect(lost.length).toBeLessThan(24);
    expect(lost.length).toBeGreaterThan(2);
    const twice = await heard({ kind: "duplicate" });
    expect(new Set(twice).size).toBeLessThan(twice.length);
    const mixed = await heard({ kind: "reorder" });
    expect(mixed.toSorted((left, right) => left - right)).not.toEqual(mixed);
  });

  it("malformed: frames are spoilt in many ways, the socket lives", async () => {
    const { solana, faults, pool } = await aNode();
    faults.inject(always({ kind: "malformed", probability: 1 }));
    const client = await aClient(solana.wsUrl, [slots, account(pool)]);
    await after(30 * SLOT_MS);
    expect(client.frames.length).toBeGreaterThan(20);
    const whole =
      /^\{"jsonrpc":"2\.0","method":"(slot|account)Notification","params":\{"result":\{.*\},"subscription":\d+\}\}$/;
    const notifications = client.frames.slice(2);
    const unharmed = notifications.filter(({ text }) => whole.test(text) && text.includes('"slot":44760'));
    expect(unharmed.length).toBeLessThan(notifications.length / 2);
    expect(client.isClosed()).toBe(false);
  });

  it("oversize: one frame of the given size", async () => {
    const { solana, faults } = await aNode();
    const client = await aClient(solana.wsUrl, [slots]);
    faults.inject(always({ kind: "oversize", bytes: 300_000, forMs: 0 }));
    await after(3 * SLOT_MS);
    expect(client.frames.filter(({ text }) => text.length >= 300_000)).toHaveLength(1);
  });

  it("http: answers with the status, 429 with the time to wait", async () => {
    const { solana, faults } = await aNode();
    faults.inject(always({ kind: "http", status: 429, forMs: 100 }));
    const limited = await post(solana.rpcUrl, "getSlot");
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "1"]);
    await after(120);
    faults.inject(always({ kind: "http", status: 503 }));
    expect((await post(solana.rpcUrl, "getSlot")).status).toBe(503);
  });

  it("latency: delays replies and notifications", async () => {
    const { solana, faults } = await aNode();
    faults.inject(always({ kind: "latency", delayMs: 150 }));
    const startMs = performance.now();
    await post(solana.rpcUrl, "getSlot");
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(145);
    const client = await aClient(solana.wsUrl, [slots]);
    await after(100);
    expect(client.frames).toHaveLength(0);
    await after(150);
    expect(client.frames.length).toBeGreaterThan(0);
  });

  it("lag: answers as of slots ago with the account of that slot, and makes up for it afterwards", async () => {
    const { solana, faults, pool } = await aNode();
    await after(15 * SLOT_MS);
    const client = await aClient(solana.wsUrl, [slots]);
    faults.inject(always({ kind: "lag", slots: 10, forMs: 400 }));
    const read = async () => {
      const params = [pool, { encoding: "base64", commitment: "processed" }];
      const { result } = await (await post(solana.rpcUrl, "getAccountInfo", params)).json();
      const truth = solana.accountAt(pool, result.context.slot)!;
      expect(Buffer.from(result.value.data[0], "base64").equals(truth)).toBe(true);
      return solana.slot() - result.context.slot;
    };
    expect(await read()).toBeGreaterThanOrEqual(10);
    const refused = await (await post(solana.rpcUrl, "getSlot", [{ minContextSlot: solana.slot() }])).json();
    expect(refused.error.code).toBe(-32016);
    await after(600);
    expect(await read()).toBeLessThanOrEqual(1);
    const heard = client.frames.flatMap(({ slot }) => slot ?? []);
    expect(heard.toSorted((left, right) => left - right)).toEqual(heard);
    expect(new Set(heard).size).toBe(heard.length);
    expect(solana.slot() - heard.at(-1)!).toBeLessThanOrEqual(1);
  });

  it("tolerates a ping without an id, unsubscribes, and leaves no timer behind when stopped", async () => {
    const { solana } = await aNode();
    const client = await aClient(solana.wsUrl, [slots]);
    client.socket.send('{"jsonrpc":"2.0","method":"ping"}');
    await after(4 * SLOT_MS);
    const subscription = JSON.parse(client.frames[0]!.text).result;
    client.socket.send(
      JSON.stringify({ jsonrpc: "2.0", id: 2, method: "slotUnsubscribe", params: [subscription] }),
    );
    client.socket.send(
      JSON.stringify({ jsonrpc: "2.0", id: 3, method: "slotUnsubscribe", params: [subscription] }),
    );
    await after(2 * SLOT_MS);
    const before = client.frames.length;
    await after(4 * SLOT_MS);
    expect(client.frames.length).toBe(before);
    const replies = client.frames.map(({ text }) => JSON.parse(text)).filter(({ id }) => id !== undefined);
    expect(replies.map(({ id, result, error }) => [id, result ?? error.code])).toEqual([
      [1, subscription],
      [2, true],
      [3, -32602],
    ]);
    await solana.stop();
    await after(20);
    const slot = solana.slot();
    await after(5 * SLOT_MS);
    expect(solana.slot()).toBe(slot);
    expect(client.isClosed()).toBe(true);
    ended.splice(ended.indexOf(solana.stop), 1);
  });
});
