import type { IncomingHttpHeaders } from "node:http";
import httpProxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "../http-error.ts";
import { plainAddress } from "../perimeter/address-list.ts";
import { PEER_HEADER, peerHeader } from "../perimeter/console-peer.ts";

/** What of the API is reached through the console's own address. */
const PREFIXES = ["/api", "/openapi.json", "/docs"];

export interface ApiBehind {
  readonly apiUrl: string;
  readonly consoleKey: string | null;
}

/** Passes requests on unchanged, Host included, so that the API still sees a page of the same origin. */
export async function proxyRequests(app: FastifyInstance, { apiUrl, consoleKey }: ApiBehind): Promise<void> {
  for (const prefix of PREFIXES) {
    await app.register(httpProxy, {
      upstream: apiUrl,
      prefix,
      rewritePrefix: prefix,
      preHandler: refuseLongBody,
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => ({
          ...withCaller(headers, plainAddress(request.ip), consoleKey),
          host: request.headers.host ?? "",
        }),
        rewriteHeaders: withoutConnection,
        onError: (reply, { error }) => answerAway(reply as FastifyReply, error),
      },
    });
  }
}

/** How the API keeps its connection to this server says nothing about the one to the caller. */
function withoutConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _connection, "keep-alive": _keepAlive, ...rest } = headers;
  return rest;
}

/** What a caller says of himself never gets through: the header is ours, or it is not there. */
export function withCaller(headers: IncomingHttpHeaders, address: string, key: string | null) {
  const { [PEER_HEADER]: _claimed, ...rest } = headers;
  return key === null ? rest : { ...rest, [PEER_HEADER]: peerHeader(key, address) };
}

/** The API would say so too, but only after the body began to pass through here. */
async function refuseLongBody(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (Number(request.headers["content-length"] ?? 0) <= request.routeOptions.bodyLimit) return;
  reply.header("connection", "close");
  throw new HttpError(413, "the body is too long");
}

/** Expected whenever the API restarts; the console shows it, so it is not logged as well. */
function answerAway(reply: FastifyReply, error: Error & { readonly statusCode?: number }): void {
  const code = error.statusCode === 504 ? 504 : 502;
  reply
    .code(code)
    .send({ detail: code === 504 ? "the API did not answer in time" : "the API is not reachable" });
}
