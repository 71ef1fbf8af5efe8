import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { until } from "../../support/until.ts";
import type { TestGateway } from "../start-gateway.ts";
import { connectStream } from "../stream-client.ts";
import { openSocket, requestText, sendRaw, upgradeText } from "./raw-client.ts";
import { DOORS, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const KEY = "k".repeat(43);
const HOST = "Host: localhost";
const hasSecondAddress = process.platform === "linux";
const SECOND = "127.0.0.2";

type Call = { readonly method?: "GET" | "POST"; readonly url: string; readonly remoteAddress?: string };

/** How many calls in a row are answered before the first 429, at most `most`. */
async function callsUntilRefused({ app }: TestGateway, call: Call, most = 2_000): Promise<number> {
  for (let count = 0; count < most; count += 1) {
    if ((await app.inject({ method: "GET", ...call })).statusCode === 429) return count;
  }
  return most;
}

const WINDOWS = { url: "/api/v1/windows" };
const PAUSE = { method: "POST", url: "/api/v1/controls/pause" } as const;

describe("RATE_LIMIT_PER_MIN", () => {
  it.each([
    [60, WINDOWS, 60],
    [60, { url: "/api/v1/status" }, 300],
    [60, { url: "/api/v1/trades/export" }, 6],
    [60, { method: "POST", url: "/api/v1/controls/resume" } as const, 12],
    [60, { url: "/api/v1/nothing" }, 60],
    [1, { url: "/api/v1/trades/export" }, 1],
  ])("of %i lets %o pass in proportion: %i times a minute", async (rateLimitPerMin, call, calls) => {
    const { api } = await start({ rateLimitPerMin });
    expect(await callsUntilRefused(api, call)).toBe(calls);
  });

  it("of 0 is no limit, not even on what is not there", async () => {
    const { api } = await start({ rateLimitPerMin: 0 });
    for (const call of [WINDOWS, { url: "/api/v1/nothing" }])
      expect(await callsUntilRefused(api, call)).toBe(2_000);
    const { headers } = await api.app.inject(WINDOWS);
    expect(Object.keys(headers).filter((name) => name.startsWith("x-ratelimit"))).toEqual([]);
  });

  it.each([0, 1, 100_000])("of %i leaves a pause its own 600", async (rateLimitPerMin) => {
    const { api } = await start({ rateLimitPerMin });
    expect(await callsUntilRefused(api, PAUSE)).toBe(600);
  });

  it("says in the common form when to come again", async () => {
    const { port } = await start({ rateLimitPerMin: 1 });
    const request = requestText("GET /api/v1/windows", [HOST]);
    for (const door of DOORS) await sendRaw(port[door], request);
    for (const door of DOORS) {
      const answer = await sendRaw(port[door], request);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect(Number(answer.headers["retry-after"])).toBeLessThanOrEqual(60);
      expect(JSON.parse(answer.body)).toEqual({ detail: expect.stringContaining("ate limit") });
    }
  });
});

describe("a busy reader", () => {
  it("holds up neither the pause of the same address nor anything of another one", async () => {
    const { api } = await start({ rateLimitPerMin: 5 });
    expect(await callsUntilRefused(api, WINDOWS)).toBe(5);
    expect((await api.app.inject(PAUSE)).statusCode).toBe(200);
    expect((await api.app.inject({ ...WINDOWS, remoteAddress: "127.0.0.2" })).statusCode).toBe(200);
  });

  it("counts as one caller, whatever address it claims or takes from its own network", async () => {
    const { api } = await start({ rateLimitPerMin: 5 });
    const claims = ["x-forwarded-for", "x-real-ip", "x-tandem-peer"];
    for (let count = 0; count < 5; count += 1) {
      const headers = Object.fromEntries(claims.map((name) => [name, `10.0.0.${count}`]));
      expect((await api.app.inject({ ...WINDOWS, headers })).statusCode).toBe(200);
    }
    expect((await api.app.inject(WINDOWS)).statusCode).toBe(429);
    const ofOneNetwork = (last: number) => ({ ...WINDOWS, remoteAddress: `2001:db8::${last}` });
    for (let last = 1; last <= 5; last += 1) await api.app.inject(ofOneNetwork(last));
    expect((await api.app.inject(ofOneNetwork(6))).statusCode).toBe(429);
  });

  it("from a strange page spends nothing of what the operator may call", async () => {
    const { api } = await start();
    const headers = { origin: "http://evil.example" };
    for (let count = 0; count < 700; count += 1)
      expect((await api.app.inject({ ...PAUSE, headers })).statusCode).toBe(403);
    expect((await api.app.inject(PAUSE)).statusCode).toBe(200);
  });

  it.runIf(hasSecondAddress)("behind the console is told apart from the others there", async () => {
    const { port } = await start({ rateLimitPerMin: 2, consoleKey: KEY });
    const status = async (from: string) =>
      (await sendRaw(port.console, requestText("GET /api/v1/windows", [HOST]), { from })).status;
    expect([await status(SECOND), await status(SECOND), await status(SECOND)]).toEqual([200, 200, 429]);
    expect(await status("127.0.0.1")).toBe(200);
  });
});

describe.each(DOORS)("connections of one address, at the %s", (door) => {
  it.runIf(hasSecondAddress)(
    "end above their bound, told once, and leave the others their places",
    async () => {
      const servers = await start({ serverLimits: { maxSocketsPerAddress: 20 } });
      const log = door === "API" ? servers.api.log : servers.consoleLog;
      const held = Array.from({ length: 60 }, () => openSocket(servers.port[door], SECOND).resume());
      const open = () => held.filter((socket) => !socket.destroyed && socket.readyState === "open").length;
      await until(() => open() === 20, 5_000);
      const ask = (from: string) =>
        sendRaw(servers.port[door], requestText("GET /api/v1/status", [HOST]), { from });
      expect((await ask("127.0.0.1")).status).toBe(200);
      expect((await ask(SECOND)).status).toBe(0);
      expect(log.lines).toEqual([
        {
          level: "WARNING",
          event: "too many connections of one address",
          fields: { address: SECOND, most: 20 },
        },
      ]);
      for (const socket of held) socket.destroy();
      await until(async () => (await ask(SECOND)).status === 200, 5_000);
    },
  );
});

describe("readers of the stream", () => {
  it.runIf(hasSecondAddress)(
    "of one address leave a place for the others, behind the console too",
    async () => {
      const { port } = await start({
        ...{ consoleKey: KEY, serverLimits: { maxReaders: 5, maxReadersPerAddress: 3 } },
      });
      const open = (door: "API" | "console", localAddress: string) =>
        connectStream(port[door], { localAddress, headers: { host: "localhost" } });
      const held = [await open("API", SECOND), await open("console", SECOND), await open("console", SECOND)];
      for (const client of held) await client.until("status");
      for (const door of DOORS) {
        const late = await open(door, SECOND);
        expect(await once(late.socket, "close")).toEqual([1013, Buffer.from("too many readers")]);
      }
      const other = await open("console", "127.0.0.1");
      await other.until("status");
      await held[0]?.close();
      await until(async () => {
        const again = await open("API", SECOND);
        const greeted = await Promise.race([
          again.until("status").then(() => true),
          once(again.socket, "close").then(() => false),
        ]);
        await again.close();
        return greeted;
      }, 5_000);
      await Promise.all([...held, other].map((client) => client.close()));
    },
  );

  it("are asked for within the limit of their route", async () => {
    const { port } = await start({ rateLimitPerMin: 2 });
    const status = async () =>
      (await sendRaw(port.API, upgradeText("GET /api/ws", [HOST]), { listenMs: 60 })).status;
    expect([await status(), await status(), await status()]).toEqual([101, 101, 429]);
  });
});
