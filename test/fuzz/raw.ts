import { createDraw, type Draw } from "../../src/system/chaos/draw.ts";
import { openSocket, requestText, sendRaw, upgradeText } from "../gateway/attacks/raw-client.ts";
import { hostileText, hugeText, randomText } from "./hostile.ts";
import type { Verdict } from "./judge.ts";
import { ADDRESSES } from "./plan.ts";
import type { Schemas } from "./schemas.ts";

/** Bytes that no HTTP client would send, or an upgrade that no browser would ask for. */
export interface RawPlan {
  readonly text: string;
  /** After the stream was opened: bytes in place of frames. */
  readonly frames: Buffer;
  readonly from: string;
}

const HOST = "Host: 127.0.0.1";

/** The same seed draws the same bytes, except for the token, which `credentials` holds. */
export function drawRaw(seed: number, index: number, credentials: string): RawPlan {
  const draw = createDraw(seed, `raw ${index}`);
  const from = process.platform === "linux" ? `127.0.${1 + draw.whole(0, ADDRESSES - 1)}.2` : "127.0.0.1";
  const text = draw.chance(0.5) ? oddUpgrade(draw, credentials) : oddHead(draw, credentials);
  return { text, from, frames: draw.chance(0.8) ? oddFrames(draw) : Buffer.alloc(0) };
}

/** What may stand in the first line of an answer to it: no more than what is documented or said before any route. */
const STATUSES = [101, 200, 400, 401, 403, 404, 405, 408, 413, 415, 417, 422, 426, 429, 431];
const ERROR = { $ref: "#/components/schemas/Error" };

export async function sendAndJudge(
  port: number,
  plan: RawPlan,
  schemas: Schemas,
): Promise<{ status: number; verdict: Verdict | null }> {
  if (plan.frames.length > 0 && plan.text.includes("Upgrade: websocket")) await sendFrames(port, plan);
  const { status, body, headers, text } = await sendRaw(port, plan.text, {
    from: plan.from,
    listenMs: 1_500,
  });
  const verdict = (fault: Verdict["fault"], what: string) => ({ status, verdict: { fault, what } });
  if (status === 0) return verdict("unanswered", text.slice(0, 100));
  if (status >= 500) return verdict("server_error", text.slice(0, 200));
  if (!STATUSES.includes(status)) return verdict("undocumented", text.slice(0, 200));
  if (status < 300) return { status, verdict: null };
  if (!headers["content-type"]?.startsWith("application/json"))
    return verdict("schema_break", text.slice(0, 200));
  if (/^(HEAD) /.test(plan.text)) return { status, verdict: null };
  try {
    const fault = schemas.faultOfAnswer(ERROR, JSON.parse(body));
    return fault === null ? { status, verdict: null } : verdict("schema_break", `${status}: ${fault}`);
  } catch {
    return verdict("schema_break", `${status}: ${body.slice(0, 100)}`);
  }
}

/** Opens the stream and writes what is no frame of a reader; the server may do with that socket what it likes. */
async function sendFrames(port: number, { text, frames, from }: RawPlan): Promise<void> {
  const socket = openSocket(port, from);
  socket.on("data", () => {});
  socket.write(text);
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.write(frames);
  await new Promise((resolve) => setTimeout(resolve, 30));
  socket.destroy();
}

function oddUpgrade(draw: Draw, credentials: string): string {
  const path = draw.pick([
    ...(["/api/ws", "/api/ws", "/api/ws", "/api/ws"] as const),
    "/api/ws?x=1",
    "/api/ws/",
    "/api/v1/status",
    "/",
    "/openapi.json",
    "/api//ws",
  ]);
  const whole = upgradeText(`GET ${path}`, [HOST, credentials]);
  return draw.pick<() => string>([
    () => whole,
    () => whole,
    () => whole,
    () => whole.replace("Version: 13", `Version: ${draw.pick(["8", "99", "x", ""])}`),
    () =>
      whole.replace(
        /Sec-WebSocket-Key: .*\r\n/,
        draw.pick(["", "Sec-WebSocket-Key: x\r\n", `Sec-WebSocket-Key: ${"A".repeat(5_000)}\r\n`]),
      ),
    () => whole.replace("GET ", `${draw.pick(["POST", "HEAD", "PUT", "DELETE", "OPTIONS"])} `),
    () =>
      whole.replace(
        "Upgrade: websocket",
        `Upgrade: ${draw.pick(["h2c", "websockets", "TLS/1.0", "websocket, h2c"])}`,
      ),
    () =>
      whole.replace(
        "\r\n\r\n",
        `\r\nSec-WebSocket-Protocol: ${draw.pick(["a,,b", "\u00ff", "a, a", "x".repeat(3_000)])}\r\n\r\n`,
      ),
    () =>
      whole.replace(
        "\r\n\r\n",
        `\r\nSec-WebSocket-Extensions: ${draw.pick(["permessage-deflate; x=", ";;", "permessage-deflate; server_max_window_bits=99"])}\r\n\r\n`,
      ),
    () =>
      whole.replace("\r\n\r\n", `\r\nOrigin: ${draw.pick(["http://evil.example", "null", "junk"])}\r\n\r\n`),
    () => upgradeText(`GET ${path}`, [HOST, "Authorization: Bearer forged"]),
  ])();
}

