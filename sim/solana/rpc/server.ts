import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer } from "ws";
import type { FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { Block } from "../chain/block-log.ts";
import type { Chain, Commitment } from "../chain/chain.ts";
import type { Desk } from "../trading/desk.ts";
import { accountMethods } from "./account-methods.ts";
import { chainMethods } from "./chain-methods.ts";
import type { HttpOptions } from "./http.ts";
import { serveHttp } from "./http.ts";
import { sendingMethods } from "./sending-methods.ts";
import type { Session } from "./session.ts";
import { createSession } from "./session.ts";
import { transactionMethods } from "./transaction-methods.ts";
import { createUrlKeys } from "./url-keys.ts";

export interface RpcServerOptions {
  readonly chain: Chain;
  readonly faults: FaultClock;
  readonly random: Random;
  /** 0 takes a free port. */
  readonly port: number;
  readonly pages: HttpOptions["pages"];
  /** Takes transactions from outside; where left out none can be sent or tried. */
  readonly desk: Desk | undefined;
}

/** One provider's port on loopback: JSON-RPC by HTTP POST and by WebSocket. */
export interface RpcServer {
  readonly port: number;
  publish(block: Block, commitment: Commitment): void;
  stop(): Promise<void>;
}

const MAX_FRAME_BYTES = 1024 * 1024;

/** Resolves once the port is open; rejects with the system's error where it is taken. */
export async function createRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const { chain, faults, random } = options;
  const methods = methodsOf(options);
  const stopping = new AbortController();
  const urlKeys = createUrlKeys(faults);
  const http = { urlKeys, methods, faults, random, pages: options.pages, signal: stopping.signal };
  const server = createServer((request, response) => void serveHttp(request, response, http));
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: MAX_FRAME_BYTES,
  });
  const connections = new Set<Socket>();
  const sessions = new Set<Session>();
  let lastSubscriptionId = 0;
  const nextSubscriptionId = (): number => {
    lastSubscriptionId += 1;
    return lastSubscriptionId;
  };
  const cutAll = (): void => {
    for (const session of sessions) session.terminate();
    for (const connection of connections) connection.destroy();
  };

  server.on("connection", (connection) => {
    faults.tick();
    if (faults.active("solana", "drop") !== undefined) {
      connection.destroy();
      return;
    }
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  server.on("upgrade", (request, connection, head) => {
    if (urlKeys.isRevoked(request.url)) {
      connection.end("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const session = createSession(socket, { chain, faults, random, nextSubscriptionId });
      sessions.add(session);
      socket.once("close", () => sessions.delete(session));
      socket.once(
        "close",
        urlKeys.opened(request.url, () => session.terminate()),
      );
    });
  });
  const forgetDrop = faults.onBegin("solana", "drop", cutAll);
  const forgetOversize = faults.onBegin("solana", "oversize", ({ bytes }) => {
    for (const session of sessions) session.sendOversize(bytes);
  });

  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    publish(block, commitment) {
      for (const session of sessions) session.publish(block, commitment);
    },
    async stop() {
      forgetDrop();
      forgetOversize();
      urlKeys.close();
      stopping.abort();
      cutAll();
      sockets.close();
      server.close();
      await once(server, "close");
    },
  };
}

function methodsOf({ chain, desk }: RpcServerOptions): HttpOptions["methods"] {
  return {
    ...chainMethods(chain),
    ...accountMethods(chain),
    ...transactionMethods(chain),
    ...(desk === undefined ? {} : sendingMethods(chain, desk)),
  };
}
