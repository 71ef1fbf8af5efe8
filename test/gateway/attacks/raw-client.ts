import { connect, type Socket } from "node:net";

/** Everything that a server sent on one connection until it ended, and how long that took. */
export interface RawAnswer {
  readonly text: string;
  /** Of the first answer, 0 where there was none. */
  readonly status: number;
  /** The first answer's, in lower case; of a repeated one the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How many answers came. */
  readonly answers: number;
  readonly ms: number;
}

export interface RawOptions {
  /** The address that the connection comes from. */
  readonly from?: string;
  /** How long to listen where the server keeps the connection open. */
  readonly listenMs?: number;
}

/** Sends the bytes as they are, which no HTTP client would, and takes what comes back. */
export async function sendRaw(
  port: number,
  request: string | Buffer,
  options: RawOptions = {},
): Promise<RawAnswer> {
  const started = performance.now();
  const socket = openSocket(port, options.from);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(request);
  await closed(socket, options.listenMs ?? 5_000);
  return readAnswer(Buffer.concat(chunks).toString("latin1"), performance.now() - started);
}

/** A connection whose failures are its close event. */
export function openSocket(port: number, from?: string): Socket {
  const socket = connect({ port, host: "127.0.0.1", ...(from === undefined ? {} : { localAddress: from }) });
  socket.on("error", () => socket.destroy());
  return socket;
}

function closed(socket: Socket, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => socket.destroy(), withinMs);
    socket.once("close", () => {
      clearTimeout(late);
      resolve();
    });
  });
}

function readAnswer(text: string, ms: number): RawAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0);
  const answers = text.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0;
  return { text, status, headers: Object.fromEntries(headers), body: rest.join("\r\n\r\n"), answers, ms };
}

/** A request of these header lines, ended by the server. */
export function requestText(line: string, headers: readonly string[], body = ""): string {
  return `${[`${line} HTTP/1.1`, ...headers, "Connection: close"].join("\r\n")}\r\n\r\n${body}`;
}

/** The same for a stream. */
export function upgradeText(line: string, headers: readonly string[]): string {
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  return `${[`${line} HTTP/1.1`, ...headers, ...upgrade, key].join("\r\n")}\r\n\r\n`;
}