function oddHead(draw: Draw, credentials: string): string {
  const line = `${draw.pick(["GET", "POST", "HEAD"])} ${draw.pick(["/api/v1/status", "/api/v1/controls/pause", "/api/v1/users"])}`;
  const junk = randomText(draw).replace(/[\r\n]/g, "?");
  return draw.pick<() => string>([
    () =>
      requestText(line, [HOST, credentials]).replace(
        "HTTP/1.1",
        draw.pick(["HTTP/9.9", "HTTP/1.2", "HTTQ/1.1", "", "http/1.1"]),
      ),
    () => requestText(line, [HOST, HOST, credentials]),
    () => requestText(line, [credentials]),
    () => requestText(line, [HOST, `X-${junk}: ${junk}`]),
    () => requestText(line, [HOST, "Content-Length: 5", "Content-Length: 6"], "hello!"),
    () => requestText(line, [HOST, "Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
    () => requestText(line, [HOST, "Content-Length: -1"]),
    () =>
      requestText(
        line,
        [HOST, "Transfer-Encoding: chunked", "Content-Type: application/json", credentials],
        "zz\r\n{}\r\n0\r\n\r\n",
      ),
    () => requestText(line, [HOST, `X-Long: ${hugeText(draw)}`]),
    () =>
      requestText(line, [HOST, ...Array.from({ length: draw.pick([99, 101, 500]) }, (_, n) => `X-${n}: 1`)]),
    () =>
      requestText(
        `GET ${draw.pick(["http://evil.example/", "*", "//x", "/%", "/\u0001", "/\u00e9", "127.0.0.1:1"])}`,
        [HOST],
      ),
    () => `${junk}\r\n\r\n`,
    () => `${hostileText(draw).replace(/[\r\n]/g, "") || "x"} / HTTP/1.1\r\n${HOST}\r\n\r\n`,
    () => `\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003${junk}\r\n\r\n`,
  ])();
}

/** Unmasked, of reserved kinds, longer than they say or than may be, no UTF-8, or mere noise. */
function oddFrames(draw: Draw): Buffer {
  const bytes = (...values: number[]) => Buffer.from(values);
  return draw.pick<() => Buffer>([
    () => bytes(0x81, 0x02, 0x68, 0x69),
    () => bytes(0x83, 0x80, 0, 0, 0, 0),
    () => bytes(0xf1, 0x80, 0, 0, 0, 0),
    () => bytes(0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0),
    () => bytes(0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe),
    () => bytes(0x88, 0x81, 0, 0, 0, 0, 0x03),
    () => bytes(0x88, 0x82, 0, 0, 0, 0, 0x00, 0x05),
    () => bytes(0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0),
    () => Buffer.concat([bytes(0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0), Buffer.alloc(65_535, 0x20)]),
    () => bytes(0x00, 0x80, 0, 0, 0, 0),
    () => Buffer.concat(Array.from({ length: 500 }, () => bytes(0x89, 0x80, 0, 0, 0, 0))),
    () => Buffer.from(Array.from({ length: 200 }, () => draw.whole(0, 255))),
  ])();
}

/** A raw plan is drawn for one in so many requests. */
export const RAW_EVERY = 33;

export function curlOfRaw({ text, frames }: RawPlan, port: number): string {
  const shown = JSON.stringify(text.slice(0, 1_500)).replaceAll("'", "\\u0027");
  const then = frames.length > 0 ? ` # then the bytes ${frames.subarray(0, 40).toString("hex")}` : "";
  return `node -e 'require("net").connect(${port}).end(${shown}).pipe(process.stdout)'${then}`;
}
