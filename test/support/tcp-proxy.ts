import { connect, createServer, type Socket } from "node:net";

/** A way to a server that a test cuts and mends. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Resets every connection and takes no other: the server is gone. */
  cut(): void;
  /** Keeps every connection and passes nothing on, in either direction: the network is gone. */
  freeze(): void;
  mend(): void;
}

/** Listens on a free port of this machine; passes everything on to the server at `host:port`. */
export async function startTcpProxy(server: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
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
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut() {
      isCut = true;
      drop();
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
