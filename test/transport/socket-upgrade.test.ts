import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createNetServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { createReconnectingSocket, type SocketOptions } from "#transport";
import { eventually, realTime, recordingLog } from "../support/fake-time.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

function connect(url: string, tuning: Partial<SocketOptions> = {}) {
  const downs: string[] = [];
  const socket = createReconnectingSocket({
    ...{ name: "test", urls: () => url, clock: realTime, timers: realTime, random: () => 0.5 },
    log: recordingLog(),
    backoff: { minMs: 10, maxMs: 40 },
    onOpen: () => {},
    onFrame: () => {},
    onDown: (reason) => downs.push(reason),
    ...tuning,
  });
  open.push(socket);
  socket.start();
  return { socket, downs };
}

async function listening(server: Server): Promise<string> {
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    [Symbol.asyncDispose]: () => {
      // The server itself forgets a connection once it asks for an upgrade.
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an upgrade", () => {
  it("signs anew for each attempt", async () => {
    const seen: unknown[] = [];
    const url = await listening(
      createServer((() => {}) as RequestListener).on("upgrade", (request, socket) => {
        seen.push(request.headers["x-turn"]);
        socket.destroy();
      }),
    );
    let turn = 0;
    connect(url, { headers: () => ({ "x-turn": String(++turn) }) });
    await eventually("three attempts", () => seen.length >= 3);
    expect(seen.slice(0, 3)).toEqual(["1", "2", "3"]);
  });

  it("that is refused ends with the server's status and words", async () => {
    const refusals = [
      "HTTP/1.1 401 No\r\ncontent-length: 5\r\n\r\nwords",
      "HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n",
    ];
    let turn = 0;
    const url = await listening(
      createServer().on("upgrade", (_request, socket) => {
        socket.end(refusals[turn++ % 2]);
      }),
    );
    const { downs } = connect(url);
    await eventually("two refusals", () => downs.length >= 2);
    expect(downs.slice(0, 2)).toEqual(["HTTP 401: words", "HTTP 503"]);
  });

  it("that is refused without an end of the words still ends", async () => {
    const url = await listening(
      createServer().on("upgrade", (_request, socket) => {
        socket.write("HTTP/1.1 401 No\r\ncontent-length: 500\r\n\r\nsome");
      }),
    );
    const { downs } = connect(url, { handshakeTimeoutMs: 50 });
    await eventually("the end", () => downs.length >= 1);
    expect(downs[0]).toMatch(/timed out|HTTP 401/);
  });
});

describe("a connection that ends by a reset", () => {
  it("delivers nothing more of what was written before", async () => {
    // The server does not read after the upgrade, so what the client writes stays with its own system.
    const server = new WebSocketServer({ noServer: true });
    const errors: string[] = [];
    let bytes = 0;
    const url = await listening(
      createServer().on("upgrade", (request, socket, head) => {
        socket.on("error", (error: NodeJS.ErrnoException) => errors.push(error.code ?? ""));
        server.handleUpgrade(request, socket, head, (peer) => {
          peer.on("error", () => {});
          peer.on("message", (text: Buffer) => {
            bytes += text.length;
          });
          peer.pause();
          setTimeout(() => peer.resume(), 150);
        });
      }),
    );
    const opened = Promise.withResolvers<void>();
    const { socket } = connect(url, {
      resetOnEnd: true,
      onOpen: opened.resolve,
      backoff: { minMs: 1e6, maxMs: 1e6 },
    });
    await opened.promise;
    for (let i = 0; i < 200; i += 1) socket.send("x".repeat(100_000));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.cycle("given up");
    await eventually("the reset", () => errors.includes("ECONNRESET"));
    expect(bytes).toBeLessThan(20_000_000);
  });

  it("leaves no socket behind where the upgrade was refused", async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
    const before = sockets();
    const server = createServer().on("upgrade", (_request, socket) => {
      socket.on("error", () => {}).end("HTTP/1.1 401 No\r\ncontent-length: 5\r\n\r\nwords");
    });
    const { socket, downs } = connect(await listening(server), { resetOnEnd: true });
    await eventually("some refusals", () => downs.length >= 5);
    await socket[Symbol.asyncDispose]();
    await eventually("all sockets closed", () => sockets() <= before);
  });

  it("reconnects, and leaves nothing behind where nothing listens", async () => {
    const peers = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    peers.on("connection", (peer) => peer.on("error", () => {}));
    await new Promise((resolve) => peers.once("listening", resolve));
    open.push({ [Symbol.asyncDispose]: () => new Promise((resolve) => peers.close(() => resolve())) });
    const url = `ws://127.0.0.1:${(peers.address() as AddressInfo).port}`;
    const { socket, downs } = connect(url, { resetOnEnd: true });
    await eventually("a connection", () => socket.isOpen);
    socket.cycle("again");
    await eventually("the next connection", () => socket.isOpen);
    expect(downs).toEqual(["again"]);
    const nobody = connect("ws://127.0.0.1:1", { resetOnEnd: true });
    await eventually("a failure", () => nobody.downs.length > 0);
    await nobody.socket[Symbol.asyncDispose]();
    const mute = createNetServer((peer) => void peer.on("error", () => {}).resume());
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const hanging = connect(`ws://127.0.0.1:${(mute.address() as AddressInfo).port}`, { resetOnEnd: true });
    await hanging.socket[Symbol.asyncDispose]();
    await socket[Symbol.asyncDispose]();
    mute.close();
  });
});
