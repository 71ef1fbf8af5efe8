import { connect, createServer, type Socket } from "node:net";

/** A way to a server that a test cuts and mends. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Resets every connection and takes no other: the server is gone. */
  cut(): void;
  /**
   * The same once no request has been without its answer for so long, or after five seconds all the same: a test server
   * may begin what was aborted before it got to it, and then nobody ever ends it.
   */
  cutWhenQuiet(quietMs: number): Promise<void>;
  /** Keeps every connection and passes nothing on, in either direction: the network is gone. */
  freeze(): void;
  mend(): void;
}

/** Listens on a free port of this machine; passes everything on to the server at `host:port`. */
export async function startTcpProxy(server: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const unanswered = new Set<Socket>();
  let lastAnswerMs = 0;
  let isCut = false;
  const listener = createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(server.port, server.host);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        unanswered.delete(near);
        other.destroy();
      });
      socket.pipe(other);
    }
    near.on("data", () => unanswered.add(near));
    far.on("data", () => {
      unanswered.delete(near);
      lastAnswerMs = performance.now();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const cut = () => {
    isCut = true;
    drop();
  };
  const isQuiet = (quietMs: number) => unanswered.size === 0 && performance.now() - lastAnswerMs >= quietMs;
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut,
    async cutWhenQuiet(quietMs) {
      const endMs = performance.now() + 5_000;
      while (!isQuiet(quietMs) && performance.now() < endMs) await new Promise(setImmediate);
      cut();
    },
    freeze() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    mend() {
      isCut = false;
      // A connection that was frozen has lost bytes by now: like a network's that came back, it is begun anew.
      drop();
    },
    async [Symbol.asyncDispose]() {
      drop();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
