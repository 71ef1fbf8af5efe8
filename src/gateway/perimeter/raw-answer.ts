import { type ServerResponse, STATUS_CODES } from "node:http";

/** What stands on every answer that no route gives, the same as on those that one does. */
const BARE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none';frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A whole answer `{detail}` as text, for a socket on which no request was understood; the connection ends with it. */
export function rawAnswer(code: number, detail: string): string {
  const body = JSON.stringify({ detail });
  const headers = Object.entries(BARE_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? "Refused"}\r\n${headers.join("")}` +
    `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
  );
}

/** The same on an answer that Node began; the connection ends with it. */
export function endBare(response: ServerResponse, code: number, detail: string): void {
  const body = JSON.stringify({ detail });
  response.writeHead(code, {
    ...BARE_HEADERS,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  response.end(body);
}
