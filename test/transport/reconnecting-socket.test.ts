import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { createReconnectingSocket, type SocketOptions } from "#transport";
import { eventually, realTime, recordingLog } from "../support/fake-time.ts";

const time = realTime;
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

async function serve(onConnection: (socket: WebSocket, count: number) => void) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let count = 0;
  server.on("connection", (socket) => {
    count += 1;
    onConnection(socket, count);
  });
  await new Promise((resolve) => server.once("listening", resolve));
  open.push({
    [Symbol.asyncDispose]: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => count };
}

function connect(url: string, tuning: Partial<SocketOptions> = {}) {
  const seen = { frames: [] as string[], downs: [] as string[], opens: 0, alive: 0, stamps: [] as number[] };
  const socket = createReconnectingSocket({
    name: "test",
    urls: () => url,
    clock: time,
    timers: time,
    random: () => 0.5,
    log: recordingLog(),
    backoff: { minMs: 10, maxMs: 40 },
    onOpen: () => {
      seen.opens += 1;
    },
    onFrame: (frame, receivedNs) => {
      seen.frames.push(frame.toString());
      seen.stamps.push(receivedNs);
    },
    onAlive: () => {
      seen.alive += 1;
    },
    onDown: (reason) => {
      seen.downs.push(reason);
    },
    ...tuning,
  });
  open.push(socket);
  socket.start();
  return { socket, seen };
}

describe("the reconnecting socket", () => {
  it("delivers frames with their receive time and answers with text", async () => {
    const heard: string[] = [];
    const { url } = await serve((peer) => {
      peer.on("message", (text) => heard.push(text.toString()));
      peer.send("hello");
    });
    const beforeNs = time.monotonicNs();
    const { socket, seen } = connect(url);
    await eventually("a frame", () => seen.frames.length === 1);
    expect(seen.frames).toEqual(["hello"]);
    expect(seen.stamps[0]).toBeGreaterThan(beforeNs);
    expect(socket.send("hi")).toBe(true);
    await eventually("the answer", () => heard.length === 1);
    expect(heard).toEqual(["hi"]);
  });

  it("comes back after each drop and says why it was down", async () => {
    const { url, connections } = await serve((peer, count) => {
      if (count <= 5) peer.close(1001, "going away");
    });
    const { socket, seen } = connect(url);
    await eventually("the sixth connection", () => connections() === 6 && socket.isOpen);
    expect(seen.downs).toEqual(new Array(5).fill("closed with code 1001: going away"));
    expect(seen.opens).toBe(6);
  });

  it("survives a frame beyond the limit, names it and reconnects", async () => {
    const { url } = await serve((peer, count) => {
      peer.send(count === 1 ? "x".repeat(20 * 1024 * 1024) : "small");
    });
    const { seen } = connect(url);
    await eventually("the second connection's frame", () => seen.frames.length === 1, 15_000);
    expect(seen.downs).toEqual(["frame too large"]);
    expect(seen.frames).toEqual(["small"]);
  });

  it("ends a connection whose peer no longer answers pings", async () => {
    const deaf = new WebSocketServer({ port: 0, host: "127.0.0.1", autoPong: false });
    open.push({ [Symbol.asyncDispose]: () => new Promise((resolve) => deaf.close(() => resolve())) });
    await new Promise((resolve) => deaf.once("listening", resolve));
    const { seen } = connect(`ws://127.0.0.1:${(deaf.address() as AddressInfo).port}`, {
      pingEveryMs: 10,
      pongTimeoutMs: 50,
    });
    await eventually("the drop", () => seen.downs.length > 0);
    expect(seen.downs[0]).toBe("no pong for 50 ms");
    for (const client of deaf.clients) client.terminate();
  });

  it("takes pings and pongs of the peer as signs of life", async () => {
    const { url } = await serve((peer) => peer.ping());
    const { seen } = connect(url, { pingEveryMs: 20 });
    await eventually("signs of life", () => seen.alive >= 3);
    expect(seen.downs).toEqual([]);
  });

  it("ends a connection that is silent for too long", async () => {
    const { url } = await serve(() => {});
    const { seen } = connect(url, { pingEveryMs: 20, silenceMs: 15 });
    await eventually("the drop", () => seen.downs.length > 0);
    expect(seen.downs[0]).toBe("silent for 15 ms");
  });

  it("cycles on demand and goes on to the next address of the list", async () => {
    const one = await serve(() => {});
    const two = await serve(() => {});
    let turn = 0;
    const { socket, seen } = connect("", { urls: () => [one.url, two.url][turn++ % 2] as string });
    await eventually("the first connection", () => socket.isOpen);
    socket.cycle("stuck");
    expect(socket.isOpen).toBe(false);
    expect(socket.send("lost")).toBe(false);
    await eventually("the second connection", () => socket.isOpen);
    expect(seen.downs).toEqual(["stuck"]);
    expect([one.connections(), two.connections()]).toEqual([1, 1]);
  });

  it("keeps on trying while nothing listens, a handshake hangs or the address is none", async () => {
    const mute = createServer((peer) => void peer.on("error", () => {}).resume());
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const mutePort = (mute.address() as AddressInfo).port;
    const { url } = await serve(() => {});
    const urls = [
      "ws://127.0.0.1:1",
      `ws://127.0.0.1:${mutePort}`,
      "ftp://user:secret@host/key?api=key",
      url,
    ];
    let turn = 0;
    const { socket, seen } = connect("", {
      urls: () => urls[Math.min(turn++, 3)] as string,
      handshakeTimeoutMs: 50,
    });
    await eventually("a connection", () => socket.isOpen);
    expect(seen.downs).toHaveLength(3);
    expect(seen.downs[0]).toContain("ECONNREFUSED");
    expect(seen.downs[1]).toContain("timed out");
    expect(seen.downs[2]).toBe("not a WebSocket address: ftp://host");
    await socket[Symbol.asyncDispose]();
    await new Promise((resolve) => mute.close(resolve));
  });

  it("leaves nothing behind when disposed, connected, connecting or waiting", async () => {
    const { url } = await serve(() => {});
    const connected = connect(url);
    await eventually("a connection", () => connected.socket.isOpen);
    await connected.socket[Symbol.asyncDispose]();
    const connecting = connect(url);
    await connecting.socket[Symbol.asyncDispose]();
    const waiting = connect("ws://127.0.0.1:1", { backoff: { minMs: 1e6, maxMs: 1e6 } });
    await eventually("a failure", () => waiting.seen.downs.length === 1);
    await waiting.socket[Symbol.asyncDispose]();
    expect([connected, connecting, waiting].map(({ socket }) => socket.isOpen)).toEqual([
      false,
      false,
      false,
    ]);
    expect(connecting.seen.opens).toBe(0);
  });
});
