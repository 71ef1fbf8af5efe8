import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { CLOCK_SYSVAR } from "../../../src/venue/solana/clock-sysvar.ts";
import { type ChainAccount, clockSysvar, toWire } from "./account-builders.ts";

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** A node on loopback that says exactly what a test tells it to say, over HTTP and WebSocket on one port. */
export class ScriptedNode {
  readonly accounts = new Map<string, ChainAccount>();
  /** Every call over HTTP. */
  readonly calls: Request[] = [];
  slot = 1_000;
  /** While true, subscriptions are not answered. */
  holdReplies = false;
  /** Answers HTTP with this status instead. */
  httpStatus = 200;
  /** The slot and accounts that reads are answered from, where it is not the present. */
  readSlot: number | undefined;
  connections = 0;
  readonly #http: Server;
  readonly #ws: WebSocketServer;
  readonly #keys = new Map<number, string>();
  #socket: WebSocket | undefined;
  #nextId = 1;

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#ws = new WebSocketServer({ server: this.#http });
    this.#ws.on("connection", (socket) => this.#onConnection(socket));
  }

  static async start(): Promise<ScriptedNode> {
    const node = new ScriptedNode();
    node.accounts.set(CLOCK_SYSVAR, clockSysvar(node.slot, 1_790_000_000));
    await new Promise<void>((resolve) => node.#http.listen(0, "127.0.0.1", resolve));
    return node;
  }

  get rpcUrl(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get wsUrl(): string {
    return this.rpcUrl.replace("http", "ws");
  }

  get subscribed(): readonly string[] {
    return [...this.#keys.values()];
  }

  /** A new slot: heartbeat first, then the Clock. */
  step(): void {
    this.slot += 1;
    this.accounts.set(CLOCK_SYSVAR, clockSysvar(this.slot, 1_790_000_000 + Math.floor(this.slot / 4)));
    this.heartbeat();
    this.tell(CLOCK_SYSVAR);
  }

  heartbeat(): void {
    const result = { parent: this.slot - 1, root: this.slot - 32, slot: this.slot };
    for (const subscription of this.#idsOf("slot"))
      this.#notify("slotNotification", { result, subscription });
  }

  /** Notifies of an account as it is. */
  tell(key: string, slot = this.slot): void {
    const result = { context: { slot }, value: toWire(this.accounts.get(key)) };
    for (const subscription of this.#idsOf(key))
      this.#notify("accountNotification", { result, subscription });
  }

  /** Changes accounts in the present slot and tells of them in the given order. */
  change(changes: Readonly<Record<string, ChainAccount>>): void {
    for (const [key, account] of Object.entries(changes)) this.accounts.set(key, account);
    for (const key of Object.keys(changes)) this.tell(key);
  }

  raw(text: string): void {
    this.#socket?.send(text);
  }

  cut(): void {
    this.#socket?.terminate();
  }

  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#ws.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #idsOf(key: string): number[] {
    return [...this.#keys].filter(([, of]) => of === key).map(([id]) => id);
  }

  #notify(method: string, params: unknown): void {
    this.raw(JSON.stringify({ jsonrpc: "2.0", method, params }));
  }

  #onConnection(socket: WebSocket): void {
    this.connections += 1;
    this.#socket = socket;
    this.#keys.clear();
    socket.on("message", (data: Buffer) => {
      const { id, method, params } = JSON.parse(data.toString()) as Request;
      const result = method.endsWith("Unsubscribe") ? this.#keys.delete(Number(params?.[0])) : this.#nextId++;
      if (typeof result === "number")
        this.#keys.set(result, method === "slotSubscribe" ? "slot" : String(params?.[0]));
      if (!this.holdReplies) socket.send(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const call = JSON.parse(text) as Request;
    this.calls.push(call);
    if (this.httpStatus !== 200) {
      response.writeHead(this.httpStatus).end("busy");
      return;
    }
    response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...this.#result(call) }));
  }

  #result({ method, params }: Request): object {
    const slot = this.readSlot ?? this.slot;
    if (method === "getSlot") return { result: slot };
    const [keys, { minContextSlot = 0 }] = params as [string[], { minContextSlot?: number }];
    if (slot < minContextSlot) {
      return { error: { code: -32016, message: "Minimum context slot has not been reached" } };
    }
    return { result: { context: { slot }, value: keys.map((key) => toWire(this.accounts.get(key))) } };
  }
}
