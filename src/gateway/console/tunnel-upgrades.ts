import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestHttp,
  type Server,
} from "node:http";
import { request as requestHttps } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { plainAddress } from "../perimeter/address-list.ts";
import type { Perimeter } from "../perimeter/perimeter.ts";
import { rawAnswer } from "../perimeter/raw-answer.ts";
import { type ApiBehind, withCaller } from "./proxy-requests.ts";

export interface TunnelOptions extends ApiBehind {
  readonly perimeter: Perimeter;
}

/**
 * Passes WebSocket connections to `/api/ws` on as bytes. Both ends are piped, so a browser that does
 * not read holds up the API's own socket and is judged there: nothing piles up in between.
 * Returns what ends all tunnels.
 */
export function tunnelUpgrades(server: Server, options: TunnelOptions): () => void {
  const open = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const address = plainAddress(request.socket.remoteAddress ?? "");
    const refusal = options.perimeter.refusal(request, address);
    if (refusal !== null) return refuse(socket, refusal.statusCode, refusal.message);
    if (!/^\/api\/ws(\?|$)/.test(request.url ?? "")) return refuse(socket, 404, "no such stream");
    // The API's pings judge a reader from here on; a quiet market is no reason to end one.
    if (socket instanceof Socket) socket.setTimeout(0);
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    const headers = withCaller(request.headers, address, options.consoleKey);
    connect(options.apiUrl, { request, socket, head, headers });
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** What the API is told. */
  readonly headers: OutgoingHttpHeaders;
}

function connect(apiUrl: string, { request, socket, head, headers }: Upgrade): void {
  const send = apiUrl.startsWith("https:") ? requestHttps : requestHttp;
  const outgoing = send(new URL(request.url ?? "/", apiUrl), { headers });
  socket.once("close", () => outgoing.destroy());
  outgoing.once("error", () => refuse(socket, 502, "the API is not reachable"));
  outgoing.once("response", (response) => {
    response.resume();
    refuse(socket, response.statusCode ?? 502, "the API refused the stream");
  });
  outgoing.once("upgrade", (response, upstream, upstreamHead) => {
    socket.write(headOf(response));
    socket.write(upstreamHead);
    upstream.write(head);
    join(socket, upstream);
  });
  outgoing.end();
}

/** Either end takes the other with it. */
function join(socket: Duplex, upstream: Duplex): void {
  upstream.on("error", () => upstream.destroy());
  upstream.once("close", () => socket.destroy());
  socket.once("close", () => upstream.destroy());
  socket.pipe(upstream).pipe(socket);
}

function headOf(response: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`];
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
  }
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function refuse(socket: Duplex, code: number, detail: string): void {
  socket.end(rawAnswer(code, detail));
}
