import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "#model";
import { plainAddress } from "./address-list.ts";
import { endBare, rawAnswer } from "./raw-answer.ts";

/** What one caller may cost before any route sees it. */
export interface ServerLimits {
  /** The head of a request must have arrived by then, on a fresh connection too. */
  readonly headersMs: number;
  /** The whole request must have arrived by then. */
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkEveryMs: number;
  /** A connection on which nothing moves for so long is ended, also where it is the reader who does not read. */
  readonly idleMs: number;
  readonly maxSockets: number;
  readonly maxSocketsPerAddress: number;
  /** Of the event stream. */
  readonly maxReaders: number;
  readonly maxReadersPerAddress: number;
}

/** The console's server stands at this machine's own address, with all its browsers behind it. */
export const API_LIMITS: ServerLimits = {
  headersMs: 10_000,
  requestMs: 20_000,
  checkEveryMs: 1_000,
  idleMs: 120_000,
  maxSockets: 4_000,
  maxSocketsPerAddress: 1_000,
  maxReaders: 1_000,
  maxReadersPerAddress: 600,
};

export const CONSOLE_LIMITS: ServerLimits = { ...API_LIMITS, maxSockets: 800, maxSocketsPerAddress: 200 };

const MAX_BODY_BYTES = 64 * 1024;

/** How Fastify is made for both servers: the times above, and the common form for whatever never gets to a route. */
export function serverOptions(limits: ServerLimits) {
  return {
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      // Answered by the check of hosts instead, in the form of every other refusal.
      requireHostHeader: false,
    },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerMalformed,
  } as const;
}

/** An address that cannot be decoded never reaches a route or its error handler. */
function answerMalformed(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  endBare(reply.raw, 422, "malformed address");
}

const UNREADABLE: Readonly<Record<string, readonly [code: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request did not arrive in time"],
  HPE_HEADER_OVERFLOW: [431, "the request's address and headers are too long"],
};

/**
 * The parser gave up. It is told to whoever was answered nothing yet: on a connection in use an answer might
 * land in the middle of another one.
 */
function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const [code, detail] = UNREADABLE[error.code ?? ""] ?? [400, "malformed request"];
  socket.end(rawAnswer(code, detail), () => socket.destroy());
}

/** Bounds the connections of a server, in all and for each address; those above it are ended at once. */
export function limitSockets(server: Server, limits: ServerLimits, log: Log): void {
  const open = new Map<string, number>();
  const warned = new Set<string>();
  server.maxConnections = limits.maxSockets;
  server.on("checkExpectation", refuseExpectation);
  server.on("connection", (socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
      if (left <= limits.maxSocketsPerAddress / 2) warned.delete(address);
    });
    if (count <= limits.maxSocketsPerAddress) return;
    socket.destroy();
    if (warned.has(address)) return;
    warned.add(address);
    log.warning("too many connections of one address", { address, most: limits.maxSocketsPerAddress });
  });
}

function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  endBare(response, 417, "only 100-continue can be expected");
}
