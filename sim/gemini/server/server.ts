import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { FaultClock } from "../../faults/index.ts";
import { createRandom } from "../../market/index.ts";
import type { PrivateSide } from "../private/private-side.ts";
import type { MarketSource } from "../stream/market-source.ts";
import { createDelays } from "./delays.ts";
import { createHttpSide } from "./http-side.ts";
import { createSocketSide } from "./socket-side.ts";

export interface ServerOptions {
  readonly source: MarketSource;
  readonly faults: FaultClock;
  readonly seed: number;
  /** 0 or absent takes a free one. */
  readonly port?: number;
  readonly epochMs: () => number;
  readonly overtakeChance: number;
  /** Everything that needs a key; absent where there is no account. */
  readonly account: PrivateSide | undefined;
  /** The whole page of `GET /truth`. */
  readonly truth: () => unknown;
}

export interface RunningServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly restUrl: string;
  /** `ws://127.0.0.1:PORT`, to which a client adds `/?snapshot=-1`. */
  readonly wsUrl: string;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Serves REST and sockets on one loopback port. Rejects where the port is in use. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { faults } = options;
  const delays = createDelays(faults);
  const random = createRandom(`${options.seed}:http`);
  const server = createServer(createHttpSide({ ...options, delays, random }));
  const port = await listen(server, options.port ?? 0);
  const sockets = createSocketSide({ ...options, delays });

  const open = new Set<Socket>();
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };

  server.on("connection", (socket) => {
    if (faults.active("gemini", "drop") !== undefined) socket.destroy();
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    sockets.upgrade(request, socket, head);
  });
  const forgetDrops = faults.onBegin("gemini", "drop", cutAll);

  return {
    port,
    restUrl: `http://${HOST}:${port}`,
    wsUrl: `ws://${HOST}:${port}`,
    stop() {
      forgetDrops();
      delays.close();
      options.account?.close();
      sockets.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      });
    },
  };
}
