import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type GatewayDeps, viewOpportunity, viewTrade } from "#gateway";
import type { Opportunity, TradeRecord } from "#model";
import type { StreamFrame } from "#wire";
import { anOpportunity, aRisk, aStatus, aTrade } from "./builders.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";
import { connectStream, type StreamClient } from "./stream-client.ts";

const running: TestGateway[] = [];
const clients: StreamClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const { gateway } of running.splice(0)) await gateway.close();
});

async function start(changes: Partial<GatewayDeps> = {}) {
  const started = await startGateway(changes);
  running.push(started);
  return { ...started, port: await started.gateway.listen() };
}

async function connect(port: number): Promise<StreamClient> {
  const client = await connectStream(port);
  clients.push(client);
  await client.until("status");
  return client;
}

function price(asset: string, bid: string): StreamFrame {
  const [prices] = aStatus().prices;
  return { type: "price", data: { ...prices!, asset, cex_bid: bid, timestamp: "2026-01-02T03:04:05.000Z" } };
}

function seen(changes: Partial<Opportunity>): StreamFrame {
  return { type: "opportunity", data: viewOpportunity(anOpportunity(changes)) };
}

function traded(changes: Partial<TradeRecord>): StreamFrame {
  return { type: "trade", data: viewTrade(aTrade(changes)) };
}

/** Frames travel over a real socket: waits until the reader has what was sent before a marker. */
async function caughtUp(started: TestGateway, client: StreamClient): Promise<void> {
  const before = client.ofType("status").length;
  started.publish({ type: "status", data: aStatus() });
  await client.until("status", before + 1);
}

