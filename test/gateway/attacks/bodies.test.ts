import { once } from "node:events";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { aTrade } from "../builders.ts";
import { createMemoryTrades } from "../memory-trades.ts";
import { openSocket, requestText, sendRaw } from "./raw-client.ts";
import { DOORS, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const JSON_HEAD = ["Host: localhost", "Content-Type: application/json"];
const PAUSE = "POST /api/v1/controls/pause";
describe.each(DOORS)("a body that is too much, at the %s", (door) => {
  it("is refused by its announced length, before it is sent", async () => {
    const { port, api } = await start();
    const answer = await sendRaw(
      port[door],
      requestText(PAUSE, [...JSON_HEAD, "Content-Length: 10000000000"]),
    );
    expect(answer.status).toBe(413);
    expect(answer.ms).toBeLessThan(3_000);
    expect(api.commands).toEqual([]);
  });

  it("is refused while it comes in pieces without a length", async () => {
    const { port, api } = await start();
    const piece = `${(32_768).toString(16)}\r\n${" ".repeat(32_768)}\r\n`;
    const head = requestText(PAUSE, [...JSON_HEAD, "Transfer-Encoding: chunked"]);
    const answer = await sendRaw(port[door], head + piece.repeat(40));
    // The connection is ended under what is still being sent, so the answer may not get through.
    expect([413, 502, 0]).toContain(answer.status);
    expect(api.commands).toEqual([]);
  });
});

describe.each(DOORS)("whoever sends slowly, at the %s", (door) => {
  const HEAD = "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nX-A: ";
  const BODY = `${requestText(PAUSE, [...JSON_HEAD, "Content-Length: 500"])}{"reason":"`;

  it("loses the connection when the head's time is up: silent, half-way, or letter by letter", async () => {
    const { port } = await start({ serverLimits: { headersMs: 300, checkEveryMs: 50 } });
    const began = performance.now();
    const slow = [drip(port[door], "", 0), drip(port[door], HEAD, 0), drip(port[door], HEAD, 40)];
    for (const answer of await Promise.all(slow))
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*"the request did not arrive in time"/s);
    // Far from the 20 s after which the whole request would be given up.
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it("loses the connection when the request's time is up, and commands nothing", async () => {
    const { port, api, consoleLog } = await start({
      serverLimits: { headersMs: 200, requestMs: 500, checkEveryMs: 50 },
    });
    const slow = [drip(port[door], BODY, 0), drip(port[door], BODY, 40)];
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(HTTP\/1\.1 408 .*)?$/s);
    expect(api.commands).toEqual([]);
    expect([...api.log.lines, ...consoleLog.lines]).toEqual([]);
  });

  it("keeps nobody else waiting, however many they are", async () => {
    const { port } = await start({ serverLimits: { headersMs: 1_000, checkEveryMs: 50 } });
    const slow = Array.from({ length: 190 }, () => drip(port[door], HEAD, 0));
    for (let count = 0; count < 5; count += 1) {
      const answer = await sendRaw(port[door], requestText("GET /api/v1/status", ["Host: localhost"]));
      expect(answer.status).toBe(200);
    }
    await Promise.all(slow);
  });
});

describe("whoever does not read what was asked for", () => {
  it("loses the connection when nothing moved for a while", async () => {
    const statusReason = "x".repeat(60_000);
    const trades = Array.from({ length: 400 }, (_, index) => aTrade({ id: `t-${index}`, statusReason }));
    const { port, api } = await start({
      trades: createMemoryTrades(trades),
      serverLimits: { idleMs: 400 },
    });
    const socket = openSocket(port.API);
    const [served] = (await Promise.all([
      once(api.app.server, "connection"),
      once(socket, "connect"),
    ])) as unknown as [[Socket]];
    socket.pause();
    socket.write(requestText("GET /api/v1/trades/export", ["Host: localhost"]));
    await once(served[0], "close");
    socket.destroy();
  });
});

/** Sends the text, then letters at this pace (0: nothing more), until the server ends it; resolves with its answer. */
async function drip(port: number, text: string, everyMs: number): Promise<string> {
  const socket = openSocket(port);
  const chunks: string[] = [];
  socket.setEncoding("latin1").on("data", (chunk: string) => chunks.push(chunk));
  if (text !== "") socket.write(text);
  const more = everyMs === 0 ? undefined : setInterval(() => socket.write("x"), everyMs);
  await once(socket, "close");
  clearInterval(more);
  return chunks.join("");
}

describe.each(DOORS)("a request that two servers would read differently, at the %s", (door) => {
  it.each([
    ["a length and pieces", ["Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\nGET /api/v1/risk"],
    ["two lengths", ["Content-Length: 2", "Content-Length: 40"], "{}"],
    ["pieces under another name", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
    ["a length with a sign", ["Content-Length: +2"], "{}"],
    ["a header over two lines", ["X-A: b\r\n Content-Length: 2"], "{}"],
    ["a blank before the colon", ["Content-Length : 2"], "{}"],
  ])("is not carried out: %s", async (_, headers, body) => {
    const { port, api } = await start();
    const answer = await sendRaw(port[door], requestText(PAUSE, [...JSON_HEAD, ...headers], body), {
      listenMs: 1_500,
    });
    expect(answer.answers).toBeLessThanOrEqual(1);
    expect(answer.status === 0 || answer.status >= 400).toBe(true);
    expect(api.commands).toEqual([]);
  });
});
