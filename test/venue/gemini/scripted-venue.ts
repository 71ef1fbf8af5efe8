import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { depthText, type TextLevel } from "./builders.ts";

export interface Request {
  readonly id: string;
  readonly method: string;
  readonly params?: unknown;
}

/** One client of the scripted venue. */
export interface Peer {
  send(text: string): void;
  ack(request: Request): void;
  refuse(request: Request, msg: string): void;
  drop(): void;
}

/** Answers one request; what a test does not script is acknowledged. */
export type Script = (request: Request, peer: Peer, connection: number) => boolean | undefined;

export const BIDS: readonly TextLevel[] = [["100.00", "2"]];
export const ASKS: readonly TextLevel[] = [["101.00", "3"]];

export function snapshotText(symbol: string, id: number): string {
  return depthText(symbol, id, id, BIDS, ASKS);
}

/** The symbol of a subscribe or unsubscribe request. */
export function symbolOf(request: Request): string {
  return String((request.params as string[])[0]).split("@")[0] ?? "";
}

/** A WebSocket server on loopback that does what the test says, and plain acknowledgements otherwise. */
export class ScriptedVenue implements AsyncDisposable {
  readonly requests: Request[] = [];
  readonly urls: string[] = [];
  readonly #server: WebSocketServer;
  #script: Script;
  #latest: Peer | undefined;

  static async open(script: Script): Promise<ScriptedVenue> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    return new ScriptedVenue(server, script);
  }

  constructor(server: WebSocketServer, script: Script) {
    this.#server = server;
    this.#script = script;
    server.on("connection", (socket, request) => {
      this.urls.push(request.url ?? "");
      this.#serve(socket, this.urls.length);
    });
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The client that connected last. */
  get peer(): Peer {
    if (this.#latest === undefined) throw new Error("nobody has connected");
    return this.#latest;
  }

  methods(symbol: string): string[] {
    return this.requests
      .filter(({ method }) => /subscribe/.test(method))
      .filter((request) => symbolOf(request) === symbol)
      .map(({ method }) => method);
  }

  script(script: Script): void {
    this.#script = script;
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: WebSocket, connection: number): void {
    const peer: Peer = {
      send: (text) => socket.send(text),
      ack: ({ id }) => socket.send(JSON.stringify({ id, status: 200 })),
      refuse: ({ id }, msg) => socket.send(JSON.stringify({ id, status: 400, error: { code: -1013, msg } })),
      drop: () => socket.terminate(),
    };
    this.#latest = peer;
    socket.on("error", () => {});
    socket.on("message", (text) => {
      const request = JSON.parse(text.toString()) as Request;
      this.requests.push(request);
      if (this.#script(request, peer, connection) !== true) peer.ack(request);
    });
  }
}