describe("the event stream", () => {
  it("greets with `connected`, then the status", async () => {
    const { port } = await start();
    const client = await connect(port);
    expect(client.frames.slice(0, 2)).toEqual([
      { type: "connected", data: { mode: "demo", version: "0.1.0", timestamp: "2026-01-02T03:04:05.000Z" } },
      { type: "status", data: aStatus() },
    ]);
  });

  it("sends the status each second and a ping each 30 s, and works for nobody when nobody listens", async () => {
    let computed = 0;
    const started = await start({
      status: () => {
        computed += 1;
        return aStatus();
      },
    });
    started.time.advance(60_000);
    expect(computed).toBe(0);
    const client = await connect(started.port);
    started.time.advance(30_000);
    await client.until("ping");
    await client.until("status", 31);
    expect(client.ofType("status")).toHaveLength(31);
    await client.close();
    while (started.time.waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
    const after = computed;
    started.time.advance(60_000);
    expect(computed).toBe(after);
  });

  it("sends at most one price each 250 ms for each asset, and always the last", async () => {
    const started = await start();
    const client = await connect(started.port);
    for (let tick = 0; tick < 100; tick += 1) {
      started.publish(price("SOL-USD", `83.${100 + tick}`));
      if (tick < 3) started.publish(price("ETH-USD", `30${tick}`));
      started.time.advance(10);
    }
    started.time.advance(250);
    await caughtUp(started, client);
    const bids = (asset: string) =>
      client
        .ofType("price")
        .filter((frame) => frame.asset === asset)
        .map((frame) => frame.cex_bid);
    // At 0, 250, 500, 750 ms and what was last.
    expect(bids("SOL-USD")).toHaveLength(5);
    expect(bids("SOL-USD")[0]).toBe("83.100");
    expect(bids("SOL-USD").at(-1)).toBe("83.199");
    expect(bids("ETH-USD")).toEqual(["300", "302"]);
    // Status, pings and the look at who still may listen; nothing waits to be sent.
    expect(started.time.waiting()).toBe(3);
  });

  it("announces the opening and the end of an opportunity at once, and conflates what is between", async () => {
    const started = await start();
    const client = await connect(started.port);
    started.publish(seen({ updates: 1 }));
    for (let updates = 2; updates < 40; updates += 1) started.publish(seen({ updates }));
    await caughtUp(started, client);
    expect(client.ofType("opportunity").map(({ updates }) => updates)).toEqual([1]);
    started.time.advance(250);
    await caughtUp(started, client);
    expect(client.ofType("opportunity").map(({ updates }) => updates)).toEqual([1, 39]);
    started.publish(seen({ updates: 40 }));
    started.publish(seen({ updates: 41, closedAtMs: 5 }));
    await caughtUp(started, client);
    expect(client.ofType("opportunity").map(({ updates }) => updates)).toEqual([1, 39, 41]);
    started.time.advance(1_000);
    await caughtUp(started, client);
    expect(client.ofType("opportunity").map(({ updates }) => updates)).toEqual([1, 39, 41]);
  });

  it("tells the beginning and the end of a trade at once, and conflates the states between", async () => {
    const started = await start();
    const client = await connect(started.port);
    const latencies = () => client.ofType("trade").map(({ id, latency_ms }) => [id, latency_ms]);
    for (const id of ["a", "b"])
      for (let latencyMs = 1; latencyMs <= 30; latencyMs += 1)
        started.publish(traded({ id, status: "executing", latencyMs }));
    await caughtUp(started, client);
    expect(latencies()).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    started.publish(traded({ id: "a", status: "completed", latencyMs: 31 }));
    await caughtUp(started, client);
    expect(latencies().slice(2)).toEqual([["a", 31]]);
    started.time.advance(1_000);
    await caughtUp(started, client);
    // What waited of `a` was void when its end passed it.
    expect(latencies().slice(3)).toEqual([["b", 30]]);
  });

  it("sends the first state of risk at once, then at most one each 250 ms, and always the last", async () => {
    const started = await start();
    const client = await connect(started.port);
    const days = () => client.ofType("risk").map(({ daily_trades }) => daily_trades);
    for (let trades = 1; trades <= 50; trades += 1)
      started.publish({ type: "risk", data: aRisk({ daily_trades: trades }) });
    await caughtUp(started, client);
    expect(days()).toEqual([1]);
    started.time.advance(250);
    await caughtUp(started, client);
    expect(days()).toEqual([1, 50]);
  });

  it("gives every reader the same frames", async () => {
    const started = await start();
    const readers = [await connect(started.port), await connect(started.port), await connect(started.port)];
    started.publish(seen({ id: "shared" }));
    await Promise.all(readers.map((reader) => reader.until("opportunity")));
    for (const reader of readers) expect(reader.ofType("opportunity")[0]?.id).toBe("shared");
  });

  it("cuts off a reader that sends much, and ignores one that sends a little", async () => {
    const started = await start();
    const quiet = await connect(started.port);
    const loud = await connect(started.port);
    quiet.socket.send("hello");
    loud.socket.send("x".repeat(10_000));
    await once(loud.socket, "close");
    await caughtUp(started, quiet);
    expect(quiet.socket.readyState).toBe(quiet.socket.OPEN);
  });

  it("refuses a page of a strange origin", async () => {
    const { port } = await start();
    await expect(connectStream(port, { origin: "http://evil.example" })).rejects.toThrow("403");
    const own = await connectStream(port, { origin: `http://127.0.0.1:${port}` });
    clients.push(own);
  });

  it("ends its readers when the gateway closes, and leaves no timer or listener behind", async () => {
    const started = await start();
    const client = await connect(started.port);
    started.publish(price("SOL-USD", "1"));
    const closed = once(client.socket, "close");
    await started.gateway.close();
    const [code] = await closed;
    expect(code).toBe(1001);
    expect(started.time.waiting()).toBe(0);
    expect(started.listeners.size).toBe(0);
  });
});

describe("a reader that stops reading", () => {
  const big = "x".repeat(32 * 1024);

  /** Publishes frames of 32 KiB under ever new ids while the others read along. */
  async function flood(started: TestGateway, count: number, reading: StreamClient): Promise<number> {
    let mostBuffered = 0;
    for (let index = 0; index < count; index += 1) {
      started.publish(seen({ id: `flood-${index}`, decisionReason: big }));
      for (const { bufferedAmount } of started.app.websocketServer.clients) {
        mostBuffered = Math.max(mostBuffered, bufferedAmount);
      }
      if (index % 20 === 19) await reading.until("opportunity", index + 1);
    }
    return mostBuffered;
  }

  async function metric(started: TestGateway, line: string): Promise<boolean> {
    return (await started.app.inject("/api/metrics")).body.split("\n").includes(line);
  }

  it("holds at most a high-water mark in its socket, and is dropped when too much waits for it", async () => {
    const started = await start();
    const reading = await connect(started.port);
    const paused = await connect(started.port);
    paused.socket.pause();
    const mostBuffered = await flood(started, 1_600, reading);
    // The mark is 64 KiB, passed by at most the one frame that crosses it.
    expect(mostBuffered).toBeGreaterThan(64 * 1024);
    expect(mostBuffered).toBeLessThan(128 * 1024);
    expect(await metric(started, 'arb_stream_readers_dropped_total{reason="outbox-full"} 1')).toBe(true);
    expect(started.log.lines).toContainEqual(expect.objectContaining({ event: "stream reader dropped" }));
    expect(reading.ofType("opportunity")).toHaveLength(1_600);
    paused.socket.resume();
    await once(paused.socket, "close");
    expect(await metric(started, "arb_stream_readers 1")).toBe(true);
  });

  it("is let go as well when too many trades wait for it", async () => {
    const started = await start();
    const reading = await connect(started.port);
    const paused = await connect(started.port);
    paused.socket.pause();
    for (let index = 0; index < 1_600; index += 1) {
      started.publish(traded({ id: `flood-${index}`, statusReason: big }));
      if (index % 20 === 19) await reading.until("trade", index + 1);
    }
    expect(await metric(started, 'arb_stream_readers_dropped_total{reason="outbox-full"} 1')).toBe(true);
    expect(reading.ofType("trade")).toHaveLength(1_600);
  });

  it("is dropped after ten seconds without progress, while the others hear everything", async () => {
    const started = await start();
    const reading = await connect(started.port);
    const paused = await connect(started.port);
    paused.socket.pause();
    await flood(started, 600, reading);
    started.time.advance(10_000);
    expect(await metric(started, "arb_stream_readers 2")).toBe(true);
    started.time.advance(1_000);
    expect(await metric(started, 'arb_stream_readers_dropped_total{reason="blocked"} 1')).toBe(true);
    await caughtUp(started, reading);
    expect(reading.socket.readyState).toBe(reading.socket.OPEN);
  });

  it("gets the latest of each, and stays, when it reads again in time", async () => {
    const started = await start();
    const reading = await connect(started.port);
    const paused = await connect(started.port);
    paused.socket.pause();
    await flood(started, 600, reading);
    for (let updates = 2; updates < 200; updates += 1) {
      started.publish(seen({ id: "flood-599", updates, decisionReason: big }));
      started.time.advance(30);
    }
    paused.socket.resume();
    await paused.until("opportunity", 600);
    const last = () => paused.ofType("opportunity").findLast(({ id }) => id === "flood-599")?.updates;
    started.time.advance(250);
    while (last() !== 199) await once(paused.socket, "message");
    expect(new Set(paused.ofType("opportunity").map(({ id }) => id)).size).toBe(600);
    expect(paused.ofType("opportunity").length).toBeLessThan(620);
  });

  it("is dropped when it has not answered a ping by the next", async () => {
    const started = await start();
    const reading = await connect(started.port);
    const paused = await connect(started.port);
    paused.socket.pause();
    started.time.advance(30_000);
    await reading.until("ping");
    // The pong travels behind what the reader was sent.
    await new Promise((resolve) => setTimeout(resolve, 100));
    started.time.advance(30_000);
    expect(await metric(started, 'arb_stream_readers_dropped_total{reason="silent"} 1')).toBe(true);
    await reading.until("ping", 2);
  });
});
