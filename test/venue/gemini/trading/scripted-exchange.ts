import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface RestAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON as text, so that a test can write numbers of any length. */
  readonly body: string;
}

export interface RestRequest {
  readonly path: string;
  readonly nonce: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly atMs: number;
}

export interface Frame {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Rest = (request: RestRequest) => RestAnswer | Promise<RestAnswer>;
/** Handles what is neither a subscription nor `time`. */
export type Socket = (frame: Frame, peer: Peer) => void;

export interface Peer {
  readonly number: number;
  send(text: string): void;
  drop(): void;
}

const NOT_FOUND: RestAnswer = {
  status: 404,
  body: '{"result":"error","reason":"OrderNotFound","message":"Order not found"}',
};

/** The records of a venue that has never seen an order. */
export const emptyRest: Rest = ({ path }) => (path === "/v1/order/status" ? NOT_FOUND : { body: "[]" });

/** Both halves of the private API on one loopback port, doing what a test says. */
export class ScriptedExchange implements AsyncDisposable {
  rest: Rest = emptyRest;
  socket: Socket = () => {};
  /** Answers an upgrade with this instead of taking it. */
  refuseUpgrade: ((headers: IncomingHttpHeaders) => RestAnswer | undefined) | undefined;
  /** What `time` says beyond the real one. */
  skewMs = 0;
  readonly requests: RestRequest[] = [];
  readonly frames: Frame[] = [];
  readonly upgrades: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
  readonly closes: number[] = [];
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #latest: Peer | undefined;

  static async open(): Promise<ScriptedExchange> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ScriptedExchange(server);
  }

  constructor(server: Server) {
    this.#server = server;
    server.on("request", async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const payload = Buffer.from(String(request.headers["x-gemini-payload"]), "base64").toString();
      const { request: path, nonce, ...params } = JSON.parse(payload);
      const seen = { path, nonce, params, payload, headers: request.headers, body, atMs: performance.now() };
      this.requests.push(seen);
      const answer = await this.rest(seen);
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    });
    server.on("upgrade", (request, socket, head) => {
      socket.on("error", () => {});
      this.upgrades.push({ url: request.url ?? "", headers: request.headers });
      const refusal = this.refuseUpgrade?.(request.headers);
      if (refusal === undefined) {
        this.#sockets.handleUpgrade(request, socket, head, (peer) => this.#serve(peer));
        return;
      }
      const { status, body } = refusal;
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
  }

  get restUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get wsUrl(): string {
    return this.restUrl.replace("http", "ws");
  }

  get peer(): Peer {
    if (this.#latest === undefined) throw new Error("nobody has connected");
    return this.#latest;
  }

  paths(): string[] {
    return this.requests.map(({ path }) => path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: WebSocket): void {
    const number = this.upgrades.length;
    const peer: Peer = { number, send: (text) => socket.send(text), drop: () => socket.terminate() };
    this.#latest = peer;
    socket.on("error", () => {});
    socket.on("close", () => this.closes.push(number));
    socket.on("message", (text) => {
      const frame = JSON.parse(text.toString()) as Frame;
      this.frames.push(frame);
      if (frame.method === "time") {
        peer.send(
          JSON.stringify({ id: frame.id, status: 200, result: { serverTime: Date.now() + this.skewMs } }),
        );
      } else if (frame.method === "subscribe") {
        peer.send(JSON.stringify({ id: frame.id, status: 200 }));
      } else this.socket(frame, peer);
    });
  }
}
