import { type IncomingMessage, request as requestHttp, type Server } from "node:http";
import { request as requestHttps } from "node:https";
import type { Duplex } from "node:stream";

/**
 * Passes WebSocket connections below `/api/` on as bytes. Both ends are piped, so a browser that does
 * not read holds up the API's own socket and is judged there: nothing piles up in between.
 * Returns what ends all tunnels.
 */
export function tunnelUpgrades(server: Server, apiUrl: string): () => void {
  const open = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (request.url?.startsWith("/api/") !== true) return refuse(socket, 404, "no such stream");
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    connect(apiUrl, { request, socket, head });
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function connect(apiUrl: string, { request, socket, head }: Upgrade): void {
  const send = apiUrl.startsWith("https:") ? requestHttps : requestHttp;
  const outgoing = send(new URL(request.url ?? "/", apiUrl), { headers: request.headers });
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
  const body = JSON.stringify({ detail });
  socket.end(
    `HTTP/1.1 ${code} Refused\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
