import { createHmac } from "node:crypto";
import { WebSocket } from "ws";
import { parseLossless } from "../../sim/gemini/private/lossless.ts";
import { eventually } from "./socket-client.ts";

export interface Pair {
  readonly key: string;
  readonly secret: string;
}

export function sign(text: string, secret: string): string {
  return createHmac("sha384", secret).update(text).digest("hex");
}

export interface PostOptions {
  /** Unix seconds of now where left out. */
  readonly nonce?: string | number;
  /** What the payload names as its endpoint, where it is not the path. */
  readonly endpoint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The payload's JSON text as it is, where field order and digits matter. */
  readonly json?: string;
  readonly signal?: AbortSignal;
}

export interface PostReply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly body: any;
  readonly text: string;
}

/** One signed POST, by the rules of the documentation and nothing of the stand-in's own. */
export async function post(
  restUrl: string,
  { key, secret }: Pair,
  path: string,
  params: object = {},
  options: PostOptions = {},
): Promise<PostReply> {
  const nonce = options.nonce ?? Date.now() / 1_000;
  const json = options.json ?? JSON.stringify({ request: options.endpoint ?? path, nonce, ...params });
  const payload = Buffer.from(json).toString("base64");
  const response = await fetch(restUrl + path, {
    method: "POST",
    headers: {
      "content-type": "text/plain",
      "cache-control": "no-cache",
      "x-gemini-apikey": key,
      "x-gemini-payload": payload,
      "x-gemini-signature": sign(payload, secret),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: options.body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parseLossless(text), text };
}

export interface UpgradeOptions {
  readonly nonce?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
type Frame = any;

/** An authenticated connection that keeps every frame, its integers exact. */
export interface PrivateClient {
  readonly frames: Frame[];
  readonly texts: string[];
  readonly ended: () => boolean;
  send(request: unknown): void;
  /** Order events of one client order id. */
  events(clientOrderId: string): Frame[];
  /** The reply to a request; undefined while there is none. */
  reply(id: string | number): Frame;
  until(condition: () => boolean, withinMs?: number): Promise<void>;
  close(): void;
}

export async function openPrivate(
  wsUrl: string,
  { key, secret }: Pair,
  options: UpgradeOptions = {},
): Promise<PrivateClient> {
  const nonce = options.nonce ?? String(Math.floor(Date.now() / 1_000));
  const payload = Buffer.from(nonce).toString("base64");
  const headers = {
    "x-gemini-apikey": key,
    "x-gemini-nonce": nonce,
    "x-gemini-payload": payload,
    "x-gemini-signature": sign(payload, secret),
    ...options.headers,
  };
  const socket = new WebSocket(`${wsUrl}/${options.query ?? ""}`, { perMessageDeflate: false, headers });
  const frames: Frame[] = [];
  const texts: string[] = [];
  let ended = false;
  socket.on("message", (data) => {
    texts.push(String(data));
    frames.push(parseLossless(String(data)));
  });
  socket.on("close", () => {
    ended = true;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  return {
    frames,
    texts,
    ended: () => ended,
    send: (request) => socket.send(JSON.stringify(request)),
    events: (id) => frames.filter((frame) => frame.e === "orderUpdate" && frame.c === id),
    reply: (id) => frames.find((frame) => frame.id === id),
    until: (condition, withinMs) => eventually(condition, withinMs),
    close: () => socket.terminate(),
  };
}

/** Subscribes to order and balance events of the whole account and waits for the reply. */
export async function follow(
  client: PrivateClient,
  streams = ["orders@account", "balances@account"],
): Promise<void> {
  client.send({ id: "follow", method: "subscribe", params: streams });
  await client.until(() => client.reply("follow") !== undefined);
}

let placements = 0;

/** Places an order and gives its request id. */
export function place(client: PrivateClient, params: Readonly<Record<string, unknown>>): string {
  placements += 1;
  const id = `place-${placements}`;
  const defaults = { symbol: "solusd", type: "LIMIT", timeInForce: "IOC" };
  client.send({ id, method: "order.place", params: { ...defaults, ...params } });
  return id;
}

/** Decimal text as 1e-18 units, to compare sums exactly. */
export function units(text: string): bigint {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(18, "0")}`);
}
