import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import { answer } from "./dispatch.ts";
import { WithheldAnswer } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import type { UrlKeys } from "./url-keys.ts";

/** Answers of plain GET paths, such as the truth for tests; undefined where the path is unknown. */
export type Page = (url: URL) => unknown;

export interface HttpOptions {
  readonly urlKeys: UrlKeys;
  readonly methods: MethodTable;
  readonly faults: FaultClock;
  readonly random: Random;
  readonly pages: Readonly<Record<string, Page>>;
  /** Ends every wait when the server stops. */
  readonly signal: AbortSignal;
}

const MAX_BODY_BYTES = 50 * 1024;
const FREEZE_POLL_MS = 20;

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

interface Reply {
  readonly status: number;
  readonly type: "application/json" | "text/plain";
  readonly body: string;
  readonly retryAfterSec?: number;
}

const plain = (status: number, body: string): Reply => ({ status, type: "text/plain", body });

async function waitOutFaults(faults: FaultClock, signal: AbortSignal): Promise<void> {
  while (faults.active("solana", "freeze") !== undefined) await delay(FREEZE_POLL_MS, undefined, { signal });
  const latency = faults.active("solana", "latency");
  if (latency !== undefined) await delay(latency.delayMs, undefined, { signal });
}

function pageReply(url: URL, pages: HttpOptions["pages"]): Reply {
  if (url.pathname === "/health") return plain(200, "ok");
  const page = pages[url.pathname]?.(url);
  if (page === undefined) return plain(404, "not found");
  return { status: 200, type: "application/json", body: JSON.stringify(page) };
}

function faultReply({ faults, random }: HttpOptions): Reply | undefined {
  const fault = faults.active("solana", "http");
  if (fault === undefined || random() >= (fault.probability ?? 1)) return undefined;
  const { status } = fault;
  const error = { code: status, message: status === 429 ? "Too many requests" : "Service unavailable" };
  const body = JSON.stringify({ jsonrpc: "2.0", error, id: null });
  return { status, type: "application/json", body, ...(status === 429 ? { retryAfterSec: 1 } : {}) };
}

async function rpcReply(request: IncomingMessage, options: HttpOptions): Promise<Reply> {
  if (!request.headers["content-type"]?.startsWith("application/json"))
    return plain(415, "Supplied content type is not allowed. Content-Type: application/json is required");
  const body = await readBody(request);
  if (body === undefined) return plain(413, "request body is too large");
  await waitOutFaults(options.faults, options.signal);
  const refused = faultReply(options);
  if (refused !== undefined) return refused;
  return { status: 200, type: "application/json", body: answer(body, options.methods) ?? "" };
}

async function replyTo(request: IncomingMessage, options: HttpOptions): Promise<Reply> {
  options.faults.tick();
  if (options.urlKeys.isRevoked(request.url)) return plain(401, "invalid api key provided");
  if (request.method === "POST") return rpcReply(request, options);
  if (request.method !== "GET") return plain(405, "Used HTTP Method is not allowed. POST is required");
  return pageReply(new URL(request.url ?? "/", "http://localhost"), options.pages);
}

function send(response: ServerResponse, reply: Reply): void {
  response.setHeader("content-type", reply.type);
  response.setHeader("content-length", Buffer.byteLength(reply.body));
  if (reply.retryAfterSec !== undefined) response.setHeader("retry-after", String(reply.retryAfterSec));
  response.writeHead(reply.status).end(reply.body);
}

/** Serves one HTTP request: JSON-RPC by POST, health and truth by GET. Never rejects. */
export async function serveHttp(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  try {
    send(response, await replyTo(request, options));
  } catch (error) {
    // The sender waits until its own patience ends, or until the server stops.
    if (error instanceof WithheldAnswer) return;
    if (options.signal.aborted || request.destroyed) response.destroy();
    else send(response, plain(500, error instanceof Error ? error.message : "internal error"));
  }
}
