import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { ChainAccount } from "../account-builders.ts";

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a handler answers: a result, an error object, an HTTP status, or no answer at all. */
export type RpcAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } }
  | { readonly status: number }
  | "silence";

type Handler = (params: readonly unknown[]) => RpcAnswer;

/** One provider on loopback that says exactly what a test tells it to say, method by method. */
export class ScriptedRpc {
  readonly calls: RpcCall[] = [];
  readonly subscribed: string[] = [];
  readonly handlers: Record<string, Handler> = {};
  readonly #http: Server;
  readonly #ws: WebSocketServer;
  #socket: WebSocket | undefined;

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#ws = new WebSocketServer({ server: this.#http });
    this.#ws.on("connection", (socket) => this.#onConnection(socket));
  }

  static async start(): Promise<ScriptedRpc> {
    const rpc = new ScriptedRpc();
    await new Promise<void>((resolve) => rpc.#http.listen(0, "127.0.0.1", resolve));
    return rpc;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get wsUrl(): string {
    return this.url.replace("http", "ws");
  }

  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  paramsOf(method: string): readonly (readonly unknown[])[] {
    return this.calls.filter((call) => call.method === method).map(({ params }) => params);
  }

  /** Tells that the signature with this place among the subscriptions is confirmed. */
  notify(subscription: number): void {
    const result = { context: { slot: 2_000 }, value: { err: null } };
    const params = { subscription, result };
    this.#socket?.send(JSON.stringify({ jsonrpc: "2.0", method: "signatureNotification", params }));
  }

  async stop(): Promise<void> {
    this.#socket?.terminate();
    this.#ws.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #onConnection(socket: WebSocket): void {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const { id, method, params } = JSON.parse(data.toString()) as RpcCall & { readonly id: number };
      if (method !== "signatureSubscribe") return;
      const result = this.subscribed.push(String(params[0])) - 1;
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { id, method, params } = JSON.parse(text) as RpcCall & { readonly id: number };
    this.calls.push({ method, params });
    const answer = this.handlers[method]?.(params) ?? {
      error: { code: -32601, message: "Method not found" },
    };
    if (answer === "silence") return;
    if ("status" in answer) response.writeHead(answer.status).end("busy");
    else response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  }
}

/** An account as getMultipleAccounts writes it. */
export function accountWire(account: ChainAccount, lamports = 1): unknown {
  const { owner, data } = account;
  return {
    data: [data.toString("base64"), "base64"],
    executable: false,
    lamports,
    owner,
    rentEpoch: 0,
    space: data.length,
  };
}
