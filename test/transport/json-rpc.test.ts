import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ConnectivityError, RejectedError } from "#model";
import { createJsonRpc, type JsonRpc, redactUrl } from "#transport";
import { realTime } from "../support/fake-time.ts";

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}
type Answer = (asked: Asked, response: ServerResponse, count: number) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server on loopback that answers each request as the test says. */
async function serve(answer: Answer): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Asked;
    asked.push(body);
    answer(body, response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?api-key=SECRET`, asked };
}

const reply =
  (result: unknown): Answer =>
  ({ id }, response) => {
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  };

const refuse =
  (code: number, message: string): Answer =>
  ({ id }, response) => {
    response.end(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }));
  };

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end("<html>busy</html>");
  };

function client(urls: readonly string[], options: { timeoutMs?: number; deadlineMs?: number } = {}): JsonRpc {
  return createJsonRpc({ urls, clock: realTime, timers: realTime, random: () => 0.1, ...options });
}

async function failure(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );
}

describe("the JSON-RPC client", () => {
  it("sends method and parameters and returns the checked result", async () => {
    const server = await serve(reply({ slot: 5 }));
    const result = await client([server.url]).call("getThing", ["a", { b: 1 }], z.object({ slot: z.int() }));
    expect(result).toEqual({ slot: 5 });
    expect(server.asked[0]).toMatchObject({ method: "getThing", params: ["a", { b: 1 }] });
  });

  it("takes the next provider when the first one fails, and leaves the first alone for a while", async () => {
    const first = await serve(status(503));
    const second = await serve(reply(7));
    const rpc = client([first.url, second.url]);
    expect(await rpc.call("getSlot", [], z.int())).toBe(7);
    expect(await rpc.call("getSlot", [], z.int())).toBe(7);
    expect(first.asked).toHaveLength(1);
    expect(second.asked).toHaveLength(2);
    expect(rpc.health()[0]).toMatchObject({ failuresInRow: 1, failures: 1 });
  });

  it("waits as long as Retry-After asks when there is nobody else", async () => {
    const server = await serve((asked, response, count) =>
      count === 1
        ? status(429, { "retry-after": "1" })(asked, response, count)
        : reply(3)(asked, response, count),
    );
    const rpc = client([server.url]);
    const startMs = Date.now();
    expect(await rpc.call("getSlot", [], z.int())).toBe(3);
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(990);
    expect(rpc.health()[0]?.rateLimited).toBe(1);
  });

  it("gives up at once when Retry-After goes past the deadline", async () => {
    const server = await serve(status(429, { "retry-after": "30" }));
    const error = await failure(client([server.url], { deadlineMs: 500 }).call("getSlot", [], z.int()));
    expect(error).toBeInstanceOf(ConnectivityError);
    expect(error.code).toBe("rpc-rate-limited");
    expect(server.asked).toHaveLength(1);
  });

  it("asks again until the node has reached the slot asked for", async () => {
    const server = await serve((asked, response, count) =>
      count < 3
        ? refuse(-32016, "Minimum context slot has not been reached")(asked, response, count)
        : reply(9)(asked, response, count),
    );
    expect(await client([server.url]).call("getSlot", [], z.int())).toBe(9);
    expect(server.asked).toHaveLength(3);
  });

  it("goes to another provider when a node is behind", async () => {
    const behind = await serve(refuse(-32005, "Node is behind by 42 slots"));
    const healthy = await serve(reply(9));
    expect(await client([behind.url, healthy.url]).call("getSlot", [], z.int())).toBe(9);
  });

  it("tells a refusal of the method from an unknown outcome, and does not repeat it", async () => {
    const server = await serve(refuse(-32602, "Invalid param: WrongSize"));
    const error = await failure(client([server.url]).call("getAccountInfo", ["x"], z.unknown()));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error.code).toBe("rpc-32602");
    expect(server.asked).toHaveLength(1);
  });

  it("times out on a server that never answers", async () => {
    const server = await serve(() => {});
    const error = await failure(
      client([server.url], { timeoutMs: 60, deadlineMs: 100 }).call("getSlot", [], z.int()),
    );
    expect(error).toBeInstanceOf(ConnectivityError);
    expect(error.code).toBe("http-timeout");
  });

  it("stops at once when its caller aborts", async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const pending = failure(client([server.url]).call("getSlot", [], z.int(), { signal: controller.signal }));
    setTimeout(() => controller.abort(), 20);
    expect((await pending).code).toBe("http-aborted");
  });

  it.each([
    ["a body that is no JSON", (_: Asked, response: ServerResponse) => response.end("<html>")],
    [
      "a body cut short",
      (_: Asked, response: ServerResponse) => response.end('{"jsonrpc":"2.0","id":1,"res'),
    ],
    [
      "a reply to another request",
      ({ id }: Asked, response: ServerResponse) => reply(1)({ id: id + 7 } as Asked, response, 1),
    ],
    ["a result of the wrong shape", reply("a word")],
    [
      "an integer that JSON.parse rounds",
      ({ id }: Asked, response: ServerResponse) =>
        response.end(`{"jsonrpc":"2.0","id":${id},"result":18446744073709551615}`),
    ],
  ])("treats %s as no answer", async (_, answer) => {
    const server = await serve(answer as Answer);
    const error = await failure(client([server.url], { deadlineMs: 150 }).call("getSlot", [], z.int()));
    expect(error).toBeInstanceOf(ConnectivityError);
  });

  it("reads what it needs of an account whose rentEpoch is beyond a double", async () => {
    const server = await serve(({ id }, response) =>
      response.end(
        `{"jsonrpc":"2.0","id":${id},"result":{"rentEpoch":18446744073709551615,"slot":365795240}}`,
      ),
    );
    const result = await client([server.url]).call("getAccountInfo", [], z.object({ slot: z.int() }));
    expect(result).toEqual({ slot: 365795240 });
  });

  it("refuses a reply that is larger than allowed", async () => {
    const server = await serve(reply("x".repeat(100_000)));
    const rpc = createJsonRpc({
      urls: [server.url],
      clock: realTime,
      timers: realTime,
      random: () => 0,
      maxReplyBytes: 10_000,
      deadlineMs: 100,
    });
    expect((await failure(rpc.call("getSlot", [], z.string()))).code).toBe("http-too-large");
  });

  it("never shows the key of an address", async () => {
    const refused = await serve(status(403));
    const urls = [refused.url, "http://user:SECRET@127.0.0.1:1/v2/SECRET?api-key=SECRET"];
    const rpc = client(urls, { deadlineMs: 200 });
    const error = await failure(rpc.call("getSlot", [], z.int()));
    expect(`${error.message} ${String(error.cause)} ${JSON.stringify(rpc.health())}`).not.toContain("SECRET");
    expect(redactUrl("https://mainnet.helius-rpc.com/?api-key=SECRET")).toBe(
      "https://mainnet.helius-rpc.com",
    );
  });

  it("asks every provider once and leaves out the ones that do not answer", async () => {
    const one = await serve(reply(100));
    const two = await serve(status(500));
    const three = await serve(reply(103));
    const slots = await client([one.url, two.url, three.url]).askEach("getSlot", [], z.int());
    expect(slots).toEqual([100, undefined, 103]);
  });
});
