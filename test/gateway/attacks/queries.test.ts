import { describe, expect, it } from "vitest";
import { errorBody } from "#wire";
import { requestText, sendRaw } from "./raw-client.ts";
import { DOORS, serversOfThisFile } from "./servers.ts";

const start = serversOfThisFile();
const HOST = "Host: localhost";

describe.each(DOORS)("a query that says things twice or in passing, at the %s", (door) => {
  it.each([
    "opportunities?asset=SOL-USD&asset=ETH-USD",
    "opportunities?cursor=a&cursor=a",
    "opportunities?min_spread_pct=1&min_spread_pct=2",
    "opportunities?min_spread_pct=1e2",
    "opportunities?min_spread_pct=99999999999999999999999999",
    "opportunities?min_spread_pct=-99999999999999999999999",
    "opportunities?min_spread_pct=%0a1",
    "opportunities?limit=",
    "opportunities?limit=%EF%BC%95",
    "trades?status=completed&status=failed",
    "trades?from=2026-01-01",
    "trades?from=2026-01-01T00:00:00Z&from=2026-01-02T00:00:00Z",
    "trades/export?format=csv&format=csv",
    "audit?cursor=1e3",
    "audit?cursor=-1",
    "windows?limit=0005000",
  ])("is invalid: %s", async (query) => {
    const { port } = await start();
    const answer = await sendRaw(port[door], requestText(`GET /api/v1/${query}`, [HOST]));
    expect(answer.status).toBe(422);
    errorBody.parse(JSON.parse(answer.body));
  });

  it.each(["limit[]=5", "limit=5&limit[]=6", "LIMIT=0", "__proto__[limit]=0"])(
    "is another key where it only looks like one, and is read by nobody: %s",
    async (query) => {
      const { port } = await start();
      const answer = await sendRaw(port[door], requestText(`GET /api/v1/opportunities?${query}`, [HOST]));
      expect(answer.status).toBe(200);
    },
  );

  it("is invalid where it says twice what to inject, and injects nothing", async () => {
    const { port } = await start({ inject: () => Promise.reject(new Error("must not be reached")) });
    for (const query of [
      "spread_pct=1&spread_pct=2",
      "spread_pct=1e1",
      "direction=cex_to_dex&direction=dex_to_cex",
    ]) {
      const request = requestText(`POST /api/v1/test/inject-opportunity?${query}`, [HOST]);
      expect((await sendRaw(port[door], request)).status).toBe(422);
    }
  });
});

describe.each(DOORS)("a request that is too much of one thing, at the %s", (door) => {
  it.each([
    ["headers", "/api/v1/status", Array.from({ length: 120 }, (_, index) => `X-${index}: 1`), 431],
    ["bytes of headers", "/api/v1/status", [`X-Long: ${"x".repeat(17_000)}`], 431],
    ["address", `/api/v1/status?${"x".repeat(17_000)}`, [], 431],
    ["a name", `/api/v1/trades/${"x".repeat(3_000)}`, [], 422],
  ])("is refused in the common form: %s", async (_what, path, headers, status) => {
    const { port } = await start();
    const answer = await sendRaw(port[door], requestText(`GET ${path}`, [HOST, ...headers]));
    expect(answer.status).toBe(status);
    errorBody.parse(JSON.parse(answer.body));
  });

  it("hides no header behind two thousand others", async () => {
    const { port, api } = await start();
    const many = Array.from({ length: 2_100 }, () => "a:b");
    const headers = [HOST, ...many, "Origin: http://evil.example"];
    expect((await sendRaw(port[door], requestText("POST /api/v1/controls/pause", headers))).status).toBe(431);
    expect(api.commands).toEqual([]);
  });
});

describe("a request in a shape that nobody sends", () => {
  it.each([
    ["a whole address as its target", "GET http://evil.example/api/v1/status", 400, 400],
    ["a whole address of ours as its target", "POST http://localhost/api/v1/controls/pause", 400, 400],
    ["everything as its target", "OPTIONS *", 400, 400],
    // Node ends a connection that asks for a tunnel.
    ["a tunnel", "CONNECT evil.example:443", 0, 0],
    ["a method that there is not", "HACK /api/v1/status", 400, 400],
    ["the second version of HTTP", "PRI *", 400, 400],
    ["a way back in its path", "POST /api/v1/controls/../controls/pause", 404, 400],
    ["a doubled slash", "POST //api/v1/controls/pause", 404, 404],
    ["capitals", "POST /API/v1/controls/PAUSE", 404, 404],
  ])("is carried out by nobody: %s", async (_what, line, atApi, atConsole) => {
    const { port, api } = await start();
    const status = async (to: number) =>
      (await sendRaw(to, requestText(line, [HOST]), { listenMs: 2_000 })).status;
    expect([await status(port.API), await status(port.console)]).toEqual([atApi, atConsole]);
    expect(api.commands).toEqual([]);
  });
});
