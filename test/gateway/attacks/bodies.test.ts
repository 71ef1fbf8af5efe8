import { describe, expect, it } from "vitest";
import { openSocket, requestText, sendRaw } from "./raw-client.ts";
import { DOORS, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const JSON_HEAD = ["Host: localhost", "Content-Type: application/json"];
const PAUSE = "POST /api/v1/controls/pause";
/** So short that a test sees the end of a slow one. */
const IMPATIENT = { headersMs: 300, requestMs: 600, checkEveryMs: 50, idleMs: 1_000 };

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
  it("loses the connection when the head does not come", async () => {
    const { port } = await start({ serverLimits: IMPATIENT });
    const answer = await sendRaw(port[door], "GET /api/v1/status HTTP/1.1\r\nHost: loc", { listenMs: 4_000 });
    expect(answer.ms).toBeLessThan(3_000);
    expect([408, 0]).toContain(answer.status);
  });

  it("loses the connection when the body does not come", async () => {
    const { port, api } = await start({ serverLimits: IMPATIENT });
    const head = requestText(PAUSE, [...JSON_HEAD, "Content-Length: 20"]);
    const answer = await sendRaw(port[door], `${head}{"rea`, { listenMs: 6_000 });
    expect(answer.ms).toBeLessThan(5_000);
    expect(api.commands).toEqual([]);
  });

  it("keeps nobody else waiting, however many they are", async () => {
    const { port } = await start({ serverLimits: IMPATIENT });
    const slow = Array.from({ length: 150 }, () => openSocket(port[door]));
    const ends = slow.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of slow) socket.resume().write("GET /api/v1/status HTTP/1.1\r\nHost: loc");
    const answer = await sendRaw(port[door], requestText("GET /api/v1/status", ["Host: localhost"]));
    expect(answer.status).toBe(200);
    await Promise.all(ends);
  });
});

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
